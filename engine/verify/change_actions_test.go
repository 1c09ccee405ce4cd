package verify

import (
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDeletedRuleBeneathAnother deletes rules of whose effect another one leaves only the
// action: that is a change, and less safe where the action is urgent. [Equivalent] looks past it.
func TestDeletedRuleBeneathAnother(t *testing.T) {
	pack := load(t, "starter").Pack()
	saddle := pack.Rules[pack.RuleIndex("saddle_numbness")]
	for disposition, direction := range map[rules.Disposition]Direction{
		rules.Emergency: LessSafe, rules.Urgent: LessSafe, rules.Refer: Different, rules.Defer: Different,
	} {
		beneath := saddle
		beneath.ID, beneath.Then.Disposition, beneath.Then.IfUnsure = "beneath", disposition, min(disposition, saddle.Then.IfUnsure)
		more := *pack
		more.Rules = append(slices.Clone(pack.Rules), beneath)
		with, err := engine.Compile(&more)
		if err != nil {
			t.Fatal(err)
		}
		without, err := engine.Compile(pack)
		if err != nil {
			t.Fatal(err)
		}
		found, complete := diffed(t, with, without, nil, Options{})
		dropped := Change{actionDropped, Subject{Rule: "beneath"}, direction}
		if !slices.ContainsFunc(found, func(f FoundChange) bool { return f.Change == dropped && slices.Equal(f.Rules, []string{"beneath"}) }) {
			t.Errorf("%v: %v is not among %+v", disposition, dropped, found)
		}
		if complete.Status != Proved {
			t.Errorf("%v: %s", disposition, complete.How)
		}
		if j, _ := Equivalent(t.Context(), with, without, Options{}); !j.Same {
			t.Errorf("%v: judged %+v", disposition, j)
		}
	}
}
