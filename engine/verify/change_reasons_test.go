package verify

import (
	"slices"
	"testing"

	"knead/engine"
	"knead/rules/packs"
)

// TestDeletedExclusionBeneathAnother deletes an exclusion of the default pack from a rule where
// others always withhold the same therapies: what is said of one of them changes, and nothing
// else. [Equivalent] looks past it.
func TestDeletedExclusionBeneathAnother(t *testing.T) {
	old := load(t, packs.Default)
	pack := *old.Pack()
	pack.Rules = slices.Clone(pack.Rules)
	pack.Rules[pack.RuleIndex("ci_22_bp_controlled")].Then.Exclude = 0
	new, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		old, new *engine.Program
		property Property
	}{{old, new, withheldBecause.less}, {new, old, withheldBecause.more}} {
		found, complete := diffed(t, c.old, c.new, nil, Options{})
		want := Change{c.property, Subject{Therapy: "swedana", Rule: "ci_22_bp_controlled"}, Different}
		if len(found) != 1 || found[0].Change != want || !slices.Equal(found[0].Rules, []string{"ci_22_bp_controlled"}) {
			t.Errorf("found %+v, want %v", found, want)
		}
		if complete.Status != Proved {
			t.Error(complete.How)
		}
		if j, _ := Equivalent(t.Context(), c.old, c.new, Options{}); !j.Same {
			t.Errorf("judged %+v", j)
		}
	}
}
