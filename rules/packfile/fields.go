package packfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// record reads the keys of one mapping. It remembers which keys were asked for, so that
// finish can complain about the others.
type record struct {
	ps    *problems
	n     *node // nil when what was found is no mapping
	pos   rules.Pos
	what  string
	asked []string
	unmet []string // keys that are needed and missing
}

// mapping opens a node as a record; a nil node gives an empty one. What is "a question" or
// "a rule", for messages.
func (ps *problems) mapping(n *node, what string) *record {
	r := &record{ps: ps, what: what}
	switch {
	case n == nil:
	case n.kind == mapNode:
		r.n, r.pos = n, n.pos
	default:
		r.pos = n.pos
		ps.add(n, "wrong-type", "expected %s (a mapping), found %s", what, n.found())
	}
	return r
}

// get returns the value of an optional key, or nil.
func (r *record) get(key string) *node {
	r.asked = append(r.asked, key)
	if r.n == nil {
		return nil
	}
	return r.n.get(key)
}

// need returns the value of a key. When it is missing, finish complains.
func (r *record) need(key string) *node {
	n := r.get(key)
	if n == nil {
		r.unmet = append(r.unmet, key)
	}
	return n
}

// entries returns all keys with their values, for mappings whose keys are ids.
func (r *record) entries() []entry {
	if r.n == nil {
		return nil
	}
	return r.n.entries
}

// finish complains about every key that nobody asked for, and about every missing one that
// none of those is a misspelling of.
func (r *record) finish() {
	if r.n == nil {
		return
	}
	for _, e := range r.n.entries {
		key := cmp.Or(e.written, e.key)
		if !slices.Contains(r.asked, key) {
			r.ps.addAt(e.pos, fieldOf(key), "unknown-key", "unknown key %s in %s%s", text.Quote(key), r.what, text.Hint(key, r.asked))
			r.unmet = slices.DeleteFunc(r.unmet, func(unmet string) bool { return unmet == text.Nearest(key, r.asked) })
		}
	}
	if r.n.refused {
		return // one of the keys that were refused may have been meant
	}
	for _, key := range r.unmet {
		r.ps.addAt(r.n.pos, key, "missing-key", "missing key %q in %s", key, r.what)
	}
}

// list returns the items of a list of at least one. A missing list has none.
func (ps *problems) list(n *node, what string) []*node {
	switch {
	case n == nil:
		return nil
	case n.kind != listNode:
		ps.add(n, "wrong-type", "expected a list of %s, found %s", what, n.found())
	case len(n.items) == 0:
		ps.add(n, "empty-list", "the list of %s is empty", what)
	}
	return n.items
}

// oneOrMore returns the items of a list, or what is no list as the only one.
func (ps *problems) oneOrMore(n *node, what string) []*node {
	if n == nil || n.kind == listNode {
		return ps.list(n, what)
	}
	return []*node{n}
}

// word returns the text of a scalar that must be a string.
func (ps *problems) word(n *node, what string) (string, bool) {
	switch {
	case n == nil:
		return "", false
	case n.kind == stringNode && strings.TrimSpace(n.text) == "":
		ps.add(n, "empty-text", "expected %s, found empty text", what)
		return "", false
	case n.kind != stringNode:
		ps.add(n, "wrong-type", "expected %s, found %s", what, n.foundNoText("text"))
		return "", false
	}
	if i := text.Pack.IndexRefused(n.text); i >= 0 {
		ps.add(n, "control-character", "text holds the unseen character %U", []rune(n.text[i:])[0])
		return "", false
	}
	return n.text, true
}

// prose is [problems.word] for text that people read or write, which no comment may cut short.
func (ps *problems) prose(n *node, what string) (string, bool) {
	if n != nil {
		ps.uncut(n)
	}
	return ps.word(n, what)
}

// wordList returns the texts of a list of strings. What is its items are "rows", one is "text".
func (ps *problems) wordList(n *node, what, one string) (all []string) {
	read := ps.prose
	if what == "rows" {
		read = ps.word
	}
	for _, item := range ps.list(n, what) {
		if s, ok := read(item, one); ok {
			all = append(all, s)
		}
	}
	return all
}

