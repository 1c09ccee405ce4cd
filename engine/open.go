package engine

import (
	"cmp"
	"slices"

	"knead/rules"
)

// OpenQuestion is a question whose answer is unsure or missing, and what the result would be
// under each possible answer. The result shown is the careful one: it holds for all of
// them until the answer is known.
//
// For a list of options the answers are: none further, and each option alone beside those
// already ticked.
type OpenQuestion struct {
	Question string `json:"question"`
	State    string `json:"state"` // unanswered, unsure or notes
	// Needed says that there is no result but incomplete, or a more cautious one, without it.
	Needed bool `json:"needed"`
	// Affects is the most that depends on it: disposition, therapies, dose, advice or nothing.
	Affects  string     `json:"affects"`
	Outcomes []Prospect `json:"outcomes"` // most cautious first
	// Corrected are the outcomes if the answer is confirmed, so that notes raise nothing against
	// it; until then an option that they hint at stays unsure unless it is ticked.
	Corrected []Prospect `json:"corrected"`
}

// Prospect is the result under some of the possible answers.
type Prospect struct {
	Answers     []Value `json:"answers"` // any of these; an empty list of options is "none of these"
	Disposition string  `json:"disposition"`
	// Missing are the required questions that have no answer then, if it is incomplete.
	Missing []string `json:"missing"`
	// Therapies are those that would be shown, best first. When the present result shows
	// none, so does this.
	Therapies []string `json:"therapies"`
	Pressure  string   `json:"pressure"` // the firmest of them; empty when there are none
	Minutes   int      `json:"minutes"`  // of the first therapy; 0 when there is none
	Schedule  string   `json:"schedule"` // empty when there is no plan
	Same      bool     `json:"same"`     // as the present result, to the last caution
}

// The ranks of OpenQuestion.Affects, by how much they matter.
var affects = [...]string{"nothing", "advice", "dose", "therapies", "disposition"}

// OpenQuestions lists the questions that apply and have no sure answer, with the result under
// each possible answer: needed ones first, then by how much depends on them.
func (p *Program) OpenQuestions(in *rules.Intake) []OpenQuestion {
	s := prospects{Program: p, in: *in, facts: p.NewFacts()}
	s.in.Answers = slices.Clone(in.Answers)
	s.present = s.decide(-1)
	f := p.settled(in)
	var list []ranked
	for q := range p.pack.Questions {
		if !f.skipped(q) && !p.pack.Questions[q].Kind.IsText() && f.state(q) != rules.Answered {
			list = append(list, s.ranked(q, f.answers[q].state == rules.Unanswered, f.hinted[q] != 0))
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		switch {
		case a.Needed == b.Needed:
			return cmp.Or(b.rank-a.rank, b.spread-a.spread)
		case a.Needed:
			return -1
		}
		return 1
	})
	unknowns := []OpenQuestion{}
	for _, u := range list {
		unknowns = append(unknowns, u.OpenQuestion)
	}
	return unknowns
}

// prospects is the state of trying answers.
type prospects struct {
	*Program
	in      rules.Intake
	facts   *Facts
	present *Decision
}

// ranked is an open question and how much depends on it.
type ranked struct {
	OpenQuestion
	rank   int // index into affects
	spread int // how far the disposition may move
}

// ranked tries the answers to one question. Needed is what keeps the present result
// incomplete.
func (s *prospects) ranked(q int, blank, noted bool) ranked {
	r := ranked{OpenQuestion: OpenQuestion{Question: s.pack.Questions[q].ID, State: "unsure", Corrected: []Prospect{}}}
	switch {
	case noted:
		r.State = "notes"
	case blank:
		r.State = "unanswered"
	}
	r.Needed = blank && s.slots[q].required && s.present.Disposition == rules.Incomplete
	r.Outcomes = s.outcomes(q, -1, &r)
	if noted {
		r.Corrected = s.outcomes(q, q, &r)
	}
	r.Affects = affects[r.rank]
	return r
}

// decide evaluates the answers as if notes did not hint at an answer to the question.
func (s *prospects) decide(question int) *Decision {
	d := &Decision{}
	s.facts.Load(&s.in)
	if question >= 0 {
		s.facts.Confirm(question)
	}
	s.DecideFacts(s.facts, d)
	return d
}

// difference returns the rank of the greatest difference between two results. Where the
// present result carries no therapies, neither does what it is compared with.
func (s *prospects) difference(v, u *Decision) int {
	same := func(a, b TherapyDecision) bool { return a.Therapy == b.Therapy }
	dose := func(a, b TherapyDecision) bool {
		return a.Pressure == b.Pressure && a.Minutes == b.Minutes && a.Areas == b.Areas
	}
	planned := v.Plan.Schedule == u.Plan.Schedule && v.Plan.Cap == u.Plan.Cap && v.Plan.MaxSessions == u.Plan.MaxSessions
	switch {
	case v.Disposition != u.Disposition, !slices.Equal(s.blanks(v), s.blanks(u)):
		return 4
	case !s.present.Disposition.CarriesTherapies():
		return 0
	case !slices.EqualFunc(v.Therapies, u.Therapies, same):
		return 3
	case !planned || !slices.EqualFunc(v.Therapies, u.Therapies, dose):
		return 2
	case !slices.EqualFunc(v.advice(), u.advice(), slices.Equal[[]int32]):
		return 1
	}
	return 0
}

