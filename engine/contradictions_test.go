package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
)

// TestContradictionsChangeNothing compares results of random packs with those of the same
// packs without contradictions: everything else is the same.
func TestContradictionsChangeNothing(t *testing.T) {
	d := seededDice(*seed)
	found := 0
	for range 200 {
		p := randomPack(d)
		without := *p
		without.Contradicts = nil
		with, err := engine.Compile(p)
		if err != nil {
			continue // beyond the engine's bounds
		}
		plain, err := engine.Compile(&without)
		if err != nil {
			t.Fatal(err)
		}
		g := newPeople(p, d)
		for range 20 {
			in := g.stranger()
			got, want := with.Eval(in, engine.Voice{}), plain.Eval(in, engine.Voice{})
			found += len(got.Contradictions)
			got.Contradictions = want.Contradictions
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("contradictions make a difference (-without +with):\n%s\nintake:\n%s\npack:\n%s", diff, printIntake(p, in), printPack(p))
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d contradictions came up", found)
	}
}
