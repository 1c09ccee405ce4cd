package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	unsureWord = "unsure"
	noneWord   = "none"
)

// answer checks one answer against its question. What comes back is meaningless when there
// are problems. It serves YAML, JSON and CSV alike, so that all word problems the same.
func (q *Question) answer(ps *Problems, n *node) Answer {
	switch {
	case n.kind == nullNode:
		return Answer{}
	case q.Kind == FreeText:
		return q.answerText(ps, n)
	case n.is(unsureWord):
		return q.answerUnsure(ps, n)
	}
	switch q.Kind {
	case Choice:
		return q.answerChoice(ps, n)
	case Multi:
		return q.answerMulti(ps, n)
	case Bool:
		return q.answerBool(ps, n)
	default:
		return q.answerInt(ps, n)
	}
}

// expected says what an answer to the question looks like.
func (q *Question) expected(s string) string {
	if q.Unsure {
		return "expected " + s + " or unsure"
	}
	return "expected " + s
}

// expectedRange says which numbers answer the question.
func (q *Question) expectedRange() string {
	return q.expected(fmt.Sprintf("a whole number from %d to %d", q.Min, q.Max))
}

func (q *Question) answerUnsure(ps *Problems, n *node) Answer {
	if !q.Unsure {
		ps.add(n, "unsure-not-allowed", "%q cannot be answered unsure", q.ID)
	}
	return Answer{State: Unsure}
}

func (q *Question) answerText(ps *Problems, n *node) Answer {
	switch {
	case n.kind == boolNode, n.kind == numberNode:
		ps.add(n, "wrong-type", "%q: expected text, found %s; put it in quotes", q.ID, n.found())
	case n.kind != stringNode:
		ps.add(n, "wrong-type", "%q: expected text, found %s", q.ID, n.found())
	case utf8.RuneCountInString(n.text) > q.Max:
		ps.add(n, "too-long", "%q: expected at most %d characters, found %d", q.ID, q.Max, utf8.RuneCountInString(n.text))
	case strings.TrimSpace(n.text) != "":
		return Answer{State: Answered, Text: n.text}
	}
	return Answer{}
}

func (q *Question) answerBool(ps *Problems, n *node) Answer {
	if n.kind == boolNode {
		for i, word := range boolIDs() {
			if n.text == word {
				return Answer{State: Answered, Ticks: 1 << i}
			}
		}
	}
	expected := "expected true or false"
	if q.Unsure {
		expected = "expected true, false or unsure"
	}
	ps.add(n, "wrong-type", "%q: %s", q.ID, expected)
	return Answer{}
}

func (q *Question) answerInt(ps *Problems, n *node) Answer {
	v, ok := decimal(n)
	switch {
	case n.kind != numberNode:
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, q.expectedRange(), n.found())
	case !ok:
		ps.add(n, "wrong-number", "%q: %s, in plain digits", q.ID, q.expectedRange())
	case v < q.Min || v > q.Max:
		ps.add(n, "out-of-range", "%q is out of range: %s", q.ID, q.expectedRange())
	default:
		return Answer{State: Answered, Int: v}
	}
	return Answer{}
}

func (q *Question) answerChoice(ps *Problems, n *node) Answer {
	if n.kind != stringNode {
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, q.expected("one option"), n.found())
		return Answer{}
	}
	i := q.option(ps, n)
	if i < 0 {
		return Answer{}
	}
	return Answer{State: Answered, Ticks: 1 << i}
}

// option finds the option that a word names, or complains and returns -1.
func (q *Question) option(ps *Problems, n *node) int {
	i := q.OptionIndex(n.text)
	if i < 0 {
		ps.add(n, "unknown-option", "%q has no %s", q.ID, UnknownOption(n.text, q.words()))
	}
	return i
}

// words lists what may be said to a question that has options.
func (q *Question) words() []string {
	known := make([]string, 0, len(q.Options)+2)
	for _, o := range q.Options {
		known = append(known, o.ID)
	}
	if q.Kind == Multi && !q.AtLeastOne {
		known = append(known, noneWord)
	}
	if q.Unsure {
		known = append(known, unsureWord)
	}
	return known
}

func (q *Question) answerMulti(ps *Problems, n *node) Answer {
	if n.is(noneWord) {
		return q.answerNone(ps, n)
	}
	if n.kind != listNode {
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, q.expected("a list of options such as ["+q.Options[0].ID+"]"), n.found())
		return Answer{}
	}
	if len(n.items) == 0 || len(n.items) == 1 && n.items[0].is(noneWord) {
		return q.answerNone(ps, n)
	}
	a := Answer{State: Answered}
	first := len(*ps)
	for _, item := range n.items {
		ps.bounded(first, func(ps *Problems) { q.tick(ps, &a, item) })
	}
	return a
}

// tick adds one item of a list to the answer.
func (q *Question) tick(ps *Problems, a *Answer, item *node) {
	switch {
	case item.kind != stringNode:
		ps.add(item, "wrong-type", "%q: expected an option in this list, found %s", q.ID, item.found())
	case item.is(noneWord):
		ps.add(item, "none-beside-option", "%q: none cannot stand beside other answers", q.ID)
	case item.is(unsureWord):
		if a.State == Unsure {
			ps.add(item, "repeated-option", "%q: unsure stands twice", q.ID)
		}
		q.answerUnsure(ps, item)
		a.State = Unsure
	default:
		i := q.option(ps, item)
		if i < 0 {
			return
		}
		if a.Ticks&(1<<i) != 0 {
			ps.add(item, "repeated-option", "%q: the option %q stands twice", q.ID, item.text)
		}
		a.Ticks |= 1 << i
	}
}

func (q *Question) answerNone(ps *Problems, n *node) Answer {
	if q.AtLeastOne {
		ps.add(n, "at-least-one", "%q: expected at least one option", q.ID)
	}
	return Answer{State: Answered}
}
