package fhir

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"knead/engine"
	"knead/rules"
)

// TestRoundTrip turns random intakes into responses, alone and within a Bundle, and back.
func TestRoundTrip(t *testing.T) {
	for name, program := range map[string]*engine.Program{"backcare": backcare(t), "small": small(t)} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { roundTrip(t, program, drawIntake(t, program.Pack())) })
		})
	}
	t.Run("random packs", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			program, err := engine.Compile(drawPack(t))
			if err != nil {
				t.Skip(err)
			}
			roundTrip(t, program, drawIntake(t, program.Pack()))
		})
	})
}

func roundTrip(t *rapid.T, program *engine.Program, in *rules.Intake) {
	shape := rapid.SampledFrom([]Shape{Collection, Transaction, Document}).Draw(t, "shape")
	if shape.check(&in.Context) != nil {
		shape = Collection
	}
	names := rapid.SampledFrom([]Names{{}, {Base: "https://forms.example.org/fhir"}, {URL: "https://forms.example.org/Questionnaire/back"}}).Draw(t, "names")
	importer, w := NewImporter(program, names), Wording{Audience: rules.Patient, Names: names}
	bundle, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: shape, Report: "In words <1>\n", Wording: w})
	if err != nil {
		t.Fatal(err)
	}
	for _, resource := range []any{NewResponse(program, in, w), bundle} {
		var b bytes.Buffer
		if err := Write(&b, resource); err != nil {
			t.Fatal(err)
		}
		back, problems := importer.Import(b.Bytes(), "in.json")
		if errs := problems.Errors(); errs != nil {
			t.Fatalf("%v\nin:\n%s", errs, b.Bytes())
		}
		if diff := cmp.Diff(in, back, cmpopts.IgnoreFields(rules.Intake{}, "Pos")); diff != "" {
			t.Fatalf("the intake changed (-before +after):\n%s\nin:\n%s", diff, b.Bytes())
		}
		if names.Base != "" && bytes.Contains(b.Bytes(), []byte(DefaultBase)) {
			t.Fatalf("an address is not below the base:\n%s", b.Bytes())
		}
		for _, p := range problems {
			if p.Code != "missing" && p.Code != "unfinished" && p.Code != "other-version" {
				t.Fatalf("unexpected warning: %v", p)
			}
		}
	}
}

// TestSkipLogic holds enableWhen, read as FHIR reads it, to the engine: a question is
// shown exactly when it applies, or always where enableWhen cannot say when.
func TestSkipLogic(t *testing.T) {
	check := func(t *rapid.T, program *engine.Program) {
		p := program.Pack()
		in := drawIntake(t, p)
		for i := range p.Questions {
			if p.Questions[i].Kind == rules.FreeText {
				in.Answers[i] = rules.Answer{} // notes steer logic in ways no form can
			}
		}
		questionnaire, warnings := NewQuestionnaire(p, Wording{})
		form := newForm(p, questionnaire, in)
		applies := program.Applies(in)
		for i := range p.Questions {
			q := &p.Questions[i]
			shown := form.shown[q.ID] || form.shown[unsureLink(q)]
			loose := strings.Contains(strings.Join(warnings, "\n"), `question "`+q.ID+`"`)
			if shown != applies[i] && !(loose && shown) {
				t.Fatalf("question %q is shown: %v, applies: %v\ncondition: %s", q.ID, shown, applies[i], p.Words(q.AskIf))
			}
		}
	}
	for name, program := range map[string]*engine.Program{"backcare": backcare(t), "small": small(t)} {
		t.Run(name, func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { check(t, program) }) })
	}
	t.Run("random packs", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			if program, err := engine.Compile(drawPack(t)); err == nil {
				check(t, program)
			}
		})
	})
}

// form is a Questionnaire as a form program shows it to somebody who has given answers.
type form struct {
	answers map[string][]Answer
	shown   map[string]bool
}

func newForm(p *rules.Pack, q *Questionnaire, in *rules.Intake) *form {
	f := &form{answers: map[string][]Answer{}, shown: map[string]bool{}}
	b := responseBuilder{writer: newWriter(p, Wording{}), in: in}
	for i := range p.Questions {
		if in.Answers[i].State != rules.Unanswered {
			item := b.item(&p.Questions[i], in.Answers[i])
			f.answers[item.LinkID] = item.Answer
		}
	}
	f.walk(q.Item)
	return f
}

func (f *form) walk(items []Item) {
	for _, item := range items {
		if f.enabled(item) {
			f.shown[item.LinkID] = true
			f.walk(item.Item)
		}
	}
}

func (f *form) enabled(item Item) bool {
	if len(item.EnableWhen) == 0 {
		return true
	}
	any, all := false, true
	for _, when := range item.EnableWhen {
		holds := f.holds(when)
		any, all = any || holds, all && holds
	}
	if item.EnableBehavior == "any" {
		return any
	}
	return all
}

func (f *form) holds(when EnableWhen) bool {
	answers := f.answers[when.Question]
	if when.Operator == "exists" {
		return len(answers) > 0 == when.AnswerBoolean
	}
	for _, a := range answers {
		switch {
		case when.AnswerBoolean != nil && a.ValueBoolean != nil && *a.ValueBoolean == when.AnswerBoolean:
			return true
		case when.AnswerCoding != nil && a.ValueCoding != nil && when.AnswerCoding == any(Coding{System: a.ValueCoding.System, Code: a.ValueCoding.Code}):
			return true
		case when.AnswerInteger != nil && a.ValueInteger != nil:
			v, n := *a.ValueInteger, when.AnswerInteger.(int)
			if map[string]bool{"=": v == n, "<": v < n, "<=": v <= n, ">": v > n, ">=": v >= n}[when.Operator] {
				return true
			}
		}
	}
	return false
}

// TestEmbeddedPackIsSaidInFull holds the embedded pack to conditions that FHIR can say.
func TestEmbeddedPackIsSaidInFull(t *testing.T) {
	if _, warnings := NewQuestionnaire(backcare(t).Pack(), Wording{}); len(warnings) > 0 {
		t.Error(warnings)
	}
}
