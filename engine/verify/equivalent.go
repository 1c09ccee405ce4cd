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

// Renaming is a rule of one pack that another has under another id.
type Renaming struct{ Old, New string }

// String returns "old to new".
func (r Renaming) String() string { return r.Old + " to " + r.New }

// Renamed returns the old program with the new pack's ids for rules that only the id tells
// apart: each pack has one that the other lacks, with the same effect for the same people.
func Renamed(old, new *engine.Program) (*engine.Program, []Renaming) {
	dropped, added := onlyOneHas(old.Pack(), new.Pack())
	if len(dropped) == 0 || len(added) == 0 {
		return old, nil
	}
	p := newPair(old, new)
	pack := *old.Pack()
	pack.Rules = slices.Clone(pack.Rules)
	var all []Renaming
	for _, r := range dropped {
		i := slices.IndexFunc(added, func(n int) bool {
			return p.old.rules[r] == p.new.rules[n] && effectOf(old.Pack(), r) == effectOf(new.Pack(), n)
		})
		if i >= 0 {
			all = append(all, Renaming{pack.Rules[r].ID, new.Pack().Rules[added[i]].ID})
			pack.Rules[r].ID = new.Pack().Rules[added[i]].ID
			added = slices.Delete(added, i, i+1)
		}
	}
	program, err := engine.Compile(&pack)
	if err != nil {
		panic(err) // it was compiled before, but for the ids
	}
	return program, all
}

// onlyOneHas returns the rules that only the old pack has, and those that only the new one
// has.
func onlyOneHas(old, new *rules.Pack) (dropped, added []int) {
	for _, b := range newCounterparts(old, new).rules {
		switch {
		case b.new < 0:
			dropped = append(dropped, b.old)
		case b.old < 0:
			added = append(added, b.new)
		}
	}
	return dropped, added
}
