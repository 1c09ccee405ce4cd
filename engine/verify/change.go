package verify

import (
	"math"
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

// anyChange returns whether some of the changes that there could be happens.
func (m *model) anyChange(c *counterparts, other *model, wanted func(Property) bool) sat.Node {
	var in []sat.Node
	for _, change := range possibleChanges(c, m, other, wanted) {
		in = append(in, change.signal)
	}
	return m.Or(in...)
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

// counterpart is a thing by its places in two packs, -1 where one lacks it.
type counterpart struct {
	id       string
	old, new int
}

// counterparts are the things that two packs have, each once: those of one pack in its order,
// then those that the other alone has.
type counterparts struct {
	old, new *rules.Pack

	rules, therapies               []counterpart // the new pack's first
	oldTherapies, questions, areas []counterpart // the old pack's first, as all below
	listed                         map[rules.Domain][]counterpart
	minutes, cappedMinutes, rates  []int // at which therapies and plans can differ

	asDoses bool // both packs are the same, and plans are compared by what they add up to
}

func newCounterparts(old, new *rules.Pack) *counterparts {
	ruleID := func(r *rules.Rule) string { return r.ID }
	therapyID := func(t *rules.Therapy) string { return t.ID }
	p := &counterparts{old: old, new: new, listed: map[rules.Domain][]counterpart{}}
	p.rules = swapped(pairUp(new.Rules, old.Rules, ruleID))
	p.therapies = swapped(pairUp(new.Therapies, old.Therapies, therapyID))
	p.oldTherapies = pairUp(old.Therapies, new.Therapies, therapyID)
	p.questions = pairUp(old.Questions, new.Questions, func(q *rules.Question) string { return q.ID })
	p.areas = pairUp(old.Questions[old.Areas].Options, new.Questions[new.Areas].Options, func(o *rules.Option) string { return o.ID })
	p.listed[rules.OverAreas] = p.areas
	p.listed[rules.OverCare] = pairUp(old.Care, new.Care, func(c *rules.Care) string { return c.ID })
	for _, pack := range []*rules.Pack{old, new} {
		p.minutes = append(p.minutes, minuteSteps(pack)...)
		for r := range pack.Rules {
			limit := pack.Rules[r].Then.Cap
			p.rates, p.cappedMinutes = append(p.rates, int(limit.Rate)), append(p.cappedMinutes, limit.Minutes)
		}
	}
	p.rates, p.cappedMinutes = trimmed(p.rates, 0, math.MaxInt), trimmed(p.cappedMinutes, 0, math.MaxInt)
	return p
}

// pairUp returns the things that two lists have, each once, those of the first in its order.
func pairUp[T any](first, second []T, id func(*T) string) (all []counterpart) {
	inFirst, inSecond := map[string]bool{}, map[string]int{}
	for i := range second {
		if of := id(&second[i]); inSecond[of] == 0 {
			inSecond[of] = i + 1
		}
	}
	for i := range first {
		of := id(&first[i])
		inFirst[of] = true
		all = append(all, counterpart{of, i, inSecond[of] - 1})
	}
	for i := range second {
		if of := id(&second[i]); !inFirst[of] {
			all = append(all, counterpart{of, -1, i})
		}
	}
	return all
}

func swapped(all []counterpart) []counterpart {
	for i := range all {
		all[i].old, all[i].new = all[i].new, all[i].old
	}
	return all
}

// minuteSteps returns every number of minutes that a therapy can last.
func minuteSteps(p *rules.Pack) (steps []int) {
	for i := range p.Therapies {
		steps = append(steps, p.Therapies[i].Minutes[0], p.Therapies[i].Minutes[1])
	}
	for i := range p.Schedules {
		steps = append(steps, p.Schedules[i].Phases[0].Minutes[0])
	}
	for i := range p.Rules {
		steps = append(steps, p.Rules[i].Then.Cap.Minutes)
	}
	return trimmed(steps, 0, math.MaxInt)
}