// advice lists all that a decision says beside therapies, their dose and the plan, and the
// rules that say so.
func (d *Decision) advice() (lists [][]int32) {
	for _, k := range listed {
		lists = append(lists, d.Lists[k])
	}
	for _, t := range d.Therapies {
		lists = append(lists, d.Rules(t.Cautions), d.Rules(t.For))
	}
	for _, t := range d.Withheld {
		lists = append(lists, []int32{int32(t.Therapy)}, d.Rules(t.Because))
	}
	for _, a := range d.Avoid {
		lists = append(lists, []int32{int32(a.Area)}, d.Rules(a.Because))
	}
	return lists
}

// outcomes tries every possible answer to a question, as if notes did not hint at one to
// the corrected question, and notes what depends on it.
func (s *prospects) outcomes(q, corrected int, r *ranked) []Prospect {
	outcomes := []Prospect{}
	before := s.in.Answers[q]
	var decisions []*Decision
	for _, answer := range s.answers(q) {
		s.in.Answers[q] = answer.Answer
		d := s.decide(corrected)
		difference := s.difference(d, s.present)
		r.rank = max(r.rank, difference)
		r.spread = max(r.spread, int(d.Disposition)-int(s.present.Disposition), int(s.present.Disposition)-int(d.Disposition))
		if i := slices.IndexFunc(decisions, func(o *Decision) bool { return s.difference(o, d) == 0 }); i >= 0 {
			outcomes[i].Answers = joinValues(outcomes[i].Answers, answer.value)
			continue
		}
		decisions = append(decisions, d)
		outcome := s.prospect(d)
		if !s.present.Disposition.CarriesTherapies() {
			outcome = Prospect{Disposition: outcome.Disposition, Missing: outcome.Missing, Therapies: []string{}}
		}
		outcome.Answers, outcome.Same = []Value{answer.value}, difference == 0
		outcomes = append(outcomes, outcome)
	}
	s.in.Answers[q] = before
	slices.SortStableFunc(outcomes, func(a, b Prospect) int { return severity(b.Disposition) - severity(a.Disposition) })
	return outcomes
}

// possible is an answer that may turn out to be right, and how it is listed; a number stands
// for all of its range, an option of a Multi is ticked beside the others.
type possible struct {
	rules.Answer
	value Value
}

// answers lists the possible answers to a question.
func (s *prospects) answers(q int) (answers []possible) {
	question, ticks := &s.pack.Questions[q], s.in.Answers[q].Ticks
	if question.Kind.IsNumber() {
		for _, class := range s.classes(q) {
			answers = append(answers, possible{rules.Answer{State: rules.Answered, Int: class[0]}, Value{Range: &class}})
		}
		return answers
	}
	if !question.Kind.Many() {
		ticks = 0
	} else if ticks != 0 || !question.AtLeastOne {
		answers = append(answers, possible{rules.Answer{State: rules.Answered, Ticks: ticks}, Value{Options: []string{}}})
	}
	for i, o := range question.Options {
		if tick := uint64(1) << i; ticks&tick == 0 {
			answers = append(answers, possible{rules.Answer{State: rules.Answered, Ticks: ticks | tick}, Value{Options: []string{o.ID}}})
		}
	}
	return answers
}

// joinValues adds a value to others, joining neighbouring numbers.
func joinValues(values []Value, v Value) []Value {
	if last := values[len(values)-1].Range; last != nil && v.Range != nil && last[1]+1 == v.Range[0] {
		last[1] = v.Range[1]
		return values
	}
	return append(values, v)
}

// prospect puts a decision into a record without answers.
func (p *Program) prospect(d *Decision) Prospect {
	out := Prospect{Answers: []Value{}, Disposition: d.Disposition.String(), Missing: p.blanks(d), Therapies: []string{}}
	var firmest rules.Pressure
	for _, t := range d.Therapies {
		out.Therapies = append(out.Therapies, p.pack.Therapies[t.Therapy].ID)
		firmest = max(firmest, t.Pressure)
	}
	out.Pressure = firmest.String()
	if len(d.Therapies) > 0 {
		out.Minutes = d.Therapies[0].Minutes
	}
	if d.Plan.Schedule >= 0 {
		out.Schedule = p.pack.Schedules[d.Plan.Schedule].ID
	}
	return out
}

// blanks are the ids of the questions without which a decision is incomplete.
func (p *Program) blanks(d *Decision) []string {
	ids := []string{}
	for _, m := range d.Missing {
		if d.Disposition == rules.Incomplete && m.State == MissingUnanswered && p.slots[m.Question].required {
			ids = append(ids, p.pack.Questions[m.Question].ID)
		}
	}
	return ids
}
