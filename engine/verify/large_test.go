package verify

import (
	"fmt"
	"testing"

	"knead/engine"
	"knead/rules"
)

// largeProgram compiles a pack of rules over 100 questions, each of which sends somebody on for
// two answers, or in every fifth rule for atLeast of 20 if that is not 0, with a promise to each
// fourth.
func largeProgram(t testing.TB, n, atLeast int) *engine.Program {
	t.Helper()
	p := &rules.Pack{Name: "large", SessionsDone: -1}
	p.Questions = []rules.Question{{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "a"}, {ID: "b"}}}}
	for q := 1; q < 100; q++ {
		p.Questions = append(p.Questions, rules.Question{
			ID: fmt.Sprint("q", q), Kind: rules.Choice, Required: q%3 == 0, Unsure: true,
			Options: []rules.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}},
		})
	}
	p.Therapies = []rules.Therapy{{ID: "t", Areas: 3, Most: rules.Deep, Usual: rules.Moderate, Minutes: [2]int{30, 60}}}
	answer := func(i, options int) *rules.Condition {
		return &rules.Condition{Op: rules.OneOf, Derived: -1, Question: 1 + i%99, Options: uint64(options)}
	}
	for r := range n {
		when := &rules.Condition{Op: rules.All, Derived: -1, Of: []*rules.Condition{answer(r, 1<<(r/99%4)), answer(7*r+r/99+1, 2+r%6)}}
		if atLeast > 0 && r%5 == 0 {
			when = &rules.Condition{Op: rules.AtLeast, Derived: -1, N: atLeast}
			for i := range 20 {
				when.Of = append(when.Of, answer(r+i*(1+r/5%4), 1+(r+i)%7))
			}
		}
		then := rules.Effect{Schedule: -1, Disposition: rules.Refer + rules.Disposition(r%3), IfUnsure: rules.Refer}
		p.Rules = append(p.Rules, rules.Rule{ID: fmt.Sprint("r", r), When: when, Then: then})
		if r%4 == 0 {
			allowed := uint64(1<<(rules.Emergency+1) - 1<<then.Disposition)
			p.Invariants = append(p.Invariants, rules.Invariant{ID: fmt.Sprint("i", r), When: when,
				Assertions: []rules.Assertion{{Kind: rules.DispositionIn, Dispositions: uint8(allowed)}}})
		}
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// BenchmarkProve decides all about packs of more and more rules.
func BenchmarkProve(b *testing.B) {
	for _, size := range []struct{ rules, atLeast int }{{250, 0}, {1000, 0}, {1000, 10}, {5000, 0}} {
		b.Run(fmt.Sprintf("rules=%d/at_least=%d", size.rules, size.atLeast), func(b *testing.B) {
			p := largeProgram(b, size.rules, size.atLeast)
			for b.Loop() {
				counts := map[Status]int{}
				for _, f := range append(proved(b, p, Options{}), audited(b, p, Options{})...) {
					counts[f.Status]++
				}
				b.ReportMetric(float64(counts[NotDecided]), "undecided")
			}
		})
	}
}

// sumsProgram compiles a pack with derived sums of some ints from 0 to 100, each of which refers
// whoever is above the middle, and promises not to let people with one part above it proceed unless
// the others are low: the promise holds.
func sumsProgram(t testing.TB, sums, terms int) *engine.Program {
	t.Helper()
	p := &rules.Pack{Name: "sums", SessionsDone: -1}
	p.Questions = []rules.Question{{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "a"}}}}
	for q := range terms + sums - 1 {
		p.Questions = append(p.Questions, rules.Question{ID: fmt.Sprint("n", q), Kind: rules.Int, Required: true, Max: 100})
	}
	allowed := uint8(1<<rules.Refer | 1<<rules.Incomplete)
	for s := range sums {
		d := rules.Derived{ID: fmt.Sprint("d", s)}
		all := &rules.Condition{Op: rules.All, Derived: -1}
		for q := range terms {
			d.Terms = append(d.Terms, rules.WeightedAnswer{Weight: 1, Question: 1 + s + q})
			all.Of = append(all.Of, &rules.Condition{Op: rules.Compare, Derived: -1, Question: 1 + s + q, Min: 51, Max: 100})
		}
		p.Derived = append(p.Derived, d)
		above := &rules.Condition{Op: rules.Compare, Derived: s, Min: 50*terms + 1, Max: 100 * terms}
		p.Rules = append(p.Rules, rules.Rule{ID: fmt.Sprint("r", s), When: above, Then: rules.Effect{Schedule: -1, Disposition: rules.Refer, IfUnsure: rules.Refer}})
		for i, when := range []*rules.Condition{all, all.Of[0]} { // the second is broken
			p.Invariants = append(p.Invariants, rules.Invariant{ID: fmt.Sprint("i", s, "_", i), When: when,
				Assertions: []rules.Assertion{{Kind: rules.DispositionIn, Dispositions: allowed}}})
		}
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// TestSums decides sums of ints with more combinations of answers than can be listed.
func TestSums(t *testing.T) {
	for _, f := range proved(t, sumsProgram(t, 1, 3), Options{}) {
		if want := map[string]Status{"i0_0": Proved, "i0_1": Refuted}[f.Subject]; f.Status != want {
			t.Errorf("%s: %v (%s)", f.Subject, f.Status, f.How)
		}
	}
}

// BenchmarkSums decides one sum of three ints, and eight of six.
func BenchmarkSums(b *testing.B) {
	for _, size := range []struct{ sums, terms int }{{1, 3}, {8, 6}} {
		b.Run(fmt.Sprintf("sums=%d/terms=%d", size.sums, size.terms), func(b *testing.B) {
			p := sumsProgram(b, size.sums, size.terms)
			for b.Loop() {
				counts := map[Status]int{}
				for _, f := range append(proved(b, p, Options{}), audited(b, p, Options{})...) {
					counts[f.Status]++
				}
				b.ReportMetric(float64(counts[NotDecided]), "undecided")
			}
		})
	}
}
