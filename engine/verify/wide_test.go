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
			if f := proved(t, wideProgram(t, values, sign), Options{})[0]; f.Status != want {
				t.Errorf("%d values, weight %d: %v (%s)", values, sign, f.Status, f.How)
			}
		}
	}
}

// TestWideDerivedLeavesTheRest has a promise that depends on no number beside one that does:
// only the latter is undecided, and so is only what the audit asks of the rule that reads it.
func TestWideDerivedLeavesTheRest(t *testing.T) {
	p := wideProgram(t, 1000, 1).Pack()
	p.Questions = append(p.Questions, rules.Question{ID: "fever", Kind: rules.Bool, Required: true, Options: []rules.Option{{ID: "false"}, {ID: "true"}}})
	fever := &rules.Condition{Op: rules.OneOf, Derived: -1, Question: 2, Options: 2}
	p.Rules = append(p.Rules, rules.Rule{ID: "f", When: fever, Then: rules.Effect{Schedule: -1, Disposition: rules.Urgent, IfUnsure: rules.Refer}})
	p.Invariants = append(p.Invariants, rules.Invariant{ID: "f", When: fever, Assertions: []rules.Assertion{{Kind: rules.DispositionIn, Dispositions: 1<<rules.Urgent | 1<<rules.Emergency}}})
	p.Invariants = append(p.Invariants, rules.Invariant{ID: "not_f", When: fever, Assertions: []rules.Assertion{{Kind: rules.DispositionIn, Dispositions: 1 << rules.Refer}}})
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	findings := proved(t, program, Options{})
	for i, want := range []Status{NotDecided, Proved, Refuted} {
		if f := findings[i]; f.Status != want {
			t.Errorf("%s: %v (%s)", f.Subject, f.Status, f.How)
		}
	}
	for _, f := range audited(t, program, Options{}) {
		if f.Property == ruleCanFire.name && f.Subject == "f" && f.Status != Proved || f.Property == noTherapyAboveClearance.name && f.Status != Proved {
			t.Errorf("%s %s: %v (%s)", f.Property, f.Subject, f.Status, f.How)
		}
	}
}

// TestTooWideAgainstBruteForce takes derived numbers of random tiny packs for too wide, and
// compares what is decided nevertheless with what comes out when every intake is tried.
func TestTooWideAgainstBruteForce(t *testing.T) {
	t.Parallel()
	counts := map[Status]int{}
	for seed, tried := uint64(1), 0; tried < *tinyPacks/4; seed++ {
		program := tinyProgram(seed)
		if program == nil || len(program.Pack().Derived) == 0 {
			continue
		}
		tried++
		p := program.Pack()
		m := emptyModel(program, newCircuit())
		m.limit = 1 + tried%3
		m.build(m.intCuts())
		for i, f := range proveAll(m, query{ctx: t.Context()}) {
			broken := false
			everybody(p, func(in *rules.Intake) bool {
				broken = !holds(program, &p.Invariants[i], in)
				return !broken
			})
			counts[f.Status]++
			if f.Status == Proved && broken || f.Status == Refuted && !broken {
				t.Errorf("seed %d, invariant %d: %v (%s), broken: %v", seed, i, f.Status, f.How, broken)
			}
		}
	}
	t.Log(counts)
	if *tinyPacks >= 2000 && (counts[NotDecided] < 20 || counts[Proved] < 200) {
		t.Error("the random packs are too easy")
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
	p.Invariants = []rules.Invariant{{ID: "i", When: compare(0), Assertions: []rules.Assertion{{Kind: rules.DispositionIn, Dispositions: 1<<rules.Refer | 1<<rules.Incomplete}}}}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}
