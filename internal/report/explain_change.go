package report

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// shownWays is how many ways to one outcome the text lists.
const shownWays = 4

// whatIf says which changes would change the result.
func (p *explainPage) whatIf() {
	w := &p.e.WhatIf
	p.heading(p.word("explain_what_if"))
	if w.SeeClinician {
		p.para("  ", p.word("explain_see_clinician"))
	}
	if dispositionNamed(p.e.Disposition) >= rules.Refer {
		return
	}
	if len(w.Outcomes) == 0 {
		p.para("  ", p.noChange(w))
	}
	for _, o := range w.Outcomes {
		p.outcome(o)
	}
	if !w.Complete && len(w.Outcomes) > 0 {
		p.para("  ", p.word("explain_searched", "n", w.Changes))
	}
}

// noChange says that no change leads to another result, as far as changes were tried.
func (p *explainPage) noChange(w *engine.WhatIf) string {
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

// outcome says one other result and the ways to it.
func (p *explainPage) outcome(o engine.Outcome) {
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
	p.para("  ", p.paint(bold, upperFirst(strings.Join(parts, "; ")))+":")
	for i, way := range o.Ways {
		if i == shownWays {
			p.para("    ", p.word("explain_more_ways", "n", len(o.Ways)-i))
			break
		}
		var changes []string
		for _, c := range way {
			changes = append(changes, p.change(c))
		}
		p.para("    - ", strings.Join(changes, "; "+p.word("explain_and")+" "))
	}
}

// change says a new answer beside the present one.
func (p *explainPage) change(c engine.Change) string {
	subject := p.subject(c.Question) + ": "
	from, to := p.value(c.Question, c.From), p.value(c.Question, c.To)
	if p.isMulti(c.Question) {
		from, to = p.value(c.Question, without(c.From, c.To)), p.value(c.Question, without(c.To, c.From))
		switch {
		case len(without(c.To, c.From).Options) == 0:
			return subject + p.word("explain_drop", "options", from)
		case len(without(c.From, c.To).Options) == 0:
			return subject + p.word("explain_add", "options", to)
		}
	}
	return subject + p.word("explain_instead", "now", to, "before", from)
}

func (s *page) isMulti(question string) bool {
	i := s.Pack.QuestionIndex(question)
	return i >= 0 && s.Pack.Questions[i].Kind.Many()
}

// without returns the options of a that are not in b.
func without(a, b engine.Value) engine.Value {
	return engine.Value{Options: missingIn(b.Options, a.Options)}
}

// therapyName returns the name of a therapy.
func (s Style) therapyName(id string) string {
	if i := s.Pack.TherapyIndex(id); i >= 0 {
		return s.say(s.Pack.Therapies[i].Name)
	}
	return id
}

// open says what each open question would decide.
func (p *explainPage) open() {
	matters := func(q engine.OpenQuestion) bool { return q.Affects != "nothing" && q.Affects != "advice" }
	carries := dispositionNamed(p.e.Disposition).CarriesTherapies()
	if len(p.e.Open) == 0 || !carries && !slices.ContainsFunc(p.e.Open, matters) {
		return
	}
	p.heading(p.word("explain_open"))
	if dispositionNamed(p.e.Disposition) >= rules.Refer {
		p.para("  ", p.word("explain_do_not_wait"))
	}
	var idle []string
	for i := range p.e.Open {
		q := &p.e.Open[i]
		if !matters(*q) {
			idle = append(idle, q.Question)
			continue
		}
		p.para("  - ", p.paint(bold, p.question(q.Question))+" ("+p.word("state_"+q.State)+")"+p.rule(q.Question))
		p.prospects(q.Question, q.Outcomes)
		if len(q.Corrected) > 0 {
			p.para("    ", p.word("explain_notes_stand"))
			p.prospects(q.Question, q.Corrected)
		}
	}
	if len(idle) > 0 && carries {
		p.para("  ", p.word("explain_idle")+" "+p.subjects(idle)+p.word("report_stop"))
	}
}

// subjects names several questions.
func (s *page) subjects(ids []string) string { return joined(ids, s.subject) }

// prospects says what the result would be under each answer; answers with the same words
// for their result are said together.
func (p *explainPage) prospects(question string, outcomes []engine.Prospect) {
	if len(outcomes) == 1 {
		p.para("    · ", p.word("explain_if_any", "result", p.prospect(&outcomes[0])))
		return
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
		p.para("    · ", p.word("explain_if_answer", "answer", strings.Join(answers[result], " / "), "result", result))
	}
}

// prospect words one result as it differs from that of now.
func (p *explainPage) prospect(o *engine.Prospect) string {
	if o.Same {
		return p.word("explain_as_now")
	}
	if len(o.Missing) > 0 {
		return p.word("explain_also_needed", "questions", p.subjects(o.Missing))
	}
	var parts []string
	if o.Disposition != p.e.Disposition {
		parts = append(parts, p.word("disposition_"+o.Disposition))
	}
	if parts = append(parts, p.compared(o)...); len(parts) == 0 {
		return p.word("explain_details")
	}
	return strings.Join(parts, "; ")
}

// compared says how the therapies of a prospect differ from those shown now.
func (p *explainPage) compared(o *engine.Prospect) (parts []string) {
	if !dispositionNamed(p.e.Disposition).CarriesTherapies() || !dispositionNamed(o.Disposition).CarriesTherapies() {
		return nil
	}
	now := p.e.Now.Therapies
	if more := missingIn(now, o.Therapies); len(more) > 0 {
		parts = append(parts, p.word("explain_more", "therapies", joined(more, p.therapyName)))
	}
	if fewer := missingIn(o.Therapies, now); len(fewer) > 0 {
		parts = append(parts, p.word("explain_fewer", "therapies", joined(fewer, p.therapyName)))
	}
	if len(o.Therapies) > 0 && (len(now) == 0 || now[0] != o.Therapies[0]) {
		parts = append(parts, p.word("explain_first", "therapy", p.therapyName(o.Therapies[0])))
	}
	return append(parts, p.dose(o)...)
}

// dose says how the dose of a prospect differs from that of now.
func (p *explainPage) dose(o *engine.Prospect) (parts []string) {
	now := &p.e.Now
	if o.Pressure != "" && o.Pressure != now.Pressure {
		parts = append(parts, p.word("explain_pressure", "pressure", p.word("pressure_"+o.Pressure)))
	}
	if o.Minutes != 0 && o.Minutes != now.Minutes {
		parts = append(parts, p.word("explain_minutes", "n", o.Minutes))
	}
	if o.Schedule != "" && o.Schedule != now.Schedule {
		parts = append(parts, p.word("explain_schedule"))
	}
	return parts
}
