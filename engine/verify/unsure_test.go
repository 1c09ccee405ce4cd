package verify

import (
	"testing"

	"knead/rules"
)

// TestAcceptedHarmHidesNoOther accepts one kind of harm of not knowing an answer in random
// tiny packs, and compares what is left with what comes out when every intake is tried.
func TestAcceptedHarmHidesNoOther(t *testing.T) {
	tried, left := 0, 0
	for seed := uint64(1); tried < *tinyPacks/10; seed++ {
		program := tinyProgram(seed)
		if program == nil || tinySize(program.Pack()) > 500 {
			continue
		}
		tried++
		p, h := program.Pack(), seed%4
		want := map[string]bool{}
		a := &audit{Model: &Model{program: program, pack: p}}
		for q := range p.Questions {
			id := p.Questions[q].ID
			p.Accepted = append(p.Accepted, rules.Accepted{Property: unknownNeverSafer, Subject: id + "." + harmNames[h]},
				rules.Accepted{Property: unknownNeverSafer, Subject: id})
			everybody(p, func(in *rules.Intake) bool {
				if question := &p.Questions[q]; (question.Unsure || !question.Required) && question.Kind != rules.FreeText && in.Answers[q].State == rules.Answered {
					want[id] = want[id] || unsureIsSafer(a, in, q, allHarms&^(1<<h))
					want[id+"."+harmNames[h]] = want[id+"."+harmNames[h]] || unsureIsSafer(a, in, q, 1<<h)
				}
				return true
			})
		}
		for _, f := range NewModel(program).Audit(Options{Quick: true}) {
			if f.Property != unknownNeverSafer {
				continue
			}
			if refuted := f.Status == Refuted; refuted != want[f.Subject] {
				t.Errorf("seed %d: %s is %v", seed, f.Subject, f.Status)
			}
			if p.QuestionIndex(f.Subject) >= 0 && f.Accepted != "" {
				t.Errorf("seed %d: every harm of %s is accepted", seed, f.Subject)
			} else if f.Status == Refuted {
				left++
			}
		}
	}
	t.Logf("%d packs, %d harms", tried, left)
}
