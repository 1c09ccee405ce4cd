package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Comparer lists the changes from what one pack says to what another says, person by person.
// It is immutable and safe for concurrent use.
type Comparer struct {
	*counterparts
	old, new *engine.Program
}

// NewComparer pairs what two programs' packs have in common.
func NewComparer(old, new *engine.Program) *Comparer {
	return &Comparer{newCounterparts(old.Pack(), new.Pack()), old, new}
}

// Changes lists the changes for somebody with these answers to the old pack and the new one.
// Things are the same when they have the same id. Words are not compared, nor the order of
// lists, but for the order of therapies; nor, where only one of the results carries
// therapies, what follows from that.
func (c *Comparer) Changes(old, new *rules.Intake) []Change {
	return c.between(decide(c.old, old), decide(c.new, new), anyProperty)
}

// between lists the changes of some properties from one result to another.
func (c *Comparer) between(old, new decided, wanted func(Property) bool) (all []Change) {
	comparison[bool]{
		counterparts: c.counterparts, old: old, new: new, wanted: wanted,
		add: func(change Change, there bool) {
			if !slices.Contains(all, change) {
				all = append(all, change)
			}
		},
	}.compare()
	return all
}

func anyProperty(Property) bool { return true }

// notIncidental reports whether a change of a property can change what may be done.
func notIncidental(p Property) bool { return !p.Incidental() }

// possibleChange is a change that there could be, and when it would be.
type possibleChange struct {
	Change
	signal sat.Node
}

// possibleChanges lists the changes of some properties that there could be from one model to
// another, some of them in parts.
func possibleChanges(c *counterparts, old, new *model, wanted func(Property) bool) (all []possibleChange) {
	comparison[sat.Node]{
		counterparts: c, old: old, new: new, wanted: wanted,
		add: func(change Change, signal sat.Node) { all = append(all, possibleChange{change, signal}) },
	}.compare()
	return all
}

// merged joins the parts of each change.
func (p *pair) merged(parts []possibleChange) (all []possibleChange) {
	at := map[Change]int{}
	for _, c := range parts {
		i, known := at[c.Change]
		if !known {
			at[c.Change], all = len(all), append(all, c)
			continue
		}
		all[i].signal = p.Or(all[i].signal, c.signal)
	}
	return all
}
