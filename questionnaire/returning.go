package questionnaire

import (
	"slices"

	"knead/rules"
)

// Returning returns a session for somebody who comes back. Answers of the last visit that
// last are suggested, to be kept or changed, and so is what the pack can work out from the last
// visit, such as the sessions done; the rest is asked again. Only what is known of the first
// visit is taken as it is. That nothing of a list fits is never suggested. Days is the time between the visits, or -1 when it is not known.
func Returning(p *rules.Pack, last *rules.Intake, days int, logic Logic) *Session {
	s := Start(p, logic)
	s.before = slices.Clone(last.Answers)
	s.intake.ID = last.ID
	s.intake.Context.Subject = last.Context.Subject
	applied := logic.Applies(last)
	for i := range p.Questions {
		q, a := &p.Questions[i], last.Answers[i]
		switch {
		case q.Returning.By == rules.ReturningFirst:
			_ = s.carry(i, first(q, last, applied, i))
		case q.Returning.By != rules.NotReturning:
			s.suggested[i] = suggestion(q, last, applied, i, days)
		case q.EachVisit || !applied[i]:
		case a.State == rules.Unanswered && !q.Required && !q.Advice:
			s.seen[i], s.known[i] = true, true // it was passed over and is not asked again
		default:
			s.suggested[i] = a
		}
		if a := s.suggested[i]; q.Kind.Many() && a.Ticks == 0 {
			s.suggested[i] = rules.Answer{}
		} else {
			s.wide[i] = a.State != rules.Unanswered
		}
	}
	s.forward()
	return s
}

// LastVisit returns the answers of the last visit, as far as they are known, or nil at a first one.
func (s *Session) LastVisit() *rules.Intake {
	if s.before == nil {
		return nil
	}
	return &rules.Intake{Answers: slices.Clone(s.before)}
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
		if before.State != rules.Answered && q.Returning.By != rules.ReturningFixed && q.Returning.By != rules.ReturningLast {
			return rules.Answer{}
		}
		a.Int = before.Int
	}
	switch q.Returning.By {
	case rules.ReturningLast:
		if !applied[i] {
			return rules.Answer{}
		}
		return before
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