// boolean returns the value of a scalar that must be true or false; false when absent.
func (ps *problems) boolean(n *node) bool {
	if n == nil {
		return false
	}
	if n.kind != boolNode || n.text != "true" && n.text != "false" {
		ps.add(n, "wrong-type", "expected true or false")
		return false
	}
	return n.text == "true"
}

// whole returns the value of a whole number from lo to hi in plain decimal digits.
func (ps *problems) whole(n *node, lo, hi int) (int, bool) {
	if n == nil {
		return 0, false
	}
	v, ok := decimal(n)
	switch {
	case n.kind != numberNode:
		ps.add(n, "wrong-type", "expected a whole number from %d to %d, found %s", lo, hi, n.found())
	case !ok:
		ps.add(n, "wrong-number", "expected a whole number from %d to %d in plain digits, such as %d", lo, hi, max(lo, min(8, hi)))
	case v < lo || v > hi:
		ps.add(n, "out-of-range", "out of range: expected a whole number from %d to %d", lo, hi)
	default:
		return v, true
	}
	return 0, false
}

// decimal reads the one accepted spelling of a whole number: 8, not 8.0, 08, +8 or 0x8.
// Numbers too large for any range come back as one that no range holds.
func decimal(n *node) (int, bool) {
	digits := strings.TrimPrefix(n.text, "-")
	if digits == "" || digits[0] == '0' && n.text != "0" {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	v, err := strconv.Atoi(n.text)
	if err != nil {
		return maxNumber + 1, true
	}
	return v, true
}

// maxNumber bounds every number in a pack, so that sums of weighted answers fit an int.
const maxNumber = 1_000_000

// ends returns the two items of a range [least, greatest].
func (ps *problems) ends(n *node) (least, greatest *node) {
	switch {
	case n == nil:
		return nil, nil
	case n.kind != listNode || len(n.items) != 2:
		ps.add(n, "wrong-type", "expected two numbers, [least, greatest]")
		return nil, nil
	}
	return n.items[0], n.items[1]
}

// pair returns the two ends of a range within lo and hi.
func (ps *problems) pair(n *node, lo, hi int) (p [2]int, ok bool) {
	least, greatest := ps.ends(n)
	a, okA := ps.whole(least, lo, hi)
	b, okB := ps.whole(greatest, lo, hi)
	if okA && okB && a > b {
		ps.add(n, "empty-range", "the range [%d, %d] holds nothing: the least comes first", a, b)
		return p, false
	}
	return [2]int{a, b}, okA && okB
}

// namesUpTo returns the names of the values of an enumeration from 0 to the last, by value.
func namesUpTo[T interface {
	~uint8
	String() string
}](last T) []string {
	names := make([]string, last+1)
	for v := range names {
		names[v] = T(v).String()
	}
	return names
}

// Where a name is empty the value cannot be written.
var (
	dispositionNames = namesUpTo(rules.Emergency)
	pressureNames    = namesUpTo(rules.Deep)
	certaintyNames   = namesUpTo(rules.Guideline)
	sourceTypeNames  = namesUpTo(rules.Custom)
	checkedNames     = namesUpTo(rules.Read)
	providerNames    = namesUpTo(rules.Physician)
	kindNames        = namesUpTo(rules.FreeText)
)

// oneOf returns the position of a scalar in a fixed list of words. Words that are empty are
// placeholders in the list and cannot be written.
func (ps *problems) oneOf(n *node, what string, words []string) (int, bool) {
	if n == nil {
		return 0, false
	}
	known := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	if n.kind != stringNode {
		ps.add(n, "wrong-type", "expected %s: one of %s", what, strings.Join(known, ", "))
		return 0, false
	}
	if i := slices.Index(words, n.text); i >= 0 && n.text != "" {
		return i, true
	}
	ps.add(n, "unknown-word", "unknown %s %s: expected one of %s%s", what, text.Quote(n.text), strings.Join(known, ", "), text.Hint(n.text, known))
	return 0, false
}
