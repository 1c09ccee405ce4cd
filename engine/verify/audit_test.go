package verify

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// bruteAudit is what comes out when every intake of a tiny pack is tried.
type bruteAudit struct {
	fires, matters, shown, planned map[string]bool
	nothing                        bool            // somebody may proceed and is shown nothing
	unsafe                         map[string]bool // by question: unsure is safer than an answer
}

func bruteForce(p *engine.Program) *bruteAudit {
	pack := p.Pack()
	b := &bruteAudit{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, false, map[string]bool{}}
	a, self := &audit{model: &model{program: p, pack: pack}}, newWithoutRule(p)
	everybody(pack, func(in *rules.Intake) bool {
		d := p.Decide(in)
		for r := range pack.Rules {
			id := pack.Rules[r].ID
			b.fires[id] = b.fires[id] || p.Truth(in, pack.Rules[r].When) == engine.True
			b.matters[id] = b.matters[id] || self.hasEffect(in, r)
		}
		for _, t := range d.Therapies {
			b.shown[pack.Therapies[t.Therapy].ID] = true
		}
		if d.Plan.Schedule >= 0 {
			b.planned[pack.Schedules[d.Plan.Schedule].ID] = true
		}
		b.nothing = b.nothing || d.Disposition == rules.Proceed && len(d.Therapies) == 0
		for q := range pack.Questions {
			if question := &pack.Questions[q]; (question.Unsure || !question.Required) && question.Kind != rules.FreeText && !b.unsafe[question.ID] && in.Answers[q].State == rules.Answered {
				b.unsafe[question.ID] = unsureIsSafer(&monotonicity{audit: a, Comparer: newDoseComparer(p), question: q}, in, unsurePair.uncovered)
			}
		}
		return true
	})
	return b
}

// unsureIsSafer tries every unsure answer in place of a known one.
func unsureIsSafer(m *monotonicity, in *rules.Intake, less func(unsurePair) (int, string)) bool {
	ticks := in.Answers[m.question].Ticks
	if question := &m.pack.Questions[m.question]; question.Kind != rules.Multi || !question.Unsure {
		ticks = 0
	}
	for left := ticks; ; left = (left - 1) & ticks {
		if s, ok := m.look(in, left); ok {
			if _, how := less(s); how != "" {
				return true
			}
		}
		if left == 0 {
			return false
		}
	}
}

// TestAuditAgainstBruteForce compares findings about random tiny packs with what comes out
// when every intake is tried.
func TestAuditAgainstBruteForce(t *testing.T) {
	t.Parallel()
	tried, refuted := 0, map[string]int{}
	for seed := uint64(1); tried < *tinyPacks/4; seed++ {
		program := tinyProgram(seed)
		if program == nil || tinySize(program.Pack()) > 1000 {
			continue
		}
		tried++
		b := bruteForce(program)
		for _, f := range audited(t, program, Options{}) {
			var good bool
			switch f.Property {
			case ruleCanFire.name:
				good = b.fires[f.Subject]
			case ruleMatters.name:
				good = b.matters[f.Subject]
			case therapyCanAppear.name:
				good = b.shown[f.Subject]
			case scheduleCanAppear.name:
				good = b.planned[f.Subject]
			case somethingToOffer.name:
				good = !b.nothing
			case unknownNeverSafer.name:
				good = !b.unsafe[f.Subject]
			case noTherapyAboveClearance.name:
				good = true
			default:
				continue
			}
			want := Refuted
			if good {
				want = Proved
			} else {
				refuted[f.Property]++
			}
			if f.Status != want {
				t.Errorf("seed %d, %s %s: %v (%s), brute force says %v", seed, f.Property, f.Subject, f.Status, f.How, want)
			}
		}
		if t.Failed() {
			break
		}
	}
	t.Log(tried, "packs, refuted:", refuted)
}
