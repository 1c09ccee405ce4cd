package questionnaire

import (
	"slices"

	"knead/rules"
)

// Returning returns a session for somebody who comes back. Answers of the last visit that
// do not change are known beforehand; those that must be asked each time, and those that
// were unsure, are asked again. What the pack can work out from the last visit, such as
// the sessions done, is suggested. A list that has grown since is asked again, and that nothing
// of it fits is not suggested. Days is the time between the visits, or -1 when it is not known.
func Returning(p *rules.Pack, last *rules.Intake, days int, logic Logic) *Session {
	s := Start(p, logic)
	s.intake.ID = last.ID
	s.intake.Context.Subject = last.Context.Subject
	applied, grown := logic.Applies(last), p.NeverAsked(last)
	for i := range p.Questions {
		q, a := &p.Questions[i], last.Answers[i]
		switch {
		case q.Returning.By == rules.ReturningFirst:
			_ = s.carry(i, first(q, last, applied, i))
		case q.Returning.By != rules.NotReturning:
			s.suggested[i] = suggestion(q, last, applied, i, days)
		case q.EachVisit || !applied[i]:
		case slices.ContainsFunc(grown, func(n rules.NeverAsked) bool { return n.Question == i }):
			if a.Ticks != 0 {
				s.suggested[i] = a
			}
		case a.State == rules.Unsure:
			s.suggested[i] = a
		default:
			_ = s.carry(i, a) // an optional question that was passed over is not asked again
		}
	}
	s.forward()
	return s
}

// first is the answer from the first visit: what the last visit knew of it, or its own.
func first(q *rules.Question, last *rules.Intake, applied []bool, i int) rules.Answer {
	for _, from := range []int{i, q.Returning.Question} {
		if a := last.Answers[from]; applied[from] && a.State == rules.Answered {
			return a
		}
	}
	return rules.Answer{}
}

// suggestion is what the question's answer probably is now, or no answer.
func suggestion(q *rules.Question, last *rules.Intake, applied []bool, i, days int) rules.Answer {
	before := last.Answers[i]
	a := rules.Answer{State: rules.Answered}
	if applied[i] {
		if before.State != rules.Answered && q.Returning.By != rules.ReturningFixed {
			return rules.Answer{}
		}
		a.Int = before.Int
	}
	switch q.Returning.By {
	case rules.ReturningFixed:
		return q.Returning.Answer
	case rules.ReturningOne:
		a.Int++
	case rules.ReturningWeeks:
		if days < 0 {
			return rules.Answer{}
		}
		a.Int += days / 7
	}
	if Check(q, a) != nil {
		return rules.Answer{}
	}
	return a
}
