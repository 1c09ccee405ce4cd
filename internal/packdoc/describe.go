package packdoc

import (
	"fmt"
	"slices"
	"strings"

	"knead/rules"
)

// Describe makes the record of a whole pack. The cases show which tests fire each rule.
func Describe(p *rules.Pack, cases []rules.Case) *Doc {
	d := describer{p}
	doc := &Doc{Pack: d.header(), Dispositions: d.dispositions(), Cases: len(cases)}
	for _, r := range p.Regions {
		doc.Regions = append(doc.Regions, Region{r.ID, r.Name, words(r.Emergency), words(r.Urgent)})
	}
	for i := range p.Rules {
		doc.Rules = append(doc.Rules, d.rule(i, cases))
	}
	for _, a := range p.Accepted {
		x := Accepted{Property: a.Property, Subject: a.Subject, Rules: a.Rules, Reason: a.Reason}
		if a.When != nil {
			x.When = p.Words(a.When)
		}
		doc.Accepted = append(doc.Accepted, x)
	}
	for i := range p.Invariants {
		doc.Invariants = append(doc.Invariants, d.invariant(&p.Invariants[i]))
	}
	for i := range p.Rows {
		doc.Rows = append(doc.Rows, d.row(&p.Rows[i], doc))
	}
	for i := range p.Questions {
		doc.Questions = append(doc.Questions, d.question(i))
	}
	for i := range p.Notes {
		doc.Notes = append(doc.Notes, d.note(&p.Notes[i]))
	}
	for i := range p.Conditions {
		c := &p.Conditions[i]
		doc.Conditions = append(doc.Conditions, Condition{c.ID, words(c.Title), p.Words(c.When)})
	}
	for i := range p.Therapies {
		doc.Therapies = append(doc.Therapies, d.therapy(i))
	}
	for i := range p.Schedules {
		doc.Schedules = append(doc.Schedules, d.schedule(i))
	}
	for i := range p.Care {
		doc.Care = append(doc.Care, d.care(i))
	}
	for _, s := range p.Sources {
		doc.Sources = append(doc.Sources, Source{s.ID, s.Citation, s.URL, s.Note})
	}
	return doc
}

// describer puts the parts of a pack into words.
type describer struct{ *rules.Pack }

func words(t rules.Text) Words { return Words{t.Patient, t.Practitioner} }

func allWords(ts []rules.Text) (all []Words) {
	for _, t := range ts {
		all = append(all, words(t))
	}
	return all
}

func (d describer) header() Header {
	return Header{
		Name: d.Name, Version: d.Version, Title: words(d.Title), Author: d.Author, Reviewed: d.Reviewed,
		For: words(d.Use.For), NotFor: allWords(d.Use.NotFor), Limits: allWords(d.Use.Limits), Disclaimer: words(d.Disclaimer),
	}
}

// dispositions describes the general wordings, most cautious first.
func (d describer) dispositions() (all []Disposition) {
	for i, w := range d.Dispositions {
		out := Disposition{ID: rules.Disposition(i).String(), Title: words(w.Title), Text: words(w.Text), Unsure: words(w.Unsure)}
		if rules.Disposition(i) == rules.Clearance && d.ClearanceLifted != nil {
			out.LiftedWhen = d.Words(d.ClearanceLifted)
		}
		all = append(all, out)
	}
	slices.Reverse(all)
	return all
}

func (d describer) note(n *rules.NoteTerm) Note {
	q := &d.Questions[n.Question]
	out := Note{Question: q.ID, Terms: n.Terms, Harmless: n.Harmless}
	for i, o := range q.Options {
		if n.Options>>i&1 != 0 {
			out.Options = append(out.Options, o.ID)
		}
	}
	return out
}

// rulesThat returns the ids of the rules whose effect is selected.
func (d describer) rulesThat(keep func(r *rules.Rule) bool) []string {
	ids := []string{}
	for i := range d.Rules {
		if keep(&d.Rules[i]) {
			ids = append(ids, d.Rules[i].ID)
		}
	}
	return ids
}

func (d describer) sources(indices []int) (ids []string) {
	for _, i := range indices {
		ids = append(ids, d.Sources[i].ID)
	}
	return ids
}

func (d describer) rule(i int, cases []rules.Case) Rule {
	r := &d.Rules[i]
	return Rule{
		ID: r.ID, Title: r.Title, File: r.Pos.File, Rows: r.Rows, When: d.Words(r.When), Then: d.effect(&r.Then),
		Text: words(r.Text), UnsureText: words(r.UnsureText), Sources: d.sources(r.Sources), Certainty: r.Certainty.String(),
		Fires: casesThat(cases, rules.Fires, i), Unsure: casesThat(cases, rules.IsUnsure, i), NearMiss: casesThat(cases, rules.NearMiss, i),
	}
}

// casesThat returns the names of the cases that check the rule in that way.
func casesThat(cases []rules.Case, kind rules.CheckKind, rule int) []string {
	names := []string{}
	for i := range cases {
		if slices.ContainsFunc(cases[i].Checks, func(c rules.Check) bool { return c.Kind == kind && c.Subject == rule }) {
			names = append(names, cases[i].Name)
		}
	}
	return names
}

