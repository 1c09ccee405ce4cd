package questionnaire

import "knead/rules"

// The questions of the small pack that tests ask.
const (
	who = iota
	age
	consent // asked below 18, or when a carer answers
	pregnant
	signs
	desk
	sitting // asked of desk workers; optional
	notes
)

func wording(s string) rules.Text { return rules.Text{Patient: s, Practitioner: s} }

func options(ids ...string) []rules.Option {
	opts := make([]rules.Option, len(ids))
	for i, id := range ids {
		opts[i] = rules.Option{ID: id, Label: wording("Option " + id), Help: wording("About " + id)}
	}
	return opts
}

func smallPack() *rules.Pack {
	one := func(q int, options uint64) *rules.Condition {
		return &rules.Condition{Op: rules.OneOf, Question: q, Derived: -1, Options: options}
	}
	yesNo := []rules.Option{{ID: "false"}, {ID: "true"}}
	return &rules.Pack{
		Name: "small", Version: "1.0.0", SessionsDone: -1,
		Sections: []rules.Section{{ID: "you", Title: wording("You")}, {ID: "work", Title: wording("Work"), Intro: wording("Now your work.")}},
		Questions: []rules.Question{
			{ID: "who", Kind: rules.Choice, Required: true, Options: options("self", "carer"), Ask: wording("Who?"), EachVisit: true},
			{ID: "age", Kind: rules.Int, Required: true, Max: 120, Ask: wording("Age?"), Why: wording("It limits pressure.")},
			{ID: "consent", Kind: rules.Choice, Required: true, Unsure: true, Options: options("given", "not_given"), Ask: wording("Consent?"),
				AskIf: &rules.Condition{Op: rules.Any, Of: []*rules.Condition{
					{Op: rules.Compare, Question: age, Derived: -1, Max: 17}, one(who, 2)}}},
			{ID: "pregnant", Kind: rules.Choice, Required: true, Unsure: true, Options: options("no", "yes"), Ask: wording("Pregnant?")},
			{ID: "signs", Kind: rules.Multi, Required: true, Unsure: true, Options: options("numb", "weak", "fever"), Ask: wording("Any of these?"), EachVisit: true},
			{ID: "desk", Kind: rules.Bool, Required: true, Unsure: true, Options: yesNo, Section: 1, Ask: wording("Desk job?")},
			{ID: "sitting", Kind: rules.Int, Unsure: true, Max: 10, Section: 1, Ask: wording("Hours of sitting?"), AskIf: one(desk, 2)},
			{ID: "notes", Kind: rules.FreeText, Max: 20, Section: 1, Ask: wording("Anything else?")},
		},
		Contradicts: []rules.Contradiction{{ID: "desk_without_sitting", Questions: []int{desk, sitting}, Text: wording("A desk, and no sitting.")}},
	}
}

// smallLogic decides the small pack's ask_if conditions and its contradiction by hand, and
// stops at "numb".
func smallLogic() Logic {
	return Logic{
		Applies: func(in *rules.Intake) []bool {
			a := in.Answers
			live := []bool{true, true, true, true, true, true, true, true}
			minor := a[age].State != rules.Answered || a[age].Int < 18
			carer := a[who].State != rules.Answered || a[who].Ticks == 2
			live[consent] = minor || carer
			live[sitting] = a[desk].State != rules.Answered || a[desk].Ticks == 2
			return live
		},
		Stop: func(in *rules.Intake) (string, bool) {
			return "Call for help.", in.Answers[signs].Ticks&1 != 0
		},
		Contradictions: func(in *rules.Intake) []int32 {
			if in.Answers[desk] == ticked(2) && in.Answers[sitting] == whole(0) {
				return []int32{0}
			}
			return nil
		},
	}
}

func ticked(ticks uint64) rules.Answer { return rules.Answer{State: rules.Answered, Ticks: ticks} }
func whole(n int) rules.Answer         { return rules.Answer{State: rules.Answered, Int: n} }
