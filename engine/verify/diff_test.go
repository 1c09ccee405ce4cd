package verify

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packs"
)

// TestDiffAgainstBruteForce changes random tiny packs a little and compares the list of
// changes with what comes out when every intake is tried.
func TestDiffAgainstBruteForce(t *testing.T) {
	t.Parallel()
	tried, changed, open, kinds := 0, 0, 0, map[string]int{}
	for seed := uint64(1); tried < *tinyPacks/2; seed++ {
		old := tinyProgram(seed)
		if old == nil || tinySize(old.Pack()) > 1500 {
			continue
		}
		tried++
		new := littleChanged(t, old.Pack(), seed)
		found, proved := diffTried(t, seed, old, new, Options{})
		if !proved {
			open++
		}
		for _, c := range found {
			changed++
			kinds[c.Property.String()]++
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d packs, %d changes, %d lists not known to be complete: %v", tried, changed, open, kinds)
	if open > tried/50 {
		t.Error("too many lists are not known to be complete")
	}
	for _, kind := range []string{"action_dropped", "action_sure", "for_added", "withheld_added", "withheld_dropped", "withheld_because_dropped", "avoid_because_added", "plan_because_dropped"} {
		if *tinyPacks >= 2000 && kinds[kind] == 0 {
			t.Errorf("the random packs are too easy: nothing is %s", kind)
		}
	}
}

// diffTried lists the changes from one tiny pack to another, compares the list with what
// comes out when everybody whom both packs can hold is tried, and says whether it is known
// to be complete.
func diffTried(t *testing.T, seed uint64, old, new *engine.Program, o Options) (found []FoundChange, proved bool) {
	t.Helper()
	want := bothHold(old, new)
	found, complete := diffed(t, old, new, nil, o)
	found = slices.DeleteFunc(found, func(c FoundChange) bool { return c.New == nil }) // of what can be answered
	for _, c := range found {
		if !want[c.Change] {
			t.Errorf("seed %d: %v is no change", seed, c.Change)
		}
		delete(want, c.Change)
	}
	if proved = complete.Status == Proved; proved && len(want) > 0 {
		t.Errorf("seed %d: %v not found", seed, want)
	}
	return found, proved
}

// littleChanged compiles a pack with one rule changed, taken out or added.
func littleChanged(t *testing.T, old *rules.Pack, seed uint64) *engine.Program {
	t.Helper()
	dice := tiny{rand.New(rand.NewPCG(seed, 11)), nil}
	pack := *old
	dice.p = &pack
	pack.Rules = slices.Clone(pack.Rules)
	r := &pack.Rules[dice.IntN(len(pack.Rules))]
	switch dice.IntN(4) {
	case 0:
		r.When = dice.condition(2, len(pack.Questions))
	case 1:
		r.Then = dice.effect()
	case 2:
		pack.Rules = slices.DeleteFunc(pack.Rules, func(x rules.Rule) bool { return x.ID == r.ID })
	default:
		pack.Rules = append(pack.Rules, rules.Rule{ID: fmt.Sprint("more", seed), When: dice.condition(1, len(pack.Questions)), Then: dice.effect()})
	}
	new, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return new
}

func TestDiffWithItself(t *testing.T) {
	p := load(t, packs.Default)
	found, complete := diffed(t, p, p, nil, Options{})
	if len(found) > 0 || complete.Status != Proved {
		t.Errorf("%v %+v", found, complete)
	}
}
