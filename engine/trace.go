package engine

import "knead/rules"

// Trace says for every rule of the pack, in its order, whether and why it held.
type Trace []RuleTrace

// RuleTrace is how one rule's condition came out.
type RuleTrace struct {
	Rule int
	// Truth is the condition's truth with blanks unknown: it decides effects.
	Truth Truth
	// ForDisposition is its truth with blanks not holding: it decides dispositions.
	ForDisposition Truth
	Condition      ConditionTrace
}

// ConditionTrace is how a condition came out, and its parts.
type ConditionTrace struct {
	*rules.Condition
	Truth Truth
	Of    []ConditionTrace
}

// Trace evaluates every rule's condition by the interpreter and keeps the truth of every part.
func (p *Program) Trace(in *rules.Intake) Trace {
	f := p.NewFacts()
	f.Load(in)
	f.settle()
	trace := make(Trace, len(p.pack.Rules))
	for r := range trace {
		when := p.pack.Rules[r].When
		trace[r] = RuleTrace{r, f.truth(when, base, false), f.truth(when, disposition, false), f.trace(when)}
	}
	return trace
}

func (f *Facts) trace(c *rules.Condition) ConditionTrace {
	t := ConditionTrace{Condition: c, Truth: f.truth(c, base, false)}
	for _, part := range c.Of {
		t.Of = append(t.Of, f.trace(part))
	}
	return t
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
