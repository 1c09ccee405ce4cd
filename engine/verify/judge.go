package verify

import (
	"slices"
	"strings"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Judgement says what difference a change of a pack makes to anybody.
type Judgement struct {
	// Same is set when the packs are proved to say the same to everybody, but for changes
	// that are incidental.
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
	var any, worse []sat.Node
	for _, c := range p.changes() {
		if c.isIncidental() {
			continue
		}
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
		return Judgement{LessSafe: true, Changes: p.results(who), Witness: who.new}
	}
	f := sat.NewFormula(p.Circuit, p.constraints)
	f.Assert(p.Or(any...))
	switch v := sat.Solve(f, o.budget()); v.Status {
	case sat.Contradictory:
		j.Same = o.Quick || sat.Certified(f, v.Learned)
	case sat.Satisfiable:
		who := p.decode(v.Assignment)
		tells := func(who people) bool { return len(p.results(who)) > 0 }
		if tells(who) {
			who = p.shrink(who, tells)
			j.Changes, j.Witness = p.results(who), who.new
		}
	}
	return j
}

// results lists the changes for one person that are not incidental.
func (p *Pair) results(who people) []Change { return Results(p.compare(who)) }

// Results returns the changes that [Judge] looks at: all but the incidental ones.
func Results(changes []Change) []Change { return slices.DeleteFunc(changes, Change.isIncidental) }

// isIncidental reports whether a change leaves what may be done as it is: it is one of
// actions, reasons, order, or what is withheld, missing or ignored.
func (c Change) isIncidental() bool {
	for _, p := range []string{"action_", "for_", "withheld_", "avoid_because_", "plan_because_", "plan_phases", "therapy_order", "missing_", "ignored_"} {
		if strings.HasPrefix(c.Property, p) {
			return true
		}
	}
	return false
}

// person looks for somebody for whom one of the signals holds and who shows it.
func (p *Pair) person(o Options, signals []sat.Node, shows func([]Change) bool) (people, bool) {
	f := sat.NewFormula(p.Circuit, p.constraints)
	f.Assert(p.Or(signals...))
	v := sat.Solve(f, o.budget())
	if v.Status != sat.Satisfiable {
		return people{}, false
	}
	who := p.decode(v.Assignment)
	if !shows(p.results(who)) {
		return people{}, false
	}
	return p.shrink(who, func(who people) bool { return shows(p.results(who)) }), true
}
