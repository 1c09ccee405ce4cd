package engine

import "knead/rules"

// Needs returns for a rule what would have to become true for its condition, or for the
// negation, to hold.
func (p *Program) Needs(in *rules.Intake, rule int, negated bool) (need *rules.Condition, possible bool) {
	f := p.settled(in)
	when := p.pack.Rules[rule].When
	whole := f.needs(when, negated)
	return f.need(when, negated), whole.value == atomTrue || whole.need != nil
}

// Deciding returns the literals that decide a rule's condition: atoms, and whether they
// are negated.
func (p *Program) Deciding(in *rules.Intake, rule int) map[*rules.Condition]bool {
	f := p.settled(in)
	literals := map[*rules.Condition]bool{}
	for _, atom := range f.cause(p.pack.Rules[rule].When).atoms {
		literals[atom.Condition] = atom.negated
	}
	return literals
}

// Holds returns the truth of a condition or its negation for an intake.
func (p *Program) Holds(in *rules.Intake, c *rules.Condition, negated bool) Truth {
	f := p.settled(in)
	return f.value(c, negated).truth()
}
