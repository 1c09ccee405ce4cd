package verify

import (
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDiffOfOtherPhrases compares packs that look for other phrases in notes, where notes
// alone can show a change: the person found writes the same to both.
func TestDiffOfOtherPhrases(t *testing.T) {
	pack := func(phrase string, unsure rules.Disposition) *engine.Program {
		p, err := engine.Compile(&rules.Pack{Name: "notes", SessionsDone: -1,
			Questions: []rules.Question{
				{ID: "area", Kind: rules.Multi, Options: []rules.Option{{ID: "back"}}},
				{ID: "medicines", Kind: rules.Multi, Required: true, Options: []rules.Option{{ID: "anticoagulant"}, {ID: "insulin"}}},
				{ID: "notes", Kind: rules.FreeText, Max: 100},
			},
			Notes: []rules.NoteTerm{{Question: 1, Options: 1, Terms: []string{phrase}}},
			Rules: []rules.Rule{{ID: "blood", When: &rules.Condition{Op: rules.OneOf, Derived: -1, Question: 1, Options: 1},
				Then: rules.Effect{Disposition: rules.Emergency, IfUnsure: unsure, Schedule: -1}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	old, new := pack("warfarin", rules.Urgent), pack("heparin", rules.Refer)
	found, complete := diffed(t, old, new, nil, Options{})
	want := Change{actionLowered, Subject{Rule: "blood"}, LessSafe}
	i := slices.IndexFunc(found, func(c FoundChange) bool { return c.Change == want })
	if i < 0 || complete.Status != Proved {
		t.Fatalf("%v not found in %v, %v", want, found, complete)
	}
	if text := found[i].Old.Answers[2].Text; text != "warfarin. heparin. " || found[i].New.Answers[2].Text != text {
		t.Errorf("%q to the old pack, %q to the new one", text, found[i].New.Answers[2].Text)
	}
}