func (d describer) row(row *rules.Row, doc *Doc) Row {
	r := Row{ID: row.ID, Title: row.Title, Unexpressed: row.Unexpressed, Partly: row.Partly, Rules: []string{}, Invariants: []string{}}
	fires, misses := map[string]bool{}, map[string]bool{}
	for i := range doc.Rules {
		rule := &doc.Rules[i]
		if !slices.Contains(rule.Rows, row.ID) {
			continue
		}
		r.Rules = append(r.Rules, rule.ID)
		for _, name := range slices.Concat(rule.Fires, rule.Unsure) {
			fires[name] = true
		}
		for _, name := range rule.NearMiss {
			misses[name] = true
		}
	}
	r.Tests, r.NearMisses = len(fires), len(misses)
	for _, inv := range doc.Invariants {
		if slices.Contains(inv.Rows, row.ID) {
			r.Invariants = append(r.Invariants, inv.ID)
		}
	}
	return r
}

func (d describer) question(i int) Question {
	q := &d.Questions[i]
	out := Question{
		ID: q.ID, Section: d.Sections[q.Section].Title.Practitioner, Type: q.Kind.String(), Answers: answers(q), Required: q.Required,
		Ask: words(q.Ask), Help: words(q.Help), Why: words(q.Why),
		ReadBy: d.rulesThat(func(r *rules.Rule) bool { return slices.Contains(d.Reads(r.When), i) }),
	}
	if q.AskIf != nil {
		out.AskedIf = d.Words(q.AskIf)
	}
	for _, o := range q.Options {
		out.Options = append(out.Options, Option{o.ID, words(o.Label), words(o.Help)})
	}
	return out
}

// answers says what may be answered to a question.
func answers(q *rules.Question) string {
	var s string
	switch q.Kind {
	case rules.Choice:
		s = "one option"
	case rules.Multi:
		s = "any number of options, or none"
		if q.AtLeastOne {
			s = "one option or more"
		}
	case rules.Bool:
		s = "yes or no"
	case rules.Int:
		s = fmt.Sprintf("a whole number from %d to %d", q.Min, q.Max)
	case rules.FreeText:
		return fmt.Sprintf("text of at most %d characters", q.Max)
	}
	if q.Unsure {
		s += ", or unsure"
	}
	return s
}

func (d describer) therapy(i int) Therapy {
	t := &d.Therapies[i]
	bit := uint64(1) << i
	return Therapy{
		ID: t.ID, Name: words(t.Name), OtherNames: t.OtherNames, About: words(t.About), Areas: d.areaNames(t.Areas),
		Pressure: pressureWords(t), Minutes: t.Minutes, Tags: d.tagNames(t.Tags),
		Provider: t.Provider.String(), Evidence: words(t.Evidence), Harms: words(t.Harms), Sources: d.sources(t.Sources), Certainty: t.Certainty.String(),
		SuggestedBy: d.rulesThat(func(r *rules.Rule) bool {
			return slices.ContainsFunc(r.Then.Suggest, func(s rules.Suggestion) bool { return s.Therapy == i })
		}),
		ExcludedBy:  d.rulesThat(func(r *rules.Rule) bool { return r.Then.Exclude&bit != 0 }),
		CautionedBy: d.rulesThat(func(r *rules.Rule) bool { return r.Then.Caution.Therapies&bit != 0 }),
	}
}

// pressureWords is empty for a procedure that has no pressure.
func pressureWords(t *rules.Therapy) string {
	if t.Usual == 0 {
		return ""
	}
	return fmt.Sprintf("usually %v; %v to %v", t.Usual, t.Least, t.Most)
}

func (d describer) schedule(i int) Schedule {
	s := &d.Schedules[i]
	out := Schedule{
		ID: s.ID, Name: words(s.Name), Review: fmt.Sprintf("in week %d", s.ReviewWeek), Sources: d.sources(s.Sources), Certainty: s.Certainty.String(),
		Sessions: fmt.Sprintf("at most %d from today on", s.MaxSessions),
		ChosenBy: d.rulesThat(func(r *rules.Rule) bool { return r.Then.Schedule == i }),
	}
	if s.CourseSessions > 0 {
		out.Sessions = fmt.Sprintf("at most %d of the whole course, sessions done included", s.CourseSessions)
	}
	for _, ph := range s.Phases {
		out.Phases = append(out.Phases, fmt.Sprintf("weeks %d to %d: %s sessions a week of %s minutes",
			ph.Weeks[0], ph.Weeks[1], span(perWeek(ph.Rate[0]), perWeek(ph.Rate[1])), span(fmt.Sprint(ph.Minutes[0]), fmt.Sprint(ph.Minutes[1]))))
	}
	return out
}

func span(a, b string) string {
	if a == b {
		return a
	}
	return a + " to " + b
}

func (d describer) care(i int) Care {
	c := &d.Care[i]
	return Care{
		ID: c.ID, Name: words(c.Name), Text: words(c.Text), Evidence: words(c.Evidence), Sources: d.sources(c.Sources), Certainty: c.Certainty.String(),
		GivenBy: d.rulesThat(func(r *rules.Rule) bool { return slices.Contains(r.Then.Care, i) }),
	}
}

func (d describer) areaNames(set uint64) (names []string) {
	for i, o := range d.Questions[d.Areas].Options {
		if set&(1<<i) != 0 {
			names = append(names, strings.ToLower(o.Label.Practitioner))
		}
	}
	return names
}

func (d describer) tagNames(set uint64) (names []string) {
	for i := range d.Tags {
		if set&(1<<i) != 0 {
			names = append(names, d.Tags[i].ID)
		}
	}
	return names
}
