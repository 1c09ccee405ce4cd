package packdoc

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"

	"knead/rules"
)

// Describe makes the record of a whole pack. The cases show which tests fire each rule.
func Describe(p *rules.Pack, cases []rules.Case) *Doc {
	d := describer{p}
	doc := &Doc{
		Pack: d.header(), Dispositions: d.dispositions(), Cases: len(cases),
		Regions: each(p.Regions, func(_ int, r *rules.Region) Region {
			return Region{r.ID, r.Name.Practitioner, r.Emergency, r.Urgent}
		}),
		Rules: each(p.Rules, func(i int, r *rules.Rule) Rule { return d.rule(i, r, cases) }),
		Accepted: each(p.Waivers, func(_ int, w *rules.Waiver) Accepted {
			return Accepted{w.Property, w.Subject, w.Rules, d.when(w.When), w.Reason}
		}),
		Invariants: each(p.Invariants, func(_ int, inv *rules.Invariant) Invariant { return d.invariant(inv) }),
		Questions:  each(p.Questions, d.question),
		Notes:      each(p.Notes, d.note),
		Cues:       each(p.Cues, d.cue),
		Conditions: each(p.Conditions, func(_ int, c *rules.NamedCondition) Condition {
			return Condition{c.ID, c.Title, p.Words(c.When)}
		}),
		Contradictions: each(p.Contradicts, func(_ int, c *rules.Contradiction) Contradiction {
			return Contradiction{c.ID, p.Words(c.When), each(c.Questions, func(_ int, q *int) string { return p.Questions[*q].ID }), c.Text}
		}),
		Therapies: each(p.Therapies, d.therapy),
		Schedules: each(p.Schedules, d.schedule),
		Care:      each(p.Care, d.care),
	}
	doc.Sources = each(p.Sources, func(_ int, s *rules.Source) Source { return source(s, doc) })
	doc.Rows = each(p.Requirements, func(_ int, r *rules.Requirement) Row { return d.row(r, doc) })
	return doc
}

// each describes the elements of a list.
func each[T, U any](list []T, describe func(i int, x *T) U) (all []U) {
	for i := range list {
		all = append(all, describe(i, &list[i]))
	}
	return all
}

// describer puts the parts of a pack into words.
type describer struct{ *rules.Pack }

func (d describer) header() Header {
	return Header{
		Name: d.Name, Version: d.Version, Title: d.Title, Author: d.Author, Reviewed: d.Reviewed,
		For: d.Use.For, NotFor: d.Use.NotFor, Limits: d.Use.Limits, Opening: d.Use.Opening, Disclaimer: d.Disclaimer, Short: d.DisclaimerShort,
	}
}

// dispositions describes the general wordings, most cautious first.
func (d describer) dispositions() (all []Disposition) {
	for i, w := range d.Dispositions {
		out := Disposition{ID: rules.Disposition(i).String(), Title: w.Title, Short: w.Short, Text: w.Text, Unsure: w.Unsure}
		if rules.Disposition(i) == rules.Clearance {
			out.LiftedWhen = d.when(d.ClearanceLifted)
		}
		all = append(all, out)
	}
	slices.Reverse(all)
	return all
}

func (d describer) note(_ int, n *rules.NoteTerm) Note {
	q := &d.Questions[n.Question]
	return Note{q.ID, members(n.Options, func(i int) string { return q.Options[i].ID }), n.Terms, n.With, n.Harmless, n.PastCounts, n.Slips}
}

func (d describer) cue(_ int, c *rules.NoteCue) Cue {
	cue := Cue{Category: c.Category.String(), Direction: c.Direction.String(), List: c.List, Open: c.Open, Correlative: c.Correlative, Far: c.Far, Phrases: c.Phrases}
	if c.Category == rules.CueTerminate {
		cue.Ends = members(uint64(c.Ends), func(i int) string { return rules.CueCategory(i).String() })
	}
	return cue
}

// members names what is in a bit set.
func members(set uint64, name func(i int) string) (names []string) {
	for ; set != 0; set &= set - 1 {
		names = append(names, name(bits.TrailingZeros64(set)))
	}
	return names
}

// when words a condition; one that is absent is empty.
func (d describer) when(c *rules.Condition) string {
	if c == nil {
		return ""
	}
	return d.Words(c)
}

// rulesWith returns the ids of the rules that have a value of a kind of effect.
func (d describer) rulesWith(k rules.EffectKind, value int) []string {
	return d.rulesThat(func(r *rules.Rule) bool { return r.Then.Names(k, value) })
}

func (d describer) rulesThat(keep func(r *rules.Rule) bool) []string {
	ids := []string{}
	for i := range d.Rules {
		if keep(&d.Rules[i]) {
			ids = append(ids, d.Rules[i].ID)
		}
	}
	return ids
}

func (d describer) grounds(sources []int, c rules.Certainty) Grounds {
	return Grounds{each(sources, func(_ int, i *int) string { return d.Sources[*i].ID }), c.String()}
}

func (d describer) because(r *rules.Rule) *Grounds {
	if len(r.Because.Sources) == 0 {
		return nil
	}
	g := d.grounds(r.Because.Sources, r.Because.Certainty)
	return &g
}

