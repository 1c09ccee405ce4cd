package engine

import (
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
	// Affects is the most that depends on it: disposition, therapies, dose, advice or nothing.
	Affects  string     `json:"affects"`
	Outcomes []Prospect `json:"outcomes"` // most cautious first
}

// Prospect is the result under some of the possible answers.
type Prospect struct {
	Answers     []Value `json:"answers"` // any of these; an empty list of options is "none of these"
	Disposition string  `json:"disposition"`
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

// OpenQuestions lists the questions that apply and have no sure answer, those that matter most
// first, with the result under each possible answer.
func (p *Program) OpenQuestions(in *rules.Intake) []OpenQuestion {
	s := prospects{Program: p, in: *in, facts: p.NewFacts(), decision: &Decision{}}
	s.in.Answers = slices.Clone(in.Answers)
	s.present = s.view(-1)
	carries := s.decision.Disposition.CarriesTherapies()
	states := make([]string, len(p.pack.Questions))
	for q := range states {
		if a := &s.facts.answers[q]; !a.skipped && p.pack.Questions[q].Kind != rules.FreeText {
			_, states[q] = s.facts.answer(q)
		}
	}
	type ranked struct {
		OpenQuestion
		rank, spread int
	}
	var list []ranked
	for q, state := range states {
		if state != "" && state != "answered" {
			u, rank, spread := s.unknown(q, state, carries)
			list = append(list, ranked{u, rank, spread})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		if a.rank != b.rank {
			return b.rank - a.rank
		}
		return b.spread - a.spread
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
	in       rules.Intake
	facts    *Facts
	decision *Decision
	present  prospect
}

// prospect is a result, as far as it is compared.
type prospect struct {
	disposition rules.Disposition
	therapies   []TherapyDecision
	advice      [][]int32
	plan        PlanDecision
}

// view evaluates the answers. A note about the question counts as asked about.
func (s *prospects) view(question int) prospect {
	s.facts.Load(&s.in)
	if question >= 0 && s.facts.answers[question].noted {
		s.facts.confirm(question, s.in.Answers[question])
	}
	s.DecideFacts(s.facts, s.decision)
	d := s.decision
	v := prospect{disposition: d.Disposition, therapies: slices.Clone(d.Therapies), plan: d.Plan}
	v.advice = [][]int32{slices.Clone(d.Cautions), slices.Clone(d.Care)}
	for _, t := range d.Therapies {
		v.advice = append(v.advice, slices.Clone(d.Rules(t.Cautions)), slices.Clone(d.Rules(t.For)))
	}
	for _, t := range d.Withheld {
		v.advice = append(v.advice, []int32{int32(t.Therapy)}, slices.Clone(d.Rules(t.Because)))
	}
	for _, a := range d.Avoid {
		v.advice = append(v.advice, []int32{int32(a.Area)}, slices.Clone(d.Rules(a.Because)))
	}
	return v
}

// confirm sets an answer that stands against what a note hints at.
func (f *Facts) confirm(question int, answer rules.Answer) {
	a := &f.answers[question]
	a.noted, a.state, a.ticks, a.blank, a.unsure = false, rules.Answered, answer.Ticks, false, false
	f.encode(question)
}

// differs returns the rank of the greatest difference from another prospect.
func (v *prospect) differs(u *prospect) int {
	same := func(a, b TherapyDecision) bool { return a.Therapy == b.Therapy }
	dose := func(a, b TherapyDecision) bool {
		return a.Pressure == b.Pressure && a.Minutes == b.Minutes && a.Areas == b.Areas
	}
	planned := v.plan.Schedule == u.plan.Schedule && v.plan.Cap == u.plan.Cap && v.plan.MaxSessions == u.plan.MaxSessions
	switch {
	case v.disposition != u.disposition:
		return 4
	case !slices.EqualFunc(v.therapies, u.therapies, same):
		return 3
	case !planned || !slices.EqualFunc(v.therapies, u.therapies, dose):
		return 2
	case !slices.EqualFunc(v.advice, u.advice, slices.Equal[[]int32]):
		return 1
	}
	return 0
}

// unknown tries every possible answer to a question.
func (s *prospects) unknown(q int, state string, carries bool) (u OpenQuestion, rank, spread int) {
	u = OpenQuestion{Question: s.pack.Questions[q].ID, State: state, Outcomes: []Prospect{}}
	before := s.in.Answers[q]
	var views []prospect
	for _, answer := range s.answers(q) {
		s.in.Answers[q] = answer.Answer
		v := s.view(q)
		if difference := v.differs(&s.present); difference > rank {
			rank = difference
		}
		spread = max(spread, int(v.disposition)-int(s.present.disposition), int(s.present.disposition)-int(v.disposition))
		value := s.value(q, answer)
		same := func(o prospect) bool { return o.differs(&v) == 0 || !carries && o.disposition == v.disposition }
		if i := slices.IndexFunc(views, same); i >= 0 {
			u.Outcomes[i].Answers = joinValues(u.Outcomes[i].Answers, value)
			continue
		}
		views = append(views, v)
		outcome := s.prospect(s.decision)
		outcome.Answers = append(outcome.Answers, value)
		outcome.Same = v.differs(&s.present) == 0
		if !carries {
			outcome = Prospect{Answers: outcome.Answers, Disposition: outcome.Disposition, Therapies: []string{}, Same: v.disposition == s.present.disposition}
		}
		u.Outcomes = append(u.Outcomes, outcome)
	}
	s.in.Answers[q] = before
	if !carries && rank < 4 {
		rank = 0
	}
	u.Affects = affects[rank]
	slices.SortStableFunc(u.Outcomes, func(a, b Prospect) int { return severity(b.Disposition) - severity(a.Disposition) })
	return u, rank, spread
}

// possible is an answer that may turn out to be right; a number stands for all up to last.
type possible struct {
	rules.Answer
	last int
	tick uint64 // Multi: the option that is ticked beside the others
}

// answers lists the possible answers to a question.
func (s *prospects) answers(q int) (answers []possible) {
	question, ticks := &s.pack.Questions[q], s.in.Answers[q].Ticks
	add := func(ticks uint64, number, last int, tick uint64) {
		answers = append(answers, possible{rules.Answer{State: rules.Answered, Ticks: ticks, Int: number}, last, tick})
	}
	switch question.Kind {
	case rules.Int:
		for _, class := range s.classes(q) {
			add(0, class[0], class[1], 0)
		}
		return answers
	case rules.Multi:
		if ticks != 0 || !question.AtLeastOne {
			add(ticks, 0, 0, 0)
		}
	default:
		ticks = 0
	}
	for i := range question.Options {
		if tick := uint64(1) << i; ticks&tick == 0 {
			add(ticks|tick, 0, 0, tick)
		}
	}
	return answers
}

// value puts a possible answer into a record.
func (s *prospects) value(q int, a possible) Value {
	question := &s.pack.Questions[q]
	if question.Kind == rules.Int {
		return Value{Range: &[2]int{a.Int, a.last}}
	}
	return Value{Options: optionIDs(question, a.tick)}
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
	out := Prospect{Answers: []Value{}, Disposition: d.Disposition.String(), Therapies: []string{}}
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
