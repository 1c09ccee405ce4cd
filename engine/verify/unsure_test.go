package verify

import (
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestAcceptedHarmHidesNoOther accepts kinds of harm of not knowing an answer in random tiny
// packs, each as far as it comes from some of the rules and for some of the people, and
// compares what is found with what comes out when every intake is tried.
func TestAcceptedHarmHidesNoOther(t *testing.T) {
	t.Parallel()
	tried, left, covered := 0, 0, 0
	for seed := uint64(1); tried < *tinyPacks/10; seed++ {
		p := wishful(seed)
		if tinySize(p) > 500 {
			continue
		}
		tried++
		program, err := engine.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		p.Waivers = someAccepted(p, seed)
		a := &audit{model: &model{program: program, pack: p}}
		uncovered, accepted := map[string]bool{}, map[*rules.Waiver]bool{}
		for q := range p.Questions {
			question := &p.Questions[q]
			if !question.Unsure && question.Required || question.Kind == rules.FreeText {
				continue
			}
			m := &monotonicity{audit: a, Comparer: newDoseComparer(program), question: q}
			for h := range regressions {
				m.accepted[h] = a.acceptedAbout(unknownNeverSafer, question.ID+"."+regressions[h].name)
			}
			everybody(p, func(in *rules.Intake) bool {
				uncovered[question.ID] = uncovered[question.ID] || unsureIsSafer(m, in, unsurePair.uncovered)
				for h, entries := range m.accepted {
					for n, x := range entries {
						accepted[x] = accepted[x] || unsureIsSafer(m, in, func(p unsurePair) (int, string) { return p.accepts(h, n) })
					}
				}
				return true
			})
		}
		for _, f := range audited(t, program, Options{Quick: true}) {
			if f.Property != unknownNeverSafer.name {
				continue
			}
			refuted, want := f.Status == Refuted, uncovered[f.Subject]
			if f.by != nil {
				want = accepted[f.by]
			}
			switch {
			case refuted != want && (f.by == nil || refuted):
				t.Errorf("seed %d: %s is %v (%s)", seed, f.Subject, f.Status, f.How)
			case refuted && f.by == nil && f.Accepted != "":
				t.Errorf("seed %d: every harm of %s is accepted", seed, f.Subject)
			case refuted && f.by == nil:
				left++
			case refuted:
				covered++
			}
		}
	}
	t.Logf("%d packs, %d harms accepted, %d left", tried, covered, left)
	if *tinyPacks >= 2000 && (covered < tried/20 || left < tried/20) {
		t.Error("the random packs are too easy")
	}
}

// wishful makes a tiny pack in which not knowing an answer easily does harm: it shows massage
// to most people, by wishes and schedules that depend on answers.
func wishful(seed uint64) *rules.Pack {
	p := tinyPack(seed)
	dice := tiny{rand.New(rand.NewPCG(seed, 13)), p}
	for r := range p.Rules {
		then := &p.Rules[r].Then
		then.Disposition, then.IfUnsure, then.Exclude = rules.Proceed, rules.Proceed, 0
		for t := range p.Therapies {
			then.Suggest = append(then.Suggest, rules.Suggestion{Therapy: t, Score: 1})
		}
		if dice.chance(60) {
			then.Prefer = rules.Pressure(1 + dice.IntN(5))
		}
		if dice.chance(60) {
			then.Schedule = dice.IntN(len(p.Schedules))
		}
	}
	p.Rules[0].When = &rules.Condition{Op: rules.Always, Derived: -1}
	return p
}

// someAccepted accepts harms of every question: two kinds, from some of the rules, one of them
// for some of the people.
func someAccepted(p *rules.Pack, seed uint64) (all []rules.Waiver) {
	dice := tiny{rand.New(rand.NewPCG(seed, 12)), p}
	for q := range p.Questions {
		h := dice.IntN(len(regressions))
		for _, name := range []string{regressions[h].name, regressions[(h+1)%len(regressions)].name, regressions[h].name} {
			x := rules.Waiver{Property: unknownNeverSafer.name, Subject: p.Questions[q].ID + "." + name, Reason: "meant", Rules: []string{p.Rules[0].ID}}
			for r := range p.Rules[1:] {
				if dice.chance(60) {
					x.Rules = append(x.Rules, p.Rules[r+1].ID)
				}
			}
			if len(all)%3 == 2 {
				x.When = dice.condition(1, len(p.Questions))
			}
			all = append(all, x)
		}
	}
	return slices.Clip(all)
}
