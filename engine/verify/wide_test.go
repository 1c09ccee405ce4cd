package verify

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestWideDerived asks for a sum of answers of ever more values, exactly one of which breaks
// the promise: it is found, or nothing is decided, but never proved.
func TestWideDerived(t *testing.T) {
	for values, want := range map[int]Status{3: Refuted, 255: Refuted, 256: Refuted, 257: NotDecided, 1000: NotDecided, 20_000: NotDecided, 20_001: NotDecided} {
		for _, sign := range []int{1, -1} {
			m := NewModel(wideProgram(t, values, sign))
			if f := m.Prove(Options{})[0]; f.Status != want {
				t.Errorf("%d values, weight %d: %v (%s)", values, sign, f.Status, f.How)
			}
		}
	}
}

// wideProgram compiles a pack that refers only those whose number is neither the least nor
// one above it, and promises to refer all but those with the least.
func wideProgram(t *testing.T, values, weight int) *engine.Program {
	t.Helper()
	compare := func(v int) *rules.Condition {
		at := &rules.Condition{Op: rules.Compare, Derived: 0, Min: weight * v, Max: weight * v}
		return &rules.Condition{Op: rules.Not, Derived: -1, Of: []*rules.Condition{at}}
	}
	p := &rules.Pack{Name: "wide", SessionsDone: -1}
	p.Questions = []rules.Question{
		{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "a"}}},
		{ID: "n", Kind: rules.Int, Required: true, Max: values - 1},
	}
	p.Derived = []rules.Derived{{ID: "d", Terms: []rules.WeightedAnswer{{Weight: weight, Question: 1}}}}
	both := &rules.Condition{Op: rules.All, Derived: -1, Of: []*rules.Condition{compare(0), compare(1)}}
	p.Rules = []rules.Rule{{ID: "r", When: both, Then: rules.Effect{Schedule: -1, Disposition: rules.Refer, IfUnsure: rules.Refer}}}
	p.Invariants = []rules.Invariant{{ID: "i", When: compare(0), Claims: []rules.Claim{{Kind: rules.DispositionIn, Dispositions: 1<<rules.Refer | 1<<rules.Incomplete}}}}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}
