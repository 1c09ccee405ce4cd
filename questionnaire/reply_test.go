package questionnaire

import (
	"errors"
	"testing"

	"knead/rules"
)

func TestReadReply(t *testing.T) {
	list := []Option{{Tick: 0, Label: "Neck"}, {Tick: 1, Label: "Upper back"}, {Tick: 2, Label: "Lower back"}}
	yesNo := []Option{{Tick: 1, Label: "हाँ"}, {Tick: 0, Label: "नहीं"}}
	multi := Item{
		Kind: rules.Multi, Options: list, None: true, NoneWords: []string{"none of these", "कोई नहीं"},
		Unsure: true, UnsureWords: []string{"not sure", "don't know", "Not sure, or would rather not say"},
	}
	some := Item{Kind: rules.Multi, Options: list}
	choice := Item{Kind: rules.Choice, Options: list}
	boolean := Item{Kind: rules.Bool, Options: yesNo}
	statement := Item{Kind: rules.Bool, Options: yesNo, Statement: true}
	number := Item{Kind: rules.Int, Max: 10}
	text := Item{Kind: rules.FreeText, Max: 50}
	unsure := rules.Answer{State: rules.Unsure}
	for _, row := range []struct {
		scr  Item
		line string
		act  Act
		a    rules.Answer
		code string
	}{
		{multi, "", Enter, rules.Answer{}, ""},
		{multi, "<", Back, rules.Answer{}, ""},
		{multi, ">", Keep, rules.Answer{}, ""},
		{multi, "=", Review, rules.Answer{}, ""},
		{multi, "--", Give, rules.Answer{}, ""},
		{text, "--", Give, rules.Answer{}, ""},
		{multi, "1 3", Give, ticked(5), ""},
		{multi, "1,3", Give, ticked(5), ""},
		{multi, "१ ३", Give, ticked(5), ""},
		{multi, "neck, lower", Give, ticked(5), ""},
		{multi, "0", Give, ticked(0), ""},
		{multi, "०", Give, ticked(0), ""},
		{multi, "-", Give, unsure, ""},
		{multi, "2 -", Give, rules.Answer{State: rules.Unsure, Ticks: 2}, ""},
		{multi, "0 1", Give, rules.Answer{}, NoneAndMore},
		{multi, "0 -", Give, rules.Answer{}, NoneAndMore},
		{multi, "4", Give, rules.Answer{}, NoMatch},
		{multi, "None of these.", Give, ticked(0), ""},
		{multi, "कोई नहीं", Give, ticked(0), ""},
		{multi, "NOT SURE", Give, unsure, ""},
		{multi, "don’t know", Give, unsure, ""},
		{multi, "Not sure, or would rather not say", Give, unsure, ""},
		{multi, "neck, not sure", Give, rules.Answer{State: rules.Unsure, Ticks: 1}, ""},
		{multi, "neck, none of these", Give, rules.Answer{}, NoneAndMore},
		{multi, "no", Give, rules.Answer{}, NoMatch},
		{some, "none of these", Give, rules.Answer{}, NoMatch},
		{multi, "back", Give, rules.Answer{}, ManyMatch},
		{multi, ",", Give, rules.Answer{}, NeedsTick},
		{some, "0", Give, rules.Answer{}, NoMatch},
		{choice, "2", Give, ticked(2), ""},
		{choice, "NECK", Give, ticked(1), ""},
		{choice, "ne", Give, rules.Answer{}, NoMatch},
		{choice, "elbow", Give, rules.Answer{}, NoMatch},
		{choice, "1 2", Give, rules.Answer{}, NoMatch},
		{boolean, "1", Give, ticked(2), ""},
		{boolean, "नहीं", Give, ticked(1), ""},
		{boolean, "-", Give, unsure, ""},
		{boolean, "y", Give, rules.Answer{}, NoMatch},
		{statement, "Y", Give, ticked(2), ""},
		{statement, "n", Give, ticked(1), ""},
		{statement, "2", Give, ticked(1), ""},
		{number, "7", Give, whole(7), ""},
		{number, "७", Give, whole(7), ""},
		{number, "-7", Give, rules.Answer{}, NeedsNumber},
		{number, "7.5", Give, rules.Answer{}, NeedsNumber},
		{number, "99999999999999999999", Give, rules.Answer{}, NeedsNumber},
		{text, "-", Give, rules.Answer{State: rules.Answered, Text: "-"}, ""},
		{text, "warfarin", Give, rules.Answer{State: rules.Answered, Text: "warfarin"}, ""},
	} {
		reply, err := ReadReply(row.scr, row.line)
		var c *Complaint
		errors.As(err, &c)
		switch {
		case row.code == "" && (err != nil || reply.Act != row.act || row.act == Give && reply.Answers[0] != row.a):
			t.Errorf("%s %q: %+v, %v", row.scr.Kind, row.line, reply, err)
		case row.code != "" && (c == nil || c.Code != row.code):
			t.Errorf("%s %q: %v, want %s", row.scr.Kind, row.line, err, row.code)
		}
	}
}
