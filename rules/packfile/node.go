package packfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"knead/internal/text"
	"knead/rules"
)

// nodeKind is the shape of a node.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	listNode
	mapNode
	brokenNode // complained about already; further problems with it are not added
)

// node is a value as it stands in a file: the part that YAML, JSON and CSV have in
// common, with places. Scalars keep their spelling, so nothing is converted before
// somebody says what was expected.
type node struct {
	kind    nodeKind
	pos     rules.Pos
	field   string  // the nearest key above it
	text    string  // a scalar as written, quotes and escapes undone
	items   []*node // listNode
	entries []entry // mapNode, in the order of the file; keys are unique
	refused bool    // mapNode: it had keys that were complained about and are not in entries
	cut     *cut    // a scalar without quotes: what YAML took for a comment instead of text, or nil

	// What a file that is not as it should be holds beside these, for [intakeParser.readable].
	repeated []entry // mapNode: keys that stand in entries already
	torn     bool    // mapNode: the file breaks off within it
}

// cut is a comment behind or within a text.
type cut struct {
	pos    rules.Pos
	length int // in characters
}

// entry is one key of a mapping and its value.
type entry struct {
	key     string
	pos     rules.Pos
	value   *node
	written string // how the file spells the key when mend took it for another, else empty
}

// maxDepth bounds how deeply values may be nested.
const maxDepth = 64

// get returns the value of a mapping's key, or nil.
func (n *node) get(key string) *node {
	for i := range n.entries {
		if n.entries[i].key == key {
			return n.entries[i].value
		}
	}
	return nil
}

// breakOff marks a value, no mapping, behind which the file breaks off: it may be a part of what
// was meant.
func (n *node) breakOff() {
	switch n.kind {
	case listNode:
		n.items = append(n.items, &node{kind: brokenNode})
	case mapNode:
	default:
		n.kind = brokenNode
	}
}

// broken reports whether the node, or one of its items, could not be read and is complained
// about.
func (n *node) broken() bool {
	return n.kind == brokenNode || slices.ContainsFunc(n.items, (*node).broken)
}

// words returns what stands in a node and below it.
func (n *node) words() string {
	all := []string{n.text}
	for _, item := range n.items {
		all = append(all, item.words())
	}
	for _, e := range n.entries {
		all = append(all, e.value.words())
	}
	return strings.TrimSpace(strings.Join(all, "\n"))
}

// mend takes a misspelt key for the one of keys that it is nearest to, if that is absent, so
// that what refers to its value is not complained about too. [record.finish] names the
// spelling. A key that the mapping may have must not be near one of keys.
func (n *node) mend(keys ...string) {
	for i := range n.entries {
		e := &n.entries[i]
		if slices.Contains(keys, e.key) {
			continue
		}
		if key := text.Nearest(e.key, keys); key != "" && n.get(key) == nil {
			e.key, e.written = key, e.key
		}
	}
}

// found describes the shape of the node for messages, never its content.
func (n *node) found() string {
	return [...]string{"nothing", "true or false", "a number", "text", "a list", "a mapping", "something broken"}[n.kind]
}

// foundNoText is found where text was expected: some values only lack quotes.
func (n *node) foundNoText(what string) string {
	if n.kind == boolNode || n.kind == numberNode {
		return n.found() + "; put " + what + " in quotes"
	}
	return n.found()
}

// is reports whether the node is that unquoted or quoted word.
func (n *node) is(word string) bool { return n.kind == stringNode && n.text == word }

// CutText is the code of the warning that a comment cuts a free text short.
const CutText = "cut-text"

// uncut warns when a comment has cut a free text short. Its words may be the person's, so they
// are not repeated.
func (ps *problems) uncut(n *node) {
	if n.cut != nil {
		ps.addAt(n.cut.pos, n.field, CutText, "here # begins a comment of %d characters that is no part of the text: put the text in quotes", n.cut.length).Warning = true
	}
}

func (ps *problems) add(n *node, code, format string, args ...any) *rules.Problem {
	if n.kind == brokenNode {
		return new(rules.Problem)
	}
	return ps.addAt(n.pos, n.field, code, format, args...)
}

func (ps *problems) addAt(pos rules.Pos, field, code, format string, args ...any) *rules.Problem {
	*ps = append(*ps, rules.Problem{Pos: pos, Field: field, Code: code, Message: fmt.Sprintf(format, args...)})
	return &(*ps)[len(*ps)-1]
}

// keySet notices keys that stand twice in one mapping.
type keySet struct {
	index map[string]int // of the entries, where there are many
}

// fewKeys is how many keys are compared one by one.
const fewKeys = 64

// add adds an entry to a mapping, and complains if its key stands there already.
func (n *node) add(seen *keySet, ps *problems, e entry) {
	if seen.add(ps, n.entries, e.key, e.pos) {
		n.entries = append(n.entries, e)
	} else {
		n.repeated = append(n.repeated, e)
	}
}

// add reports whether the key is new among the entries so far, and complains if it is not.
func (s *keySet) add(ps *problems, entries []entry, key string, pos rules.Pos) bool {
	first := s.find(entries, key)
	if first < 0 {
		return true
	}
	at := entries[first].pos
	ps.addAt(pos, fieldOf(key), "duplicate-key", "duplicate key %s", text.Quote(key)).Related = &at
	return false
}

func (s *keySet) find(entries []entry, key string) int {
	if len(entries) <= fewKeys {
		for i := range entries {
			if entries[i].key == key {
				return i
			}
		}
		return -1
	}
	if s.index == nil {
		s.index = make(map[string]int, 2*len(entries))
	}
	for i := len(s.index); i < len(entries); i++ {
		s.index[entries[i].key] = i
	}
	if i, found := s.index[key]; found {
		return i
	}
	return -1
}

// fieldOf returns a key as the Field of a problem: no longer than an id.
func fieldOf(key string) string {
	return key[:min(len(key), rules.MaxIDLength)]
}

// problems collects what is wrong with what is read.
type problems rules.Problems

// sorted returns the problems in order of place; nil when there are none.
func (ps problems) sorted() rules.Problems {
	if len(ps) == 0 {
		return nil
	}
	sorted := rules.Problems(ps)
	sorted.Sort()
	return sorted
}

// errors returns the problems that make what was read unusable, or nil.
func (ps problems) errors() rules.Problems { return rules.Problems(ps).Errors() }

// maxApart is how many problems with one list of an intake are kept apart.
const maxApart = 100

// join lets the last of the problems before stand for those behind it too.
func (ps *problems) join(before int) {
	(*ps)[before-1].Alike += rules.Problems((*ps)[before:]).Count()
	*ps = (*ps)[:before]
}

const byteOrderMark = "\uFEFF"

// checkText complains about the first byte that does not belong into a text file. YAML
// excludes more characters than JSON.
func checkText(data []byte, file string, format Format) *rules.Problem {
	for i := 0; i < len(data); {
		c := data[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			return &rules.Problem{Pos: posAt(data, file, i), Code: "not-text", Message: "not a text file in UTF-8: save it as UTF-8"}
		case r < ' ' || format == YAML && r >= 0x7f && r < 0xa0 && r != 0x85:
			return &rules.Problem{Pos: posAt(data, file, i), Code: "not-text", Message: "control character here: this looks like a binary file, not text"}
		}
		i += size
	}
	return nil
}

func posAt(data []byte, file string, offset int) rules.Pos {
	before := data[:min(offset, len(data))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return rules.Pos{File: file, Line: bytes.Count(before, []byte("\n")) + 1, Col: utf8.RuneCount(line) + 1}
}
