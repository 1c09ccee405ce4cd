package packfile

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// ParseCell reads the answer to one question from a cell of a table: empty is
// "unanswered", the options of a Multi are separated by ";", "none" is a Multi without
// ticks, and "unsure" is unsure. A problem carries no place but the question as its Field;
// the answer is then unsure, with what could be read of it ticked.
func ParseCell(q *rules.Question, cell string) (rules.Answer, *rules.Problem) {
	if strings.TrimSpace(cell) == "" {
		return rules.Answer{}, nil
	}
	var ps problems
	a := answer(&ps, q, cellNode(q, cell))
	if len(ps) > 0 {
		return a, &ps[0]
	}
	return a, nil
}

// cellNode gives a cell the shape that the same answer has in a file.
func cellNode(q *rules.Question, cell string) *node {
	n := &node{kind: stringNode, field: q.ID, text: cell}
	if q.Kind.IsText() {
		return n
	}
	n.text = strings.TrimSpace(cell)
	switch {
	case q.Kind.Many() && n.text != rules.UnsureWord && n.text != rules.NoneWord:
		n.kind = listNode
		for part := range strings.SplitSeq(cell, ";") {
			n.items = append(n.items, &node{kind: stringNode, field: q.ID, text: strings.TrimSpace(part)})
		}
	case q.Kind == rules.Bool && (n.text == "true" || n.text == "false"):
		n.kind = boolNode
	case q.Kind.IsNumber():
		if _, err := strconv.ParseFloat(n.text, 64); err == nil {
			n.kind = numberNode
		}
	}
	return n
}

// answer checks one answer against its question. One with problems is doubted. YAML, JSON
// and CSV use it alike, so that a problem has the same words in all.
func answer(ps *problems, q *rules.Question, n *node) (a rules.Answer) {
	before := len(*ps)
	switch {
	case n.kind == nullNode:
		if q.Kind.IsText() {
			ps.uncut(n)
		}
		return a
	case n.is(rules.UnsureWord) && !q.Kind.IsText():
		a = answerUnsure(ps, q, n)
	default:
		a = answerOf[q.Kind](ps, q, n)
	}
	if (*ps)[before:].errors() != nil || n.broken() {
		a = q.Doubted(a)
	}
	return a
}

// answerOf reads the answers to each type of question, unsure excepted.
var answerOf = [...]func(*problems, *rules.Question, *node) rules.Answer{
	rules.Choice:   answerChoice,
	rules.Multi:    answerMulti,
	rules.Bool:     answerBool,
	rules.Int:      answerInt,
	rules.FreeText: answerText,
}

// expected says what an answer to the question looks like.
func expected(q *rules.Question, s string) string {
	if q.Unsure {
		s += " or unsure"
	}
	return "expected " + s
}

func answerUnsure(ps *problems, q *rules.Question, n *node) rules.Answer {
	if !q.Unsure {
		ps.add(n, "unsure-not-allowed", "%q cannot be answered unsure", q.ID)
	}
	return rules.Answer{State: rules.Unsure}
}

func answerText(ps *problems, q *rules.Question, n *node) rules.Answer {
	ps.uncut(n)
	switch {
	case n.kind != stringNode:
		ps.add(n, "wrong-type", "%q: expected text, found %s", q.ID, n.foundNoText("it"))
		return rules.Answer{Text: n.words()}
	case utf8.RuneCountInString(n.text) > q.Max:
		ps.add(n, "too-long", "%q: expected at most %d characters, found %d", q.ID, q.Max, utf8.RuneCountInString(n.text))
		return rules.Answer{Text: n.text}
	case strings.TrimSpace(n.text) != "":
		return rules.Answer{State: rules.Answered, Text: n.text}
	}
	return rules.Answer{}
}

func answerBool(ps *problems, q *rules.Question, n *node) rules.Answer {
	if i := q.OptionIndex(n.text); i >= 0 && n.kind == boolNode {
		return rules.Answer{State: rules.Answered, Ticks: 1 << i}
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
	if n.kind == numberNode && ok && v >= q.Min && v <= q.Max {
		return rules.Answer{State: rules.Answered, Int: v}
	}
	expected := expected(q, fmt.Sprintf("a whole number from %d to %d", q.Min, q.Max))
	switch {
	case n.kind != numberNode:
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expected, n.found())
	case !ok:
		ps.add(n, "wrong-number", "%q: %s, in plain digits", q.ID, expected)
	default:
		ps.add(n, "out-of-range", "%q is out of range: %s", q.ID, expected)
	}
	return rules.Answer{}
}

func answerChoice(ps *problems, q *rules.Question, n *node) rules.Answer {
	if n.kind != stringNode {
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expected(q, "one option"), n.found())
		return rules.Answer{}
	}
	if i := option(ps, q, n); i >= 0 {
		return rules.Answer{State: rules.Answered, Ticks: 1 << i}
	}
	return rules.Answer{}
}

// option finds the option that a word names, or complains and returns -1.
func option(ps *problems, q *rules.Question, n *node) int {
	i := q.OptionIndex(n.text)
	if i < 0 {
		ps.add(n, "unknown-option", "%q has no %s", q.ID, rules.UnknownOption(n.text, q.AnswerWords()))
	}
	return i
}

func answerMulti(ps *problems, q *rules.Question, n *node) rules.Answer {
	switch {
	case n.is(rules.NoneWord), n.kind == listNode && (len(n.items) == 0 || len(n.items) == 1 && n.items[0].is(rules.NoneWord)):
		if q.AtLeastOne {
			ps.add(n, "at-least-one", "%q: expected at least one option", q.ID)
		}
		return rules.Answer{State: rules.Answered}
	case n.kind != listNode:
		ps.add(n, "wrong-type", "%q: %s, found %s", q.ID, expected(q, "a list of options such as ["+q.Options[0].ID+"]"), n.found())
		return rules.Answer{Ticks: ticksIn(q, n)}
	}
	a, first := rules.Answer{State: rules.Answered}, len(*ps)
	for _, item := range n.items {
		before := len(*ps)
		tick(ps, q, &a, item)
		if before-first >= maxApart {
			ps.join(before)
		}
	}
	return a
}

// ticksIn returns the options that a text names which ought to be a list.
func ticksIn(q *rules.Question, n *node) (ticks uint64) {
	for word := range strings.FieldsFuncSeq(n.text, func(r rune) bool { return strings.ContainsRune(",;|", r) }) {
		if i := q.OptionIndex(strings.TrimSpace(word)); i >= 0 && n.kind == stringNode {
			ticks |= 1 << i
		}
	}
	return ticks
}

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
		a.State = answerUnsure(ps, q, item).State
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
