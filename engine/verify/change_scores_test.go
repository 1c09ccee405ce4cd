package verify

import (
	"math/bits"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDiffOfOrder turns the therapies of random tiny packs round, and compares the list of
// changes with what comes out when every intake is tried.
func TestDiffOfOrder(t *testing.T) {
	tried, changed := 0, 0
	for seed := uint64(1); tried < *tinyPacks/10; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 800 {
			continue
		}
		tried++
		found, proved := diffTried(t, seed, old, turnedRound(t, old.Pack()), Options{})
		if !proved {
			t.Errorf("seed %d: not known to be complete", seed)
		}
		for _, c := range found {
			if changed++; c.Property != "therapy_order" {
				t.Errorf("seed %d: %v", seed, c.Change)
			}
		}
	}
	t.Logf("%d packs, %d changes", tried, changed)
	if *tinyPacks >= 2000 && changed < 20 {
		t.Error("the random packs are too easy")
	}
}

// turnedRound compiles a pack with its therapies in the opposite order.
func turnedRound(t *testing.T, old *rules.Pack) *engine.Program {
	t.Helper()
	pack, n := *old, len(old.Therapies)
	round := func(set uint64) uint64 { return bits.Reverse64(set) >> (64 - n) }
	pack.Therapies, pack.Rules, pack.Invariants = slices.Clone(pack.Therapies), slices.Clone(pack.Rules), nil
	slices.Reverse(pack.Therapies)
	for r := range pack.Rules {
		then := &pack.Rules[r].Then
		then.Exclude, then.Caution.Therapies = round(then.Exclude), round(then.Caution.Therapies)
		then.Suggest = slices.Clone(then.Suggest)
		for i := range then.Suggest {
			then.Suggest[i].Therapy = n - 1 - then.Suggest[i].Therapy
		}
	}
	new, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return new
}
