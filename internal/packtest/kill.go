package packtest

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// Survivors returns the mutants that no case notices. Faulty packs that do not compile are
// noticed.
func Survivors(p *engine.Program, cases []rules.Case, mutants []Mutant) (left []Mutant) {
	h := hunter{program: p, cases: cases, sound: make([]engine.Decision, len(cases))}
	for i := range cases {
		h.sound[i] = *p.Decide(cases[i].Intake)
	}
	for _, m := range mutants {
		if !h.kills(&m) {
			left = append(left, m)
		}
	}
	return left
}

// hunter looks for a case that notices a mutant.
type hunter struct {
	program *engine.Program
	cases   []rules.Case
	sound   []engine.Decision // by case
}

func (h *hunter) kills(m *Mutant) bool {
	faulty, err := engine.Compile(m.Pack())
	if err != nil {
		return true
	}
	var later []int
	for i := range h.cases { // cases about the rule are the likeliest to notice
		if !h.about(i, m.Rules) {
			later = append(later, i)
		} else if len(runCase(faulty, &h.cases[i])) > 0 {
			return true
		}
	}
	f, d := faulty.NewFacts(), &engine.Decision{}
	for _, i := range later {
		f.Load(h.cases[i].Intake)
		faulty.DecideFacts(f, d)
		if !d.Equal(&h.sound[i]) && len(runCase(faulty, &h.cases[i])) > 0 {
			return true
		}
	}
	return false
}

// about reports whether a case looks at the condition of one of the rules.
func (h *hunter) about(i int, affected []int) bool {
	return slices.ContainsFunc(h.cases[i].Checks, func(c rules.Check) bool {
		return (c.Kind == rules.Fires || c.Kind == rules.IsUnsure || c.Kind == rules.NearMiss) && slices.Contains(affected, c.Subject)
	})
}
