package verify

import (
	"fmt"
	"slices"

	"knead/rules"
)

// toldApart reports questions that nothing reads and options that no condition tells from
// another. Areas are read by matching therapies, the number of sessions by plans.
func (a *audit) toldApart() {
	readers := make([][]*rules.Condition, len(a.pack.Questions))
	read := make([]bool, len(a.pack.Questions))
	read[a.pack.Areas] = true
	if a.pack.SessionsDone >= 0 {
		read[a.pack.SessionsDone] = true
	}
	all := []*rules.Condition{a.pack.ClearanceLifted}
	for i := range a.pack.Rules {
		all = append(all, a.pack.Rules[i].When)
	}
	for i := range a.pack.Questions {
		all = append(all, a.pack.Questions[i].AskIf)
	}
	for _, c := range all {
		for _, q := range a.pack.Reads(c) {
			read[q] = true
		}
		c.Walk(func(c *rules.Condition) {
			if c.Op == rules.OneOf {
				readers[c.Question] = append(readers[c.Question], c)
			}
		})
	}
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		f := Finding{Property: questionRead, Subject: question.ID, Pos: question.Pos, Status: Proved, How: "inspection", Message: "nothing reads question " + question.ID}
		if !read[q] && question.Kind != rules.FreeText {
			f.Status = Refuted
		}
		a.add(f)
		if f.Status == Proved && q != a.pack.Areas {
			a.optionsOf(q, readers[q])
		}
	}
}

// optionsOf reports the options of a question that no condition tells from another option,
// or, in a Multi, from none.
func (a *audit) optionsOf(q int, readers []*rules.Condition) {
	question := &a.pack.Questions[q]
	seen := map[string]string{}
	if question.Kind == rules.Multi {
		seen[string(make([]byte, len(readers)))] = "none"
	}
	for i, o := range question.Options {
		signature := make([]byte, len(readers))
		for k, c := range readers {
			signature[k] = byte(c.Options >> i & 1)
		}
		f := Finding{Property: optionToldApart, Subject: question.ID + "." + o.ID, Pos: o.Pos, Status: Proved, How: "inspection"}
		other, same := seen[string(signature)]
		if same && question.Kind != rules.Bool && (question.Kind != rules.Multi || other == "none") {
			f.Status, f.Note = Refuted, question.Kind != rules.Multi
			f.Message = fmt.Sprintf("no rule tells option %s of %s from %s", o.ID, question.ID, other)
		}
		seen[string(signature)] = o.ID
		a.add(f)
	}
}

// capsLeaveSomething reports caps below what any therapy needs.
func (a *audit) capsLeaveSomething() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		limit := rule.Then.Cap
		if limit == (rules.Cap{}) {
			continue
		}
		f := Finding{Property: capLeavesSomething, Subject: rule.ID, Pos: rule.Pos, Status: Proved, How: "inspection",
			Message: "the cap of rule " + rule.ID + " is below what every therapy needs"}
		fits := func(t rules.Therapy) bool {
			return t.Provider != rules.Physician && (limit.Pressure == 0 || t.Least <= limit.Pressure) && (limit.Minutes == 0 || t.Minutes[0] <= limit.Minutes)
		}
		if !slices.ContainsFunc(a.pack.Therapies, fits) {
			f.Status = Refuted
		}
		a.add(f)
	}
}
