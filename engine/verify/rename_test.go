package verify

import (
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestRenamed changes random tiny packs a little and gives all rules other ids: rules are
// taken for the same only when they are, and at most the changed one is left over.
func TestRenamed(t *testing.T) {
	t.Parallel()
	paired, apart := 0, 0
	for seed, tried := uint64(1), 0; tried < *tinyPacks/10; seed++ {
		old := tinyProgram(seed)
		if old == nil {
			continue
		}
		tried++
		new := withOtherIDs(t, littleChanged(t, old.Pack(), seed).Pack())
		program, renamings := Renamed(old, new)
		paired, apart = paired+len(renamings), apart+len(old.Pack().Rules)-len(renamings)
		if len(renamings) < len(old.Pack().Rules)-1 {
			t.Errorf("seed %d: %v of %d rules, one of which may have changed", seed, renamings, len(old.Pack().Rules))
		}
		for _, r := range renamings {
			a, b := &old.Pack().Rules[old.Pack().RuleIndex(r.Old)], &new.Pack().Rules[new.Pack().RuleIndex(r.New)]
			same := effectOf(old.Pack(), old.Pack().RuleIndex(r.Old)) == effectOf(new.Pack(), new.Pack().RuleIndex(r.New))
			everybody(old.Pack(), func(in *rules.Intake) bool {
				x, y := old.Truth(in, a.When), new.Truth(in, b.When)
				same = same && (x == y || x != engine.True && y != engine.True && !a.Then.Shows(rules.Possibly) && a.Then.Disposition == rules.Proceed)
				return same
			})
			if !same || program.Pack().RuleIndex(r.New) < 0 {
				t.Errorf("seed %d: %s is taken for %s", seed, r.Old, r.New)
			}
		}
	}
	t.Logf("%d rules paired, %d not", paired, apart)
}

// TestDiffOfRenamed finds nothing else between packs whose rules have other ids.
func TestDiffOfRenamed(t *testing.T) {
	old := load(t, "starter")
	new := withOtherIDs(t, old.Pack())
	program, renamings := Renamed(old, new)
	if len(renamings) != len(old.Pack().Rules) {
		t.Errorf("%v of %d rules", renamings, len(old.Pack().Rules))
	}
	if found, _ := diffed(t, program, new, nil, Options{}); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// withOtherIDs compiles a pack with other ids of its rules.
func withOtherIDs(t *testing.T, old *rules.Pack) *engine.Program {
	t.Helper()
	pack := *old
	pack.Rules = slices.Clone(pack.Rules)
	for r := range pack.Rules {
		pack.Rules[r].ID = "new_" + pack.Rules[r].ID
	}
	new, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return new
}
