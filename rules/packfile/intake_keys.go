package packfile

import (
	"fmt"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// intakeKeys are the keys of an intake that are no questions.
var intakeKeys = []string{"id", "date", "pack", "context", "confirmed", "skipped", "screened"}

// ParseContext reads a cell with a context into the intake, as "key=value" separated by ";".
func ParseContext(in *rules.Intake, cell string) *rules.Problem {
	n := &node{kind: mapNode, field: "context"}
	for part := range strings.SplitSeq(cell, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n.get(key) != nil {
			return &rules.Problem{Field: "context", Code: "duplicate-key", Message: fmt.Sprintf("the key %s stands twice", text.Quote(key))}
		}
		n.entries = append(n.entries, entry{key: key, value: &node{kind: stringNode, field: "context", text: value}})
	}
	var ps problems
	if ps.context(in, n); len(ps) > 0 {
		ps[0].Field = "context"
		return &ps[0]
	}
	return nil
}

// context reads where the intake comes from. A moment gives the date, if none is given.
func (ps *problems) context(in *rules.Intake, n *node) {
	if n == nil || n.kind == nullNode {
		return
	}
	r := ps.mapping(n, "a context")
	for i := range rules.ContextFields {
		f := &rules.ContextFields[i]
		value := r.get(f.Key)
		switch {
		case value == nil, value.kind == nullNode:
		case value.kind != stringNode || !f.Valid(value.text):
			ps.add(value, "bad-context", "expected %s, in at most %d bytes", f.Expected, rules.MaxContextLength)
		default:
			*f.Of(&in.Context) = value.text
		}
	}
	r.finish()
	if day, _, given := strings.Cut(in.Context.Authored, "T"); given && in.Date == "" {
		in.Date = day
	} else if given && day != in.Date {
		ps.add(n, "other-date", "it was authored on another day than the intake's date")
	}
}

// VoidConfirmed is the code of the warning that what was asked again is void, and VoidMessage
// says it.
const (
	VoidConfirmed = "void-confirmed"
	VoidMessage   = "what was confirmed is void on a return visit: the notes count, so ask again what they speak against"
)

// Void takes back what an intake confirms if the person comes back, and reports whether it did.
func Void(p *rules.Pack, in *rules.Intake) bool {
	if len(in.Confirmed) == 0 || !p.Returns(in.Answers) {
		return false
	}
	in.Confirmed = nil
	return true
}

// questions reads the ids of questions that were asked again, as the field of the node says, or
// not asked: only what has an answer can be the first, and what needs none the second.
func (ps *problems) questions(n *node, p *rules.Pack, answered func(q int) bool) (questions []int) {
	if n.kind != listNode {
		ps.add(n, "wrong-type", "expected a list of questions, such as [medicines], found %s", n.found())
		return nil
	}
	for _, item := range n.items {
		q := p.QuestionIndex(item.text)
		switch {
		case item.kind != stringNode:
			ps.add(item, "wrong-type", "expected the id of a question, found %s", item.found())
		case q < 0:
			ps.add(item, "unknown-question", "unknown question %s%s", text.Quote(item.text), text.Hint(item.text, p.QuestionIDs()))
		case slices.Contains(questions, q):
			ps.add(item, "repeated-question", "question %q stands twice", item.text)
		case n.field == skippedField && answered(q):
			ps.add(item, "answered", "question %q has an answer, so it was not skipped", item.text)
		case n.field == skippedField && !p.Questions[q].Skippable():
			ps.add(item, "not-skippable", "question %q has to be asked", item.text)
		case n.field != skippedField && p.Questions[q].Kind.IsText():
			ps.add(item, "not-confirmable", "question %q takes text, which no notes speak against: only the answers to other questions are confirmed", item.text)
		case n.field != skippedField && !answered(q):
			ps.add(item, "not-answered", "question %q has no answer that could be confirmed", item.text)
		default:
			questions = append(questions, q)
		}
	}
	slices.Sort(questions)
	return questions
}

const skippedField = "skipped"

// ParseQuestions reads a cell of the field "confirmed" or "skipped": ids of questions, separated
// by ";"; answered says which questions have an answer.
func ParseQuestions(p *rules.Pack, field, cell string, answered func(q int) bool) ([]int, *rules.Problem) {
	n := &node{kind: listNode, field: field}
	for part := range strings.SplitSeq(cell, ";") {
		n.items = append(n.items, &node{kind: stringNode, field: field, text: strings.TrimSpace(part)})
	}
	var ps problems
	questions := ps.questions(n, p, answered)
	if len(ps) > 0 {
		return nil, &ps[0]
	}
	return questions, nil
}

func (ip *intakeParser) id(n *node) *string {
	number := ip.format != YAML && n != nil && n.kind == numberNode && !strings.ContainsAny(n.text, ".eE")
	switch {
	case n == nil, n.kind == nullNode:
	case n.kind != stringNode && !number:
		ip.add(n, "wrong-type", "expected text as id, found %s", n.foundNoText("it"))
	case len(n.text) > rules.MaxIntakeIDLength:
		ip.add(n, "too-long", "the id is longer than %d bytes", rules.MaxIntakeIDLength)
	default:
		id := n.text
		return &id
	}
	return nil
}

// NeverAsked is the code of the warning that an intake was asked with a version of the pack
// whose lists were shorter.
const NeverAsked = "never-asked"

// packName checks the name of the pack that the intake was asked with.
func (ip *intakeParser) packName(n *node) string {
	if n == nil || n.kind == nullNode {
		return ""
	}
	name, version, spaced := strings.Cut(n.text, " ")
	if name == ip.pack.Name && (version == ip.pack.Version || !spaced) {
		return n.text
	}
	switch {
	case n.kind != stringNode || !idFormat.MatchString(name) || spaced && !rules.IsVersion(version):
		ip.add(n, "bad-pack", "expected the name and version of a pack, such as \"%s %s\"", ip.pack.Name, ip.pack.Version)
	case name != ip.pack.Name:
		ip.add(n, "other-pack", "this intake was asked with the pack %s, but the pack in use is %q", text.Quote(name), ip.pack.Name)
	case version != "" && version != ip.pack.Version:
		ip.add(n, "other-version", "this intake was asked with version %s of the pack, now in use is %s", version, ip.pack.Version).Warning = true
	}
	return n.text
}
