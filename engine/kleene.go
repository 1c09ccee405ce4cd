package engine

import "knead/rules"

// truth returns the condition's truth, or that of its negation, in the view. The facts
// must be settled.
func (f *Facts) truth(c *rules.Condition, v view, negated bool) Truth {
	return rules.Fold[Truth]{
		Atom: func(c *rules.Condition, negated bool) Truth {
			a := f.atom(c)
			if negated {
				a = a.not()
			}
			return a.in(v)
		},
		AtLeast: atLeast,
	}.Value(c, negated)
}

// atLeast returns the truth of "at least n of the parts hold".
func atLeast(n int, parts []Truth) Truth {
	var t tally
	for _, part := range parts {
		t[part]++
	}
	return t.atLeast(n)
}

// tally is how many parts have each truth.
type tally [True + 1]int

func (t *tally) atLeast(n int) Truth {
	switch {
	case t[True] >= n:
		return True
	case t[True]+t[Unknown] >= n:
		return Unknown
	}
	return False
}

// atom returns the truth of a OneOf or Compare condition.
func (f *Facts) atom(c *rules.Condition) atom {
	if c.Op == rules.Compare && c.Derived >= 0 {
		value, state := f.derivedValue(c.Derived)
		if state == atomTrue && (value < c.Min || value > c.Max) {
			return atomFalse
		}
		return state
	}
	a, state := &f.answers[c.Question], f.state(c.Question)
	question := &f.program.pack.Questions[c.Question]
	var holds bool
	switch {
	case f.skipped(c.Question):
		return atomFalse
	case state == rules.Unanswered && question.Required:
		return atomBlank
	case c.Op == rules.OneOf:
		holds = (state == rules.Answered || question.Kind == rules.Multi) && a.ticks&c.Options != 0
	default:
		holds = state == rules.Answered && int(a.value) >= c.Min && int(a.value) <= c.Max
	}
	switch {
	case holds:
		return atomTrue
	case state == rules.Answered:
		return atomFalse
	}
	return atomUnknown
}
