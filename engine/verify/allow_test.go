package verify

import (
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestAllowedAgainstBruteForce allows every less safe change between random tiny packs, as
// far as it comes from some of the rules or for some of the people, and compares what is
// left with what comes out when every intake is tried.
func TestAllowedAgainstBruteForce(t *testing.T) {
	t.Parallel()
	tried, allowed, narrow := 0, 0, 0
	for seed := uint64(1); tried < *tinyPacks/5; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 1000 {
			continue
		}
		tried++
		new := littleChanged(t, littleChanged(t, old.Pack(), seed).Pack(), seed+1)
		dice := tiny{rand.New(rand.NewPCG(seed, 14)), new.Pack()}
		list := someAllowed(t, dice, old, new)
		if list == nil {
			continue
		}
		a := NewAllowances(NewComparer(old, new), list)
		outside, needed := map[Change]bool{}, make([]bool, len(list))
		everybody(new.Pack(), func(in *rules.Intake) bool {
			for _, c := range NewComparer(old, new).Changes(in, in) {
				if i, ok := a.Covers(c, in, in); ok {
					needed[i] = true
				} else {
					outside[c] = true
				}
			}
			return true
		})
		found, _ := diffed(t, old, new, list, Options{})
		used := make([]bool, len(list))
		for _, c := range found {
			if c.Direction != LessSafe {
				continue
			}
			for _, i := range c.Entries {
				used[i] = true
			}
			if c.Allowed == outside[c.Change] {
				t.Errorf("seed %d: %v is allowed: %v", seed, c.Change, c.Allowed)
			}
			if _, ok := a.Covers(c.Change, c.Old, c.New); ok != c.Allowed {
				t.Errorf("seed %d: the person for %v, allowed %v, is covered: %v", seed, c.Change, c.Allowed, ok)
			}
			switch {
			case c.Allowed:
				allowed++
			case len(c.Entries) > 0:
				narrow++
			}
		}
		for i := range list {
			if needed[i] && !used[i] {
				t.Errorf("seed %d: entry %+v is needed", seed, list[i])
			}
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d packs, %d changes allowed, %d not far enough", tried, allowed, narrow)
	if *tinyPacks >= 2000 && (allowed < 50 || narrow < 20) {
		t.Error("the random packs are too easy")
	}
}

// someAllowed allows the less safe changes between two packs as far as they come from some
// of the rules behind them, some for some of the people only.
func someAllowed(t *testing.T, dice tiny, old, new *engine.Program) (list []rules.Waiver) {
	found, _ := diffed(t, old, new, nil, Options{Quick: true})
	for _, c := range found {
		if c.Direction != LessSafe {
			continue
		}
		x := rules.Waiver{Property: c.Property.String(), Subject: c.Subject.String(), Reason: "meant"}
		for _, id := range c.Rules {
			if dice.chance(80) {
				x.Rules = append(x.Rules, id)
			}
		}
		if x.Rules == nil || dice.chance(30) {
			x.When = dice.condition(1, len(dice.p.Questions))
		}
		list = append(list, x)
	}
	return list
}

// TestAllowedDeletionHidesNoOther deletes two rules of the pack to start from that keep the
// same therapy away. That the one is meant says nothing of the other, not even for people
// who have both.
func TestAllowedDeletionHidesNoOther(t *testing.T) {
	old := load(t, "starter")
	for _, c := range []struct {
		deleted, named []string
		allowed        bool
	}{
		{[]string{"strong_painkiller"}, []string{"strong_painkiller"}, true},
		{[]string{"strong_painkiller", "anticoagulant"}, []string{"strong_painkiller"}, false},
		{[]string{"strong_painkiller", "anticoagulant"}, []string{"anticoagulant"}, false},
		{[]string{"strong_painkiller", "anticoagulant"}, []string{"strong_painkiller", "anticoagulant"}, true},
		{[]string{"anticoagulant"}, []string{"strong_painkiller"}, false},
	} {
		pack := *old.Pack()
		pack.Rules = slices.DeleteFunc(slices.Clone(pack.Rules), func(r rules.Rule) bool { return slices.Contains(c.deleted, r.ID) })
		new, err := engine.Compile(&pack)
		if err != nil {
			t.Fatal(err)
		}
		list := []rules.Waiver{{Property: "therapy_added", Subject: "deep_tissue", Rules: c.named}}
		found, _ := diffed(t, old, new, list, Options{})
		i := slices.IndexFunc(found, func(f FoundChange) bool { return f.Property == therapyShown.more })
		if i < 0 || found[i].Allowed != c.allowed {
			t.Errorf("%v deleted, %v named: %+v", c.deleted, c.named, found)
		}
	}
}
