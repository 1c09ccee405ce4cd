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
	for _, c := range deciding(a.pack) {
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
		inOrder := read[q] || question.Kind.IsText()
		a.inspected(questionRead.about(question.ID, question.Pos), inOrder)
		if inOrder && q != a.pack.Areas {
			a.optionsOf(question, readers[q])
		}
	}
}

// optionsOf reports the options of a question that no condition tells from another option,
// or, in a Multi, from none.
func (a *audit) optionsOf(q *rules.Question, readers []*rules.Condition) {
	seen := map[string]string{}
	if q.Kind.Many() {
		seen[string(make([]byte, len(readers)))] = "none"
	}
	for i, o := range q.Options {
		signature := make([]byte, len(readers))
		for k, c := range readers {
			signature[k] = byte(c.Options >> i & 1)
		}
		other, same := seen[string(signature)]
		seen[string(signature)] = o.ID
		f := optionToldApart.about(q.ID+"."+o.ID, o.Pos)
		f.Message = fmt.Sprintf("no rule tells option %s of %s from %s", o.ID, q.ID, other)
		bad := same && !q.Kind.IsYesNo() && (!q.Kind.Many() || other == "none")
		f.Note = bad && !q.Kind.Many()
		a.inspected(f, !bad)
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
		a.inspected(capLeavesSomething.about(rule.ID, rule.Pos), slices.ContainsFunc(a.pack.Therapies, func(t rules.Therapy) bool {
			return t.Provider != rules.Physician &&
				(limit.Pressure == 0 || t.Least <= limit.Pressure) && (limit.Minutes == 0 || t.Minutes[0] <= limit.Minutes)
		}))
	}
}

// accept marks the findings that the pack's authors stand by. An acceptance that nothing
// needs is a finding itself.
func (a *audit) accept() {
	for i := range a.pack.Waivers {
		accepted := &a.pack.Waivers[i]
		needed := false
		for k := range a.findings {
			if f := &a.findings[k]; f.Status == Refuted && acceptable(f, accepted) {
				f.Accepted, needed = accepted.Reason, true
			}
		}
		f := acceptedIsNeeded.about(accepted.Property+" "+accepted.Subject, accepted.Pos)
		f.Message += unfit(accepted)
		a.inspected(f, needed)
	}
}

// acceptable reports whether an entry accepts a finding: nobody can stand by therapies above
// clearance, and what is found about some people is accepted for those that the entry is about.
func acceptable(f *Finding, accepted *rules.Waiver) bool {
	switch f.Property {
	case noTherapyAboveClearance.name:
		return false
	case unknownNeverSafer.name, somethingToOffer.name:
		return f.by == accepted
	}
	return f.Property == accepted.Property && f.Subject == accepted.Subject && accepted.Rules == nil && accepted.When == nil
}

// unfit says what an entry lacks or has too much of.
func unfit(accepted *rules.Waiver) string {
	switch accepted.Property {
	case unknownNeverSafer.name:
		if accepted.Rules == nil {
			return "; it must name all rules that play a part"
		}
	case somethingToOffer.name:
		if accepted.When == nil {
			return "; it must say with when: whom it is about"
		}
	default:
		if accepted.Rules != nil || accepted.When != nil {
			return "; it has rules: or when:, but the finding is about everybody"
		}
	}
	return ""
}

// acceptedAbout returns the entries about some people who show a finding.
func (a *audit) acceptedAbout(p property, subject string) (entries []*rules.Waiver) {
	for i := range a.pack.Waivers {
		x := &a.pack.Waivers[i]
		if x.Property == p.name && x.Subject == subject && unfit(x) == "" {
			entries = append(entries, x)
		}
	}
	return entries
}
