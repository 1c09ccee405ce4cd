package verify

import (
	"context"
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Equivalence says what difference a change of a pack makes to anybody.
type Equivalence struct {
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

// Equivalent compares two packs, as a rule one with a small change of the other, and looks
// for a single person who tells them apart. When the context ends first, it returns the
// context's error.
func Equivalent(ctx context.Context, old, new *engine.Program, o Options) (e Equivalence, err error) {
	p := newPair(old, new)
	var all, worse []sat.Node
	for _, c := range possibleChanges(p.counterparts, p.old, p.new, notIncidental) {
		all = append(all, c.signal)
		if c.Direction == LessSafe {
			worse = append(worse, c.signal)
		}
	}
	lessSafe := func(c Change) bool { return c.Direction == LessSafe }
	unconfirmed := query{ctx, Options{Budget: o.Budget, Quick: true}}
	e.LessSafe = p.find(unconfirmed, &e, worse, lessSafe) == Refuted
	if !e.LessSafe {
		e.Same = p.find(query{ctx, o}, &e, all, func(Change) bool { return true }) == Proved
	}
	return e, ctx.Err()
}

// find looks for somebody for whom one of the signals holds and who shows such a change.
func (p *pair) find(q query, e *Equivalence, signals []sat.Node, such func(Change) bool) Status {
	shows := func(who intakePair) bool { return slices.ContainsFunc(p.changes(who, notIncidental), such) }
	return q.decide(question{
		circuit: p.circuit, signals: []sat.Node{p.Or(signals...)},
		witness: func(found sat.Assignment) (*rules.Intake, string) {
			who := p.decode(found)
			if !shows(who) {
				return nil, ""
			}
			who = p.shrink(who, shows)
			e.Changes, e.Witness = p.changes(who, notIncidental), who.new
			return who.new, ""
		},
	}).Status
}
