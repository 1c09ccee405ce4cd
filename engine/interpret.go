package engine

import (
	"slices"

	"knead/rules"
)

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
		holds = (state == rules.Answered || question.Kind.Many()) && a.ticks&c.Options != 0
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

// RuleTrace is how one rule's condition came out.
type RuleTrace struct {
	// Truth is the condition's truth with blanks unknown: it decides effects.
	Truth Truth
	// ForDisposition is its truth with blanks not holding: it decides dispositions.
	ForDisposition Truth
}

// Trace says for every rule of the pack, in its order, how its condition comes out.
func (p *Program) Trace(in *rules.Intake) []RuleTrace {
	f := p.NewFacts()
	f.Load(in)
	f.settle()
	trace := make([]RuleTrace, len(p.pack.Rules))
	for r := range trace {
		when := p.pack.Rules[r].When
		trace[r] = RuleTrace{f.truth(when, base, false), f.truth(when, disposition, false)}
	}
	return trace
}

// EvalByInterpreter is Eval without the tables. It gives the same result, slower.
func (p *Program) EvalByInterpreter(in *rules.Intake, v Voice) *Result {
	f, d := p.NewFacts(), &Decision{}
	f.Load(in)
	f.settle()
	for r := range p.pack.Rules {
		p.interpret(f, r)
	}
	p.combine(f, d)
	return p.Result(in, d, v)
}

// interpret decides one rule by the interpreter.
func (p *Program) interpret(f *Facts, r int) {
	for a := range aspects {
		place, has := slices.BinarySearch(p.effects.groups[a], int32(r))
		if !has {
			continue
		}
		v := base
		if a == perhaps {
			v = disposition
		}
		truth := f.truth(p.pack.Rules[r].When, v, false)
		if truth == True || truth == Unknown && (a == perhaps || a == possibly) {
			f.sets[a][place/64] |= 1 << (place % 64)
		}
	}
}
