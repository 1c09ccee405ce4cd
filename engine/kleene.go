package engine

import "knead/rules"

// truth returns the condition's truth, or that of its negation, in the view. The facts
// must be settled.
func (f *Facts) truth(c *rules.Condition, v view, negated bool) Truth {
	switch c.Op {
	case rules.Always:
		if negated {
			return False
		}
		return True
	case rules.Is:
		return f.truth(c.Of[0], v, negated)
	case rules.Not:
		return f.truth(c.Of[0], v, !negated)
	case rules.All:
		return f.count(c.Of, len(c.Of), v, negated)
	case rules.Any:
		return f.count(c.Of, 1, v, negated)
	case rules.AtLeast:
		return f.count(c.Of, c.N, v, negated)
	}
	a := f.atom(c)
	if negated {
		a = a.not()
	}
	return a.in(v)
}

// count returns the truth of "at least n of the parts hold". Its negation is "at least
// len(parts)-n+1 of the negated parts hold".
func (f *Facts) count(parts []*rules.Condition, n int, v view, negated bool) Truth {
	if negated {
		n = len(parts) - n + 1
	}
	surely, possibly := 0, 0
	for _, part := range parts {
		switch f.truth(part, v, negated) {
		case True:
			surely++
			possibly++
		case Unknown:
			possibly++
		}
	}
	switch {
	case surely >= n:
		return True
	case possibly >= n:
		return Unknown
	}
	return False
}

// atom returns the truth of a OneOf or Compare condition.
func (f *Facts) atom(c *rules.Condition) atom {
	if c.Op == rules.Compare && c.Derived >= 0 {
		value, state := f.program.derived[c.Derived].value(f)
		if state == atomTrue && (value < c.Min || value > c.Max) {
			return atomFalse
		}
		return state
	}
	a := &f.answers[c.Question]
	question := &f.program.pack.Questions[c.Question]
	var holds bool
	switch {
	case f.skipped(c.Question):
		return atomFalse
	case a.state == rules.Unanswered && question.Required:
		return atomBlank
	case c.Op == rules.OneOf:
		holds = a.ticks&c.Options != 0
	default:
		holds = a.state == rules.Answered && int(a.value) >= c.Min && int(a.value) <= c.Max
	}
	switch {
	case holds:
		return atomTrue
	case a.state == rules.Answered:
		return atomFalse
	}
	return atomUnknown
}