func source(s *rules.Source, doc *Doc) Source {
	out := Source{ID: s.ID, Type: s.Type.String(), Citation: s.Citation, URL: s.URL, Seen: s.Seen, Note: s.Note}
	if s.Type != rules.Untyped {
		out.Checked = s.Checked.String()
	}
	for id, g := range doc.grounds() {
		if slices.Contains(g.Sources, s.ID) && !slices.Contains(out.Bears, id) {
			out.Bears = append(out.Bears, id)
		}
	}
	return out
}

func (d describer) rule(i int, r *rules.Rule, cases []rules.Case) Rule {
	return Rule{
		ID: r.ID, Title: r.Title, File: r.Pos.File, Rows: r.Requirements, When: d.Words(r.When), Then: d.effect(&r.Then),
		Short: r.Short, Text: r.Text, UnsureText: r.UnsureText, Grounds: d.grounds(r.Sources, r.Certainty), Because: d.because(r), urgency: r.Then.Disposition, ifUnsure: r.Then.IfUnsure,
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

func (d describer) row(row *rules.Requirement, doc *Doc) Row {
	r := Row{ID: row.ID, Title: row.Title, Unexpressed: row.Unexpressed, Partly: row.Partly, Rules: []string{}, Invariants: []string{}}
	var fires, misses []string
	for _, rule := range doc.Rules {
		if slices.Contains(rule.Rows, row.ID) {
			r.Rules = append(r.Rules, rule.ID)
			fires, misses = slices.Concat(fires, rule.Fires, rule.Unsure), append(misses, rule.NearMiss...)
		}
	}
	r.Tests, r.NearMisses = distinct(fires), distinct(misses)
	for _, inv := range doc.Invariants {
		if slices.Contains(inv.Rows, row.ID) {
			r.Invariants = append(r.Invariants, inv.ID)
		}
	}
	return r
}

// distinct counts names, each once.
func distinct(names []string) int {
	slices.Sort(names)
	return len(slices.Compact(names))
}

func (d describer) question(i int, q *rules.Question) Question {
	return Question{
		ID: q.ID, Section: d.Sections[q.Section].Title.Practitioner, Type: q.Kind.String(), Answers: answers(q), Required: q.Required, AskedIf: d.when(q.AskIf),
		Ask: q.Ask, Short: q.Short, Help: q.Help, Why: q.Why,
		ReadBy: d.rulesThat(func(r *rules.Rule) bool { return slices.Contains(d.Reads(r.When), i) }),
		Options: each(q.Options, func(_ int, o *rules.Option) Option {
			return Option{o.ID, o.Label, o.Help}
		}),
	}
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

func (d describer) therapy(i int, t *rules.Therapy) Therapy {
	return Therapy{
		ID: t.ID, Name: t.Name, OtherNames: t.OtherNames, Short: t.Short, About: t.About, Areas: members(t.Areas, func(i int) string { return d.valueName(rules.OverAreas, i) }),
		Pressure: pressureWords(t), Minutes: t.Minutes, Tags: members(t.Tags, func(i int) string { return d.Tags[i].ID }),
		Provider: t.Provider.String(), Evidence: t.Evidence, Harms: t.Harms, Grounds: d.grounds(t.Sources, t.Certainty),
		SuggestedBy: d.rulesWith(rules.EffectSuggest, i),
		ExcludedBy:  d.rulesWith(rules.EffectExclude, i),
		CautionedBy: d.rulesWith(rules.EffectCautionBeside, i),
	}
}

// pressureWords is empty for a procedure that has no pressure.
func pressureWords(t *rules.Therapy) string {
	if t.Usual == 0 {
		return ""
	}
	return fmt.Sprintf("usually %v; %v to %v", t.Usual, t.Least, t.Most)
}

func (d describer) schedule(i int, s *rules.Schedule) Schedule {
	out := Schedule{
		ID: s.ID, Name: s.Name, Review: fmt.Sprintf("in week %d", s.ReviewWeek), Grounds: d.grounds(s.Sources, s.Certainty),
		Sessions: fmt.Sprintf("at most %d from today on", s.MaxSessions),
		ChosenBy: d.rulesWith(rules.EffectSchedule, i),
	}
	if s.CourseSessions > 0 {
		out.Sessions = fmt.Sprintf("at most %d of the whole course, sessions done included", s.CourseSessions)
	}
	out.Phases = each(s.Phases, func(_ int, ph *rules.Phase) string {
		return fmt.Sprintf("weeks %d to %d: %s sessions a week of %s minutes", ph.Weeks[0], ph.Weeks[1],
			span(fmt.Sprint(ph.Rate[0].PerWeek()), fmt.Sprint(ph.Rate[1].PerWeek())), span(strconv.Itoa(ph.Minutes[0]), strconv.Itoa(ph.Minutes[1])))
	})
	return out
}

func span(a, b string) string {
	if a == b {
		return a
	}
	return a + " to " + b
}

func (d describer) care(i int, c *rules.Care) Care {
	return Care{
		ID: c.ID, Name: c.Name, Short: c.Short, Text: c.Text, Evidence: c.Evidence, Grounds: d.grounds(c.Sources, c.Certainty),
		GivenBy: d.rulesWith(rules.EffectCare, i),
	}
}
