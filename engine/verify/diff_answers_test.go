package verify

import (
	"slices"
	"testing"

	"knead/rules"
)

// TestAnswerChanges lists each way in which a question can be answered otherwise.
func TestAnswerChanges(t *testing.T) {
	signs := func(unsure bool, options ...string) rules.Question {
		q := rules.Question{ID: "signs", Kind: rules.Multi, Unsure: unsure, AtLeastOne: !unsure}
		for _, o := range options {
			q.Options = append(q.Options, rules.Option{ID: o})
		}
		return q
	}
	old := &rules.Pack{Questions: []rules.Question{signs(true, "numb", "fever"), {ID: "age", Kind: rules.Int, Max: 120}, {ID: "other", Kind: rules.Bool}, {ID: "gone", Kind: rules.Bool}, {ID: "notes", Kind: rules.FreeText}}, Notes: []rules.NoteTerm{{Question: 3, Options: 2}}}
	new := &rules.Pack{Questions: []rules.Question{signs(false, "fever", "rash"), {ID: "age", Kind: rules.Int, Min: 18, Max: 120}, {ID: "other", Kind: rules.Int}}}
	for _, row := range []struct {
		old, new *rules.Pack
		want     []Change
	}{
		{old, new, []Change{
			{freeText.less, Subject{Question: "notes"}, LessSafe},
			{options.less, Subject{Question: "signs", Option: "numb"}, LessSafe}, {options.more, Subject{Question: "signs", Option: "rash"}, Different},
			{unsureAnswer.less, Subject{Question: "signs"}, LessSafe}, {noneAnswer.less, Subject{Question: "signs"}, Different},
			{numberRange.less, Subject{Question: "age", Detail: " 18 to 120, was 0 to 120"}, Different},
		}},
		{new, old, []Change{
			{options.less, Subject{Question: "signs", Option: "rash"}, LessSafe}, {options.more, Subject{Question: "signs", Option: "numb"}, Different},
			{unsureAnswer.more, Subject{Question: "signs"}, Different}, {noneAnswer.more, Subject{Question: "signs"}, Different},
			{numberRange.more, Subject{Question: "age", Detail: " 0 to 120, was 18 to 120"}, LessSafe}, {freeText.more, Subject{Question: "notes"}, Safer},
		}},
		{old, old, nil},
	} {
		var got []Change
		for _, c := range answerChanges(row.old, row.new) {
			got = append(got, c.Change)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("got %v, want %v", got, row.want)
		}
	}
}
