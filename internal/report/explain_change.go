package report

import (
	"strings"

	"knead/engine"
)

// shownNear is how many rules that nearly apply the short text lists.
const shownNear = 3

// shownWays is how many ways to one outcome the text lists.
const shownWays = 4

// noChange says that no change leads to another result, as far as changes were tried.
func (p *explainPage) noChange(w engine.WhatIf) string {
	switch {
	case len(w.Questions) == 0:
		return p.word("explain_nothing_to_change")
	case w.Complete:
		return p.word("explain_no_change")
	case w.Changes == 0:
		return p.word("explain_too_many")
	}
	return p.word("explain_no_change_up_to", "n", w.Changes)
}

// outcome words another result that changes lead to.
func (p *explainPage) outcome(o engine.Outcome) string {
	var parts []string
	if o.Disposition != p.e.Disposition {
		parts = append(parts, p.word("disposition_"+o.Disposition))
	}
	switch {
	case o.Therapy != "":
		parts = append(parts, p.word("explain_first", "therapy", p.therapyName(o.Therapy)))
	case o.Disposition == p.e.Disposition:
		parts = append(parts, p.word("explain_none_shown"))
	}
	if len(o.Missing) > 0 {
		parts = append(parts, p.word("explain_opens", "questions", p.subjects(o.Missing)))
	}
	return strings.Join(parts, "; ")
}

// changes says one way to an outcome: each new answer beside the present one.
func (p *explainPage) changes(way []engine.Change) string {
	var parts []string
	for _, c := range way {
		parts = append(parts, p.subject(c.Question)+": "+p.change(c))
	}
	return strings.Join(parts, "; "+p.word("explain_and")+" ")
}

func (p *explainPage) change(c engine.Change) string {
	before, now := c.From, c.To
	if i := p.Pack.QuestionIndex(c.Question); i >= 0 && p.Pack.Questions[i].Kind.Many() {
		before.Options, now.Options = without(c.From.Options, c.To.Options), without(c.To.Options, c.From.Options)
		switch {
		case len(now.Options) == 0:
			return p.word("explain_drop", "options", p.value(c.Question, before))
		case len(before.Options) == 0:
			return p.word("explain_add", "options", p.value(c.Question, now))
		}
	}
	return p.word("explain_instead", "now", p.value(c.Question, now), "before", p.value(c.Question, before))
}

// therapyName returns the name of a therapy.
func (s Style) therapyName(id string) string {
	if i := s.Pack.TherapyIndex(id); i >= 0 {
		return s.say(s.Pack.Therapies[i].Name)
	}
	return id
}

// matters reports whether an open question would change more than some advice.
func matters(q engine.OpenQuestion) bool { return q.Affects != "nothing" && q.Affects != "advice" }

// idle returns the open questions that do not matter.
func (p *explainPage) idle() (ids []string) {
	for _, q := range p.e.Open {
		if !matters(q) {
			ids = append(ids, q.Question)
		}
	}
	return ids
}

// prospects says what the result would be under each answer; answers with the same words
// for their result are said together.
func (p *explainPage) prospects(question string, outcomes []engine.Prospect) (lines []string) {
	if len(outcomes) == 1 {
		return []string{p.word("explain_if_any", "result", p.prospect(&outcomes[0]))}
	}
	var results []string
	answers := map[string][]string{}
	for i := range outcomes {
		result := p.prospect(&outcomes[i])
		if _, seen := answers[result]; !seen {
			results = append(results, result)
		}
		for _, v := range outcomes[i].Answers {
			answers[result] = append(answers[result], p.value(question, v))
		}
	}
	for _, result := range results {
		lines = append(lines, p.word("explain_if_answer", "answer", strings.Join(answers[result], " / "), "result", result))
	}
	return lines
}

// prospect words one result as it differs from that of now.
func (p *explainPage) prospect(o *engine.Prospect) string {
	switch {
	case o.Same:
		return p.word("explain_as_now")
	case len(o.Missing) > 0:
		return p.word("explain_also_needed", "questions", p.subjects(o.Missing))
	}
	var parts []string
	if o.Disposition != p.e.Disposition {
		parts = append(parts, p.word("disposition_"+o.Disposition))
	}
	if p.e.Ready && dispositionNamed(o.Disposition).CarriesTherapies() {
		parts = append(parts, p.compared(o)...)
	}
	if len(parts) == 0 {
		return p.word("explain_details")
	}
	return strings.Join(parts, "; ")
}

// compared says how the therapies of a prospect and their dose differ from those shown now.
func (p *explainPage) compared(o *engine.Prospect) (parts []string) {
	now := &p.e.Now
	say := func(differs bool, id string, pairs ...any) {
		if differs {
			parts = append(parts, p.word(id, pairs...))
		}
	}
	more, fewer := without(o.Therapies, now.Therapies), without(now.Therapies, o.Therapies)
	say(len(more) > 0, "explain_more", "therapies", joined(more, p.therapyName))
	say(len(fewer) > 0, "explain_fewer", "therapies", joined(fewer, p.therapyName))
	if len(o.Therapies) > 0 && (len(now.Therapies) == 0 || now.Therapies[0] != o.Therapies[0]) {
		say(true, "explain_first", "therapy", p.therapyName(o.Therapies[0]))
	}
	say(o.Pressure != "" && o.Pressure != now.Pressure, "explain_pressure", "pressure", p.word("pressure_"+o.Pressure))
	say(o.Minutes != 0 && o.Minutes != now.Minutes, "explain_minutes", "n", o.Minutes)
	say(o.Schedule != "" && o.Schedule != now.Schedule, "explain_schedule")
	return parts
}
