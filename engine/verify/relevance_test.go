package verify

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// TestSkippedQuestionsChangeNothing asks every person of tiny packs all questions, and only those
// of which [engine.Program.Matters] says that some answer may change the result. Both are told the
// same.
func TestSkippedQuestionsChangeNothing(t *testing.T) {
	t.Parallel()
	people, skipped := 0, 0
	for seed := range uint64(80) {
		program := tinyProgram(seed)
		if program == nil {
			continue
		}
		for i := range program.Pack().Questions {
			q := &program.Pack().Questions[i]
			q.Advice = !q.Required && seed%2 == 0
		}
		everybody(program.Pack(), func(want *rules.Intake) bool {
			people++
			all, some := interviewed(program, want, false), interviewed(program, want, true)
			if skipped += len(some.Skipped); len(some.Skipped) == 0 {
				return true
			}
			if d := cmp.Diff(told(program, all), told(program, some)); d != "" {
				t.Errorf("seed %d: skipping %v changes what is told to %v (-all +some):\n%s", seed, some.Skipped, want.Answers, d)
				return false
			}
			return true
		})
	}
	if skipped == 0 {
		t.Error("nothing is ever skipped")
	}
	t.Logf("%d people, %d questions skipped", people, skipped)
}

// interviewed is the intake of an interview that asks in the pack's order what applies and is answered as
// wanted; it leaves out what does not matter if it skips.
func interviewed(program *engine.Program, want *rules.Intake, skips bool) *rules.Intake {
	p := program.Pack()
	in, seen := rules.NewIntake(p), make([]bool, len(p.Questions))
	for {
		live, open, next := program.Applies(in), make([]bool, len(seen)), -1
		for q := range open {
			open[q] = live[q] && !seen[q]
		}
		matters := open
		if skips {
			matters = program.Matters(in, open)
		}
		in.Skipped = nil
		for q := range open {
			switch {
			case !open[q]:
			case !matters[q] && p.Questions[q].Skippable():
				in.Skipped = append(in.Skipped, q)
			case next < 0:
				next = q
			}
		}
		if next < 0 {
			for q := range in.Answers {
				if !live[q] {
					in.Answers[q] = rules.Answer{}
				}
			}
			return in
		}
		in.Answers[next], seen[next] = want.Answers[next], true
	}
}

// told is what a result says beside which answers are missing.
func told(program *engine.Program, in *rules.Intake) engine.Result {
	r := program.Eval(in, engine.Voice{})
	return engine.Result{Disposition: r.Disposition, Actions: r.Actions, Therapies: r.Therapies, Plan: r.Plan, Care: r.Care,
		Cautions: r.Cautions, Avoid: r.Avoid, Withheld: r.Withheld}
}
