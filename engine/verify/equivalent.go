package verify

import (
	"context"
	"slices"
	"strings"

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
	for _, c := range p.changes() {
		if c.isIncidental() {
			continue
		}
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
	shows := func(who people) bool { return slices.ContainsFunc(p.results(who), such) }
	return q.decide(question{
		space: p, signals: []sat.Node{p.Or(signals...)},
		witness: func(found sat.Assignment) (*rules.Intake, string) {
			who := p.decode(found)
			if !shows(who) {
				return nil, ""
			}
			who = p.shrink(who, shows)
			e.Changes, e.Witness = p.results(who), who.new
			return who.new, ""
		},
	}).Status
}

// results lists the changes for one person that are not incidental.
func (p *pair) results(who people) []Change { return Results(p.compare(who)) }

// Results returns the changes that [Equivalent] looks at: all but the incidental ones.
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
