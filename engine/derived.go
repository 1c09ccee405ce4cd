package engine

import "knead/rules"

// derived is a derived number made ready to compute.
type derived struct {
	slot  int
	terms []addend
	least int     // value of any
	codes []uint8 // by why there is no value; then of each value from the least on, unless those are many
	many  *slot
}

// addend is an answer in a derived number.
type addend struct {
	question, weight int
	skipped          uint8                    // its code when it does not apply
	states           [rules.Answered + 1]atom // what the state of the answer makes of the number
}

func (p *Program) buildDerived() {
	for i := range p.pack.Derived {
		slot := p.derivedSlot(i)
		s := &p.slots[slot]
		d := derived{slot: slot, least: s.cuts[0]}
		if s.intervals == nil {
			d.many = s
		}
		d.codes = append([]uint8{atomFalse: s.skipped(), atomBlank: s.blank(), atomUnknown: s.unsure()}, s.intervals...)
		for _, t := range p.pack.Derived[i].Terms {
			a := addend{question: t.Question, weight: t.Weight, skipped: p.slots[t.Question].skipped()}
			a.states = [...]atom{rules.Unanswered: atomUnknown, rules.Unsure: atomUnknown, rules.Answered: atomTrue}
			if p.required[t.Question] {
				a.states[rules.Unanswered] = atomBlank
			}
			d.terms = append(d.terms, a)
		}
		p.derived = append(p.derived, d)
	}
}

// value returns the number, and true when it has a value.
func (d *derived) value(f *Facts) (value int, state atom) {
	least := int(atomTrue)
	for i := range d.terms {
		t := &d.terms[i]
		a := &f.answers[t.question]
		if f.codes[t.question] == t.skipped {
			return 0, atomFalse
		}
		of := int(t.states[f.state(t.question)])
		least = min(least, of)
		value += t.weight * int(a.value)
	}
	return value, atom(least)
}

// code returns the code of the number.
func (d *derived) code(f *Facts) uint8 {
	value, state := d.value(f)
	i := int(state)
	if state == atomTrue {
		i += value - d.least
	}
	if d.many != nil && state == atomTrue {
		return d.many.interval(value)
	}
	return d.codes[i]
}
