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
	t.Parallel()
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
			if changed++; c.Property != therapyOrder {
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

// TestDiffOfScoresThatAddUp splits a score between two rules, so that it is the same for
// everybody, or for those alone who wish for something.
func TestDiffOfScoresThatAddUp(t *testing.T) {
	always := &rules.Condition{Op: rules.Always}
	wish := &rules.Condition{Op: rules.OneOf, Derived: -1, Question: 1, Options: 1}
	says := func(id string, score int, when *rules.Condition) rules.Rule {
		return rules.Rule{ID: id, When: when, Then: rules.Effect{Schedule: -1, Suggest: []rules.Suggestion{{Score: score}}}}
	}
	pack := func(said ...rules.Rule) *engine.Program {
		p, err := engine.Compile(&rules.Pack{Name: "scores", SessionsDone: -1, Rules: said,
			Questions: []rules.Question{
				{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "back"}}},
				{ID: "wish", Kind: rules.Bool, Options: []rules.Option{{ID: "false"}, {ID: "true"}}},
			},
			Therapies: []rules.Therapy{{ID: "kneading", Areas: 1, Usual: rules.Light, Least: rules.Light, Most: rules.Light, Minutes: [2]int{10, 10}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	old := pack(says("all", 3, always))
	for _, row := range []struct {
		new   *engine.Program
		score bool
	}{
		{pack(says("everybody", 3, always)), false},
		{pack(says("all", 1, always), says("more", 2, always)), false},
		{pack(says("all", 1, always), says("more", 2, wish)), true},
		{pack(says("all", 2, always)), true},
	} {
		found, complete := diffed(t, old, row.new, nil, Options{})
		score := slices.ContainsFunc(found, func(c FoundChange) bool { return c.Property == ScoreChanged })
		if score != row.score || complete.Status != Proved {
			t.Errorf("%v %v", found, complete)
		}
	}
}
