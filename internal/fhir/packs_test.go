package fhir

import (
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func backcare(t testing.TB) *engine.Program {
	t.Helper()
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, p)
}

func small(t testing.TB) *engine.Program {
	t.Helper()
	p, problems := packfile.Parse(os.DirFS("../../rules/packfile/testdata/small"))
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	return compile(t, p)
}

func compile(t testing.TB, p *rules.Pack) *engine.Program {
	t.Helper()
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// drawPack makes up a pack with questions of every kind, each asked under a random
// condition on the questions before it.
func drawPack(t *rapid.T) *rules.Pack {
	p := &rules.Pack{Name: "made_up", Version: "0.1.0", SessionsDone: -1, Regions: []rules.Region{{ID: "default"}}}
	p.Sections = []rules.Section{{ID: "first", Title: said("First")}, {ID: "second", Title: said("Second"), Intro: said("Intro")}}
	n := rapid.IntRange(2, 8).Draw(t, "questions")
	for i := range n {
		q := rules.Question{
			ID: fmt.Sprintf("q_%d", i), Section: rapid.IntRange(0, 1).Draw(t, "section"), Kind: rules.Kind(rapid.IntRange(0, 4).Draw(t, "kind")),
			Required: rapid.Bool().Draw(t, "required"), Unsure: rapid.Bool().Draw(t, "unsure"), Ask: said("Ask?"), Help: said("Help"),
		}
		switch q.Kind {
		case rules.Bool:
			q.Options = []rules.Option{{ID: "false", Label: said("No")}, {ID: "true", Label: said("Yes")}}
		case rules.Int:
			q.Min, q.Max = -2, 5
		case rules.FreeText:
			q.Unsure, q.Max = false, 60
		case rules.Multi:
			q.AtLeastOne = rapid.Bool().Draw(t, "at least one")
			fallthrough
		default:
			for k := range rapid.IntRange(1, 4).Draw(t, "options") {
				q.Options = append(q.Options, rules.Option{ID: fmt.Sprintf("o_%d", k), Label: said("Option")})
			}
		}
		p.Questions = append(p.Questions, q)
	}
	areas := rules.Question{ID: "areas", Kind: rules.Multi, Unsure: true, Ask: said("Where?"), Options: []rules.Option{{ID: "neck", Label: said("Neck")}}}
	p.Questions = append(p.Questions, areas)
	p.Areas = n
	for i := 1; i < n; i++ {
		if rapid.IntRange(0, 3).Draw(t, "always asked") > 0 {
			p.Questions[i].AskIf = drawCondition(t, p, i, 2)
		}
	}
	return p
}

func said(s string) rules.Text { return rules.Text{Patient: s, Practitioner: s} }

// drawCondition makes up a condition on the first n questions.
func drawCondition(t *rapid.T, p *rules.Pack, n, depth int) *rules.Condition {
	op := rules.Op(rapid.IntRange(int(rules.All), int(rules.AtLeast)).Draw(t, "op"))
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		return drawAtom(t, p, n)
	}
	c := &rules.Condition{Op: op, Derived: -1}
	size := rapid.IntRange(1, 3).Draw(t, "size")
	if op == rules.Not {
		size = 1
	}
	for range size {
		c.Of = append(c.Of, drawCondition(t, p, n, depth-1))
	}
	c.N = rapid.IntRange(1, size).Draw(t, "n")
	return c
}

func drawAtom(t *rapid.T, p *rules.Pack, n int) *rules.Condition {
	i := rapid.IntRange(0, n-1).Draw(t, "question")
	q := &p.Questions[i]
	c := &rules.Condition{Op: rules.OneOf, Question: i, Derived: -1}
	switch q.Kind {
	case rules.FreeText:
		return &rules.Condition{Op: rules.Always, Derived: -1}
	case rules.Int:
		c.Op = rules.Compare
		c.Min = rapid.IntRange(q.Min, q.Max).Draw(t, "min")
		c.Max = rapid.IntRange(c.Min, q.Max).Draw(t, "max")
	default:
		c.Options = rapid.Uint64Range(1, 1<<len(q.Options)-1).Draw(t, "options")
	}
	return c
}

func drawIntake(t *rapid.T, p *rules.Pack) *rules.Intake {
	in := rules.NewIntake(p)
	if rapid.Bool().Draw(t, "has id") {
		id := rapid.StringN(0, 30, 128).Draw(t, "id")
		in.ID = &id
	}
	in.Date = rapid.SampledFrom([]string{"", "2026-03-09", "2024-02-29"}).Draw(t, "date")
	in.Pack = rapid.SampledFrom([]string{"", p.Name, p.Name + " " + p.Version, p.Name + " 9.9.9-x.1"}).Draw(t, "pack")
	in.Context = rapid.SampledFrom([]rules.Context{{}, {Subject: "Patient/123", Encounter: "Encounter/a-1", Author: "Practitioner/7"}, {
		Subject: "https://ehr.example.org/fhir/Patient/1/_history/2", Author: "Patient/1", Source: "Patient?identifier=https://ids.example.org|a%20%7C%C3%A4", Identifier: "https://ids.example.org|x y|#z",
	}, {Subject: "Patient?identifier=https://ids.example.org|a%2Cb%5C%24%7C%5C%2C"}, {Subject: "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8", Author: "Organization/o", Identifier: "alone"}}).Draw(t, "context")
	if in.Date != "" && rapid.Bool().Draw(t, "authored") {
		in.Context.Authored = in.Date + "T23:10:00.5+05:30"
	}
	for i := range p.Questions {
		in.Answers[i] = drawAnswer(t, &p.Questions[i])
		if in.Answers[i].State != rules.Unanswered && !p.Questions[i].Kind.IsText() && rapid.IntRange(0, 4).Draw(t, "confirmed") == 0 {
			in.Confirmed = append(in.Confirmed, i)
		}
	}
	packfile.Void(p, in)
	for i := range p.Questions {
		if p.Questions[i].Skippable() && !in.Answered(i) && rapid.Bool().Draw(t, "skipped") {
			in.Skipped = append(in.Skipped, i)
		}
	}
	in.Screened = rapid.Bool().Draw(t, "screened")
	return in
}

func drawAnswer(t *rapid.T, q *rules.Question) rules.Answer {
	state := rules.State(rapid.IntRange(0, 2).Draw(t, "state"))
	if state == rules.Unsure && !q.Unsure {
		state = rules.Answered
	}
	a := rules.Answer{State: state}
	if state == rules.Unanswered || state == rules.Unsure && q.Kind != rules.Multi {
		return a
	}
	switch q.Kind {
	case rules.Multi:
		a.Ticks = rapid.Uint64Range(0, uint64(1)<<len(q.Options)-1).Draw(t, "ticks")
		if a.Ticks == 0 && q.AtLeastOne && state == rules.Answered {
			a.Ticks = 1
		}
	case rules.Choice, rules.Bool:
		a.Ticks = 1 << rapid.IntRange(0, len(q.Options)-1).Draw(t, "option")
	case rules.Int:
		a.Int = rapid.IntRange(q.Min, q.Max).Draw(t, "int")
	case rules.FreeText:
		a.Text = rapid.SampledFrom([]string{"x", " x", "\x01x", "x\n", "unsure", "none;x"}).Draw(t, "start") + rapid.StringN(0, 40, -1).Draw(t, "text")
	}
	return a
}
