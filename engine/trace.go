package engine

import "knead/rules"

// Trace says for every rule of the pack, in its order, whether it held.
type Trace []RuleTrace

// RuleTrace is how one rule's condition came out.
type RuleTrace struct {
	// Truth is the condition's truth with blanks unknown: it decides effects.
	Truth Truth
	// ForDisposition is its truth with blanks not holding: it decides dispositions.
	ForDisposition Truth
}

// Trace evaluates every rule's condition by the interpreter.
func (p *Program) Trace(in *rules.Intake) Trace {
	f := p.NewFacts()
	f.Load(in)
	f.settle()
	trace := make(Trace, len(p.pack.Rules))
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
