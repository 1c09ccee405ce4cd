package verify

import (
	"knead/engine"
	"knead/rules"
)

// Judgement says what difference a change of a pack makes to anybody.
type Judgement struct {
	// Same is set when the packs are proved to say the same to everybody, reasons aside.
	Same bool
	// LessSafe is set when the new pack is less safe for somebody.
	LessSafe bool
	// Changes are those of the person in Witness, the plainest found; a less safe one when
	// there is any. Both are nil when the packs are the same or it could not be decided.
	Changes []Change
	Witness *rules.Intake
}

// Judge compares two packs, as a rule one with a small change of the other, and looks for
// a single person who tells them apart.
func Judge(old, new *engine.Program, o Options) (j Judgement) {
	p := NewPair(old, new)
	var any, worse []node
	for _, c := range p.changes() {
		any = append(any, c.signal)
		if c.Direction == LessSafe {
			worse = append(worse, c.signal)
		}
	}
	lessSafe := func(changes []Change) bool {
		for _, c := range changes {
			if c.Direction == LessSafe {
				return true
			}
		}
		return false
	}
	if who, ok := p.person(o, worse, lessSafe); ok {
		return Judgement{LessSafe: true, Changes: p.compare(who), Witness: who.new}
	}
	f := newClauses(p.circuit, p.constraints)
	f.assert(p.or(any...))
	switch v := (gophersat{}).solve(f, o.budget()); v.status {
	case contradictory:
		j.Same = o.Quick || certified(f, v.learned)
	case satisfiable:
		who := p.decode(f, v.model)
		tells := func(who people) bool { return len(p.compare(who)) > 0 }
		if tells(who) {
			who = p.shrink(who, tells)
			j.Changes, j.Witness = p.compare(who), who.new
		}
	}
	return j
}

// person looks for somebody for whom one of the signals holds and who shows it.
func (p *Pair) person(o Options, signals []node, shows func([]Change) bool) (people, bool) {
	f := newClauses(p.circuit, p.constraints)
	f.assert(p.or(signals...))
	v := gophersat{}.solve(f, o.budget())
	if v.status != satisfiable {
		return people{}, false
	}
	who := p.decode(f, v.model)
	if !shows(p.compare(who)) {
		return people{}, false
	}
	return p.shrink(who, func(who people) bool { return shows(p.compare(who)) }), true
}
