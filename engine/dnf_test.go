package engine

import (
	"testing"

	"pgregory.net/rapid"

	"knead/rules"
)

// TestTermsAgreeWithFormula multiplies out conditions that say much about few questions, and
// holds the terms to the formula for every answer.
func TestTermsAgreeWithFormula(t *testing.T) {
	options := []rules.Option{{ID: "false"}, {ID: "true"}}
	p, err := Compile(&rules.Pack{Name: "p", Version: "1.0.0", SessionsDone: -1, Questions: []rules.Question{
		{ID: "a", Kind: rules.Bool, Options: options, Unsure: true},
		{ID: "b", Kind: rules.Bool, Options: options, Required: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var condition func(t *rapid.T, depth int) *rules.Condition
	condition = func(t *rapid.T, depth int) *rules.Condition {
		if depth == 0 || rapid.IntRange(0, 2).Draw(t, "atom") == 0 {
			return &rules.Condition{Op: rules.OneOf, Derived: -1, Question: rapid.IntRange(0, 1).Draw(t, "question"), Options: rapid.Uint64Range(1, 3).Draw(t, "options")}
		}
		c := &rules.Condition{Op: rapid.SampledFrom([]rules.Op{rules.Not, rules.All, rules.Any, rules.AtLeast}).Draw(t, "op")}
		n := 1
		if c.Op != rules.Not {
			n = rapid.IntRange(1, 6).Draw(t, "parts")
		}
		for range n {
			c.Of = append(c.Of, condition(t, depth-1))
		}
		c.N = rapid.IntRange(1, n).Draw(t, "least")
		return c
	}
	rapid.Check(t, func(t *rapid.T) {
		c := condition(t, 3)
		made := newMultiplier(p).dnf(c, false)
		if !made.ok {
			return
		}
		formula := p.formula(c, false)
		for a := range p.slots[0].skipped() + 1 {
			for b := range p.slots[1].skipped() + 1 {
				codes := []uint8{a, b}
				got := atomFalse
				for _, all := range made.terms {
					held := atomTrue
					for i, l := range all {
						held = min(held, l.at(codes[l.slot]))
						if i > 0 && all[i-1].slot >= l.slot {
							t.Fatalf("the slots of %v do not ascend", all)
						}
					}
					got = max(got, held)
				}
				if want := formula.value(&Facts{codes: codes}); got != want {
					t.Fatalf("with codes %d the terms are %d, the formula %d", codes, got, want)
				}
			}
		}
	})
}
