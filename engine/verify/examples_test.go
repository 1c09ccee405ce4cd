package verify

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestExampleOfOtherCondition asks for the one number that a condition of the pack includes
// and another condition does not.
func TestExampleOfOtherCondition(t *testing.T) {
	p := &rules.Pack{Name: "x", SessionsDone: -1, Questions: []rules.Question{
		{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "a"}}}, {ID: "n", Kind: rules.Int, Max: 20}}}
	sound := &rules.Condition{Op: rules.Compare, Derived: -1, Question: 1, Max: 9}
	p.Rules = []rules.Rule{{ID: "r", When: sound, Then: rules.Effect{Schedule: -1, Disposition: rules.Refer, IfUnsure: rules.Refer}}}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	weak := *sound
	weak.Max = 8
	less := &rules.Condition{Op: rules.All, Derived: -1, Of: []*rules.Condition{sound, {Op: rules.Not, Derived: -1, Of: []*rules.Condition{&weak}}}}
	in, status, err := NewExamples(program).Find(t.Context(), less, true)
	if err != nil || status != Refuted || in.Answers[1].Int != 9 {
		t.Errorf("%v %v, want the number 9", status, in)
	}
}
