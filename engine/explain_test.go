package engine_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// TestExplainAgreesWithResult holds explanations of many people to their results.
func TestExplainAgreesWithResult(t *testing.T) {
	program, next := embeddedPeople(t)
	for range 60 {
		in := next()
		v := engine.Voice{Audience: rules.Patient}
		checkExplanation(t, program, in, program.Eval(in, v), program.Explain(in, v))
	}
}

func checkExplanation(t *testing.T, program *engine.Program, in *rules.Intake, r *engine.Result, e *engine.Explanation) {
	t.Helper()
	if path := nilSlice(reflect.ValueOf(*e), "explanation"); path != "" {
		t.Errorf("%s is null", path)
	}
	var actions, decided []string
	for _, a := range r.Actions {
		if a.Rule != "incomplete" {
			actions = append(actions, a.Rule+" "+a.Disposition)
		}
	}
	for _, d := range slices.Concat(e.Decided, e.Outranked) {
		decided = append(decided, d.Rule+" "+d.Disposition)
	}
	var shown, held []string
	var shownCases, heldCases []string
	for _, a := range r.Therapies {
		shown = append(shown, a.ID)
	}
	for _, w := range r.Withheld {
		held = append(held, w.ID)
	}
	for _, c := range e.Therapies {
		sum := 0
		for _, a := range c.For {
			sum += a.Score
		}
		if sum != c.Score {
			t.Errorf("%s: score %d, its arguments make %d", c.ID, c.Score, sum)
		}
		switch c.Verdict {
		case engine.VerdictShown:
			shownCases = append(shownCases, c.ID)
		case engine.VerdictWithheld:
			heldCases = append(heldCases, c.ID)
			if len(c.Against) == 0 {
				t.Errorf("%s is withheld and nothing speaks against it", c.ID)
			}
		}
	}
	want := [][]string{actions, shown, held}
	if diff := cmp.Diff(want, [][]string{decided, shownCases, heldCases}); diff != "" {
		t.Errorf("explanation differs from result (-result +explanation):\n%s\n%s", diff, printIntake(program.Pack(), in))
	}
	if d := r.Disposition; d != "proceed" && d != "clearance" && (len(e.Therapies) > 0 || len(e.Now.Therapies) > 0 || namesTherapy(e)) {
		t.Errorf("an explanation of %q names a therapy", d)
	}
}

// namesTherapy reports whether an outcome of a change or an open question does.
func namesTherapy(e *engine.Explanation) bool {
	for _, o := range e.WhatIf.Outcomes {
		if o.Therapy != "" {
			return true
		}
	}
	for _, q := range e.Open {
		for _, o := range q.Outcomes {
			if len(o.Therapies) > 0 {
				return true
			}
		}
	}
	return false
}

// nilSlice returns the path of a slice that JSON would write as null, but for those that
// are left out.
func nilSlice(v reflect.Value, path string) string {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if v.Type() == reflect.TypeFor[engine.Value]() {
				continue
			}
			if p := nilSlice(v.Field(i), path+"."+field.Name); p != "" {
				return p
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return path
		}
		for i := range v.Len() {
			if p := nilSlice(v.Index(i), path); p != "" {
				return p
			}
		}
	}
	return ""
}

// TestOpenQuestions confirms what is said about each answer to an open question by
// evaluating it.
func TestOpenQuestions(t *testing.T) {
	program, next := embeddedPeople(t)
	p := program.Pack()
	confirmed := 0
	for range 60 {
		in := next()
		now := program.Decide(in)
		last := 5
		for _, q := range program.OpenQuestions(in) {
			rank := slices.Index([]string{"nothing", "advice", "dose", "therapies", "disposition"}, q.Affects)
			if rank > last {
				t.Errorf("%s affects %s and comes after lesser ones", q.Question, q.Affects)
			}
			last = rank
			for _, o := range q.Outcomes {
				for _, v := range o.Answers {
					for _, a := range answersOf(p, in, q.Question, v) {
						d := program.Decide(a)
						if d.Disposition.String() != o.Disposition || len(o.Missing) != blanks(p, d) || now.Disposition.CarriesTherapies() && len(d.Therapies) != len(o.Therapies) {
							t.Fatalf("%s = %+v gives %s and %d therapies, not %+v", q.Question, v, d.Disposition, len(d.Therapies), o)
						}
						confirmed++
					}
				}
			}
		}
	}
	t.Logf("%d answers confirmed", confirmed)
}

// blanks counts the answers that are missing from an incomplete decision.
func blanks(p *rules.Pack, d *engine.Decision) (n int) {
	for _, m := range d.Missing {
		if d.Disposition == rules.Incomplete && m.State == engine.MissingUnanswered && p.Questions[m.Question].Required {
			n++
		}
	}
	return n
}

// answersOf returns the intake with an open question answered.
func answersOf(p *rules.Pack, in *rules.Intake, question string, v engine.Value) (answered []*rules.Intake) {
	q := p.QuestionIndex(question)
	add := func(a rules.Answer) {
		changed := *in
		changed.Answers = slices.Clone(in.Answers)
		changed.Answers[q] = a
		answered = append(answered, &changed)
	}
	if v.Range != nil {
		for n := v.Range[0]; n <= v.Range[1]; n++ {
			add(rules.Answer{State: rules.Answered, Int: n})
		}
		return answered
	}
	a := rules.Answer{State: rules.Answered}
	if p.Questions[q].Kind == rules.Multi {
		a.Ticks = in.Answers[q].Ticks
	}
	for _, id := range v.Options {
		a.Ticks |= 1 << p.Questions[q].OptionIndex(id)
	}
	add(a)
	return answered
}

// TestExplanationIsJSON shows that an explanation survives being written and read.
func TestExplanationIsJSON(t *testing.T) {
	program, next := embeddedPeople(t)
	want := program.Explain(next(), engine.Voice{})
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got := &engine.Explanation{}
	if err := json.Unmarshal(data, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
