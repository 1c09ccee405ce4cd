package packfile

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// readable returns what can be read of a bad intake, or nil when that is nothing. Repeated
// keys are joined and answers in a wrong place count. An answer to an unknown question is not
// read; the question that it may mean is unsure unless it has an answer. When the answers are
// not read to their end, every question without one is unsure.
func (ip *intakeParser) readable(root *node) *rules.Intake {
	in := rules.NewIntake(ip.pack)
	var ignored problems // which are named elsewhere
	found := false       // there are answers, or none were given
	said := false        // one can be read
	var meant []int      // by unknown names
	next := 0            // questions mostly stand in the pack's order
	read := func(e *entry) {
		q := questionFrom(ip.pack.Questions, next, e.key)
		if q < 0 {
			if q = ip.pack.QuestionIndex(ip.nearest(e.key)); q >= 0 {
				meant = append(meant, q)
			}
			return
		}
		next = q + 1
		a := answer(&ignored, &ip.pack.Questions[q], e.value)
		said = said || a.State == rules.Answered || a.Ticks != 0 || e.value.is(rules.UnsureWord)
		in.Answers[q] = ip.pack.Questions[q].Joined(in.Answers[q], a)
		found = true
	}
	root.mend("answers")
	whole, torn := false, false // of the answers
	for e := range root.all() {
		switch {
		case e.key != "answers":
			read(e)
		case e.value.kind == nullNode:
			found, whole = true, true
		case e.value.kind == mapNode:
			found, whole, torn = true, true, torn || e.value.torn || e.value.refused
			for below := range e.value.all() {
				read(below)
			}
		}
	}
	torn = torn || root.torn && !whole
	if !found || torn && !said {
		return nil
	}
	for q := range in.Answers {
		if (torn || slices.Contains(meant, q)) && in.Answers[q].State == rules.Unanswered {
			in.Answers[q].State = rules.Unsure
		}
	}
	return in
}

// all yields the entries of a mapping and those whose keys are repeated.
func (n *node) all() func(yield func(*entry) bool) {
	return func(yield func(*entry) bool) {
		for _, entries := range [][]entry{n.entries, n.repeated} {
			for i := range entries {
				if !yield(&entries[i]) {
					return
				}
			}
		}
	}
}

// together returns one mapping that holds what the mappings of a list do.
func together(list *node) *node {
	all := &node{kind: mapNode, pos: list.pos, torn: true}
	for _, item := range list.items {
		for e := range item.all() {
			all.repeated = append(all.repeated, *e)
		}
	}
	return all
}

// legible replaces what does not belong into a text file.
func legible(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune("\n\t\r", r) || r >= 0x7f && r < 0xa0 {
			return utf8.RuneError
		}
		return r
	}, data)
}

// yamlBegin returns the document that begins behind so many others and cannot be read to its
// end, as far as the lines before that line go; nil when they hold nothing.
func yamlBegin(data []byte, before, line int) *node {
	lines := slices.Collect(bytes.Lines(data))
	data = bytes.Join(lines[:min(max(line-1, 0), len(lines))], nil)
	var last *node
	for root, found := range yamlDocuments(data, "") {
		if before--; before < 0 && root != nil && len(found.errors()) == 0 {
			last = root
		}
	}
	if last == nil || last.kind != mapNode {
		return nil
	}
	for n := last; n.kind == mapNode; {
		if n.torn = true; len(n.entries) == 0 {
			break
		}
		n = n.entries[len(n.entries)-1].value
		n.breakOff()
	}
	return last
}
