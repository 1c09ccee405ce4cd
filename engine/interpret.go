package engine

import (
	"slices"

	"knead/rules"
)

// value returns the condition's truth, or that of its negation. The facts must be settled.
func (f *Facts) value(c *rules.Condition, negated bool) atom {
	return rules.Fold[atom]{Atom: f.literal, AtLeast: atLeast}.Value(c, negated)
}

func atLeast(n int, parts []atom) atom {
	var t tally
	for _, part := range parts {
		t[part]++
	}
	return t.atLeast(n)
}

// literal returns the truth of a OneOf or Compare condition, or of its negation.
func (f *Facts) literal(c *rules.Condition, negated bool) atom {
	a := f.atom(c)
	if negated {
		a = a.not()
	}
	if a == atomBlank && c.Op == rules.OneOf && f.mayHint(c, negated) {
		return atomUnknown
	}
	return a
}

// mayHint reports whether what notes hint at, where there is no answer, makes a literal unknown:
// one of its options, for none of them each, since a blank says nothing of the others, and
// for another option any other.
func (f *Facts) mayHint(c *rules.Condition, negated bool) bool {
	hinted := f.hinted[c.Question]
	switch {
	case !negated:
		return hinted&c.Options != 0
	case f.program.pack.Questions[c.Question].Kind.Many():
		return c.Options&^hinted == 0
	}
	return hinted&^c.Options != 0
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
	a, question := &f.answers[c.Question], &f.program.pack.Questions[c.Question]
	var holds, fails bool
	switch hinted := f.hinted[c.Question]; {
	case f.skipped(c.Question):
		return atomFalse
	case a.state == rules.Unanswered && question.Required:
		return atomBlank
	case c.Op == rules.Compare:
		holds = int(a.value) >= c.Min && int(a.value) <= c.Max
		fails = !holds
	case question.Kind.Many():
		if a.ticks&c.Options != 0 {
			return atomTrue
		}
		fails = hinted&c.Options == 0
	default:
		holds = (a.ticks|hinted)&^c.Options == 0
		fails = (a.ticks|hinted)&c.Options == 0
	}
	switch {
	case a.state != rules.Answered:
		return atomUnknown
	case holds:
		return atomTrue
	case fails:
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
	f := p.settled(in)
	trace := make([]RuleTrace, len(p.pack.Rules))
	for r := range trace {
		value := f.value(p.pack.Rules[r].When, false)
		trace[r] = RuleTrace{value.truth(), value.truth()}
		if value == atomBlank {
			trace[r].ForDisposition = False
		}
	}
	return trace
}

// EvalByInterpreter is Eval without the tables. It gives the same result, slower.
func (p *Program) EvalByInterpreter(in *rules.Intake, v Voice) *Result {
	f, d := p.settled(in), &Decision{}
	p.interpret(f, deciding, decidingUnsure)
	p.interpret(f, protecting, proposing)
	p.interpretContradictions(f)
	p.combine(f, d)
	return p.Result(in, d, v)
}

// interpret finds by the interpreter the rules of some groups that hold, of settled facts.
func (p *Program) interpret(f *Facts, of ...group) {
	for _, g := range of {
		clear(f.sets[g])
	}
	for r := range p.pack.Rules {
		var value atom
		looked := false
		for _, g := range of {
			i, has := slices.BinarySearch(p.effects.groups[g], int32(r))
			if has && !looked {
				value, looked = f.value(p.pack.Rules[r].When, false), true
			}
			if has && value.holds(g.view()) {
				add(f.sets[g], i)
			}
		}
	}
}

func (p *Program) interpretContradictions(f *Facts) {
	clear(f.contradictions)
	for i := range p.pack.Contradicts {
		if f.value(p.pack.Contradicts[i].When, false) == atomTrue {
			add(f.contradictions, i)
		}
	}
}
