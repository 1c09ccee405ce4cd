package packfile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// answer checks one answer against its question. What comes back is meaningless when there
// are problems. It serves YAML, JSON and CSV alike, so that all word problems the same.
func answer(ps *problems, q *rules.Question, n *node) rules.Answer {
	switch {
	case n.kind == nullNode:
		return rules.Answer{}
	case q.Kind == rules.FreeText:
		return answerText(ps, q, n)
	case n.is(rules.UnsureWord):
		return answerUnsure(ps, q, n)
	}
	switch q.Kind {
	case rules.Choice:
		return answerChoice(ps, q, n)
	case rules.Multi:
		return answerMulti(ps, q, n)
	case rules.Bool:
		return answerBool(ps, q, n)
	default:
		return answerInt(ps, q, n)
	}
}

// expected says what an answer to the question looks like.
func expected(q *rules.Question, s string) string {
	if q.Unsure {
		return "expected " + s + " or unsure"
	}
	return "expected " + s
}

// expectedRange says which numbers answer the question.
func expectedRange(q *rules.Question) string {
	return expected(q, fmt.Sprintf("a whole number from %d to %d", q.Min, q.Max))
}

func answerUnsure(ps *problems, q *rules.Question, n *node) rules.Answer {
	if !q.Unsure {
		ps.add(n, "unsure-not-allowed", "%q cannot be answered unsure", q.ID)
	}
	return rules.Answer{State: rules.Unsure}
}

func answerText(ps *problems, q *rules.Question, n *node) rules.Answer {
	switch {
	case n.kind == boolNode, n.kind == numberNode:
		ps.add(n, "wrong-type", "%q: expected text, found %s; put it in quotes", q.ID, n.found())
	case n.kind != stringNode:
		ps.add(n, "wrong-type", "%q: expected text, found %s", q.ID, n.found())
	case utf8.RuneCountInString(n.text) > q.Max:
		ps.add(n, "too-long", "%q: expected at most %d characters, found %d", q.ID, q.Max, utf8.RuneCountInString(n.text))
	case strings.TrimSpace(n.text) != "":
		return rules.Answer{State: rules.Answered, Text: n.text}
	}
	return rules.Answer{}
}

func answerBool(ps *problems, q *rules.Question, n *node) rules.Answer {
	if n.kind == boolNode {
		for i, word := range boolIDs() {
			if n.text == word {
				return rules.Answer{State: rules.Answered, Ticks: 1 << i}
			}
		}
	}
	expected := "expected true or false"
	if q.Unsure {
		expected = "expected true, false or unsure"
	}
	ps.add(n, "wrong-type", "%q: %s", q.ID, expected)
	return rules.Answer{}
}

func answerInt(ps *problems, q *rules.Question, n *node) rules.Answer {
	v, ok := decimal(n)
	switch {
	case n.kind != numberNode:
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expectedRange(q), n.found())
	case !ok:
		ps.add(n, "wrong-number", "%q: %s, in plain digits", q.ID, expectedRange(q))
	case v < q.Min || v > q.Max:
		ps.add(n, "out-of-range", "%q is out of range: %s", q.ID, expectedRange(q))
	default:
		return rules.Answer{State: rules.Answered, Int: v}
	}
	return rules.Answer{}
}

func answerChoice(ps *problems, q *rules.Question, n *node) rules.Answer {
	if n.kind != stringNode {
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expected(q, "one option"), n.found())
		return rules.Answer{}
	}
	i := option(ps, q, n)
	if i < 0 {
		return rules.Answer{}
	}
	return rules.Answer{State: rules.Answered, Ticks: 1 << i}
}

// option finds the option that a word names, or complains and returns -1.
func option(ps *problems, q *rules.Question, n *node) int {
	i := q.OptionIndex(n.text)
	if i < 0 {
		ps.add(n, "unknown-option", "%q has no %s", q.ID, rules.UnknownOption(n.text, accepted(q)))
	}
	return i
}

// accepted lists what may be said to a question that has options.
func accepted(q *rules.Question) []string {
	known := make([]string, 0, len(q.Options)+2)
	for _, o := range q.Options {
		known = append(known, o.ID)
	}
	if q.Kind == rules.Multi && !q.AtLeastOne {
		known = append(known, rules.NoneWord)
	}
	if q.Unsure {
		known = append(known, rules.UnsureWord)
	}
	return known
}

func answerMulti(ps *problems, q *rules.Question, n *node) rules.Answer {
	if n.is(rules.NoneWord) {
		return answerNone(ps, q, n)
	}
	if n.kind != listNode {
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expected(q, "a list of options such as ["+q.Options[0].ID+"]"), n.found())
		return rules.Answer{}
	}
	if len(n.items) == 0 || len(n.items) == 1 && n.items[0].is(rules.NoneWord) {
		return answerNone(ps, q, n)
	}
	a := rules.Answer{State: rules.Answered}
	first := len(*ps)
	for _, item := range n.items {
		ps.bounded(first, func(ps *problems) { tick(ps, q, &a, item) })
	}
	return a
}

// tick adds one item of a list to the answer.
func tick(ps *problems, q *rules.Question, a *rules.Answer, item *node) {
	switch {
	case item.kind != stringNode:
		ps.add(item, "wrong-type", "%q: expected an option in this list, found %s", q.ID, item.found())
	case item.is(rules.NoneWord):
		ps.add(item, "none-beside-option", "%q: none cannot stand beside other answers", q.ID)
	case item.is(rules.UnsureWord):
		if a.State == rules.Unsure {
			ps.add(item, "repeated-option", "%q: unsure stands twice", q.ID)
		}
		answerUnsure(ps, q, item)
		a.State = rules.Unsure
	default:
		i := option(ps, q, item)
		if i < 0 {
			return
		}
		if a.Ticks&(1<<i) != 0 {
			ps.add(item, "repeated-option", "%q: the option %q stands twice", q.ID, item.text)
		}
		a.Ticks |= 1 << i
	}
}

func answerNone(ps *problems, q *rules.Question, n *node) rules.Answer {
	if q.AtLeastOne {
		ps.add(n, "at-least-one", "%q: expected at least one option", q.ID)
	}
	return rules.Answer{State: rules.Answered}
}
