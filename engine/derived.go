package engine

import "knead/rules"

// derived is a derived number made ready to compute.
type derived struct {
	slot   int
	terms  []addend
	least  int             // of the slot's intervals
	known  []uint8         // code of each value from there on; nil when there are too many
	others [atomTrue]uint8 // codes when there is no value, by why
}

// addend is an answer in a derived number.
type addend struct {
	question, weight int
	states           [rules.Answered + 1]atom // what the state of the answer makes of the number
}

func (p *Program) buildDerived() {
	for i := range p.pack.Derived {
		slot := p.derivedSlot(i)
		s := &p.slots[slot]
		d := derived{slot: slot, least: s.cuts[0], known: s.intervals}
		d.others = [...]uint8{atomFalse: s.skipped(), atomBlank: s.blank(), atomUnknown: s.unsure()}
		for _, t := range p.pack.Derived[i].Terms {
			a := addend{question: t.Question, weight: t.Weight}
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
	state = atomTrue
	for i := range d.terms {
		t := &d.terms[i]
		a := &f.answers[t.question]
		of := t.states[a.state]
		if a.skipped {
			of = atomFalse
		}
		state = min(state, of)
		value += t.weight * int(a.value)
	}
	return value, state
}

// code returns the code of the number.
func (d *derived) code(f *Facts) uint8 {
	value, state := d.value(f)
	if d.known == nil {
		if state == atomTrue {
			return f.program.slots[d.slot].interval(value)
		}
		return d.others[state]
	}
	known := d.known[min(max(value-d.least, 0), len(d.known)-1)] // a partial value may lie outside
	return [...]uint8{d.others[atomFalse], d.others[atomBlank], d.others[atomUnknown], known}[state&atomTrue]
}
