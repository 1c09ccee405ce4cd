package verify

import (
	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Allowances are the changes from one pack to another that are meant. An entry covers those
// people who show its change and fulfil its When, for whom one of its Rules is responsible
// for it, and for whom every responsible rule is named by some entry about the same change. A rule is responsible
// when an effect that can bring the change about applies in one pack and not in the other, or
// is another.
type Allowances struct {
	*Comparer
	list []rules.Waiver
}

// NewAllowances prepares a list of changes that are meant.
func NewAllowances(c *Comparer, list []rules.Waiver) *Allowances { return &Allowances{c, list} }

// matching returns the entries about a change, and their places in the list.
func (a *Allowances) matching(c Change) (at []int, entries []*rules.Waiver) {
	property, subject := c.Property.String(), c.Subject.String()
	for i := range a.list {
		if a.list[i].Property == property && a.list[i].Subject == subject {
			at, entries = append(at, i), append(entries, &a.list[i])
		}
	}
	return at, entries
}

// Responsible returns the rules that are responsible for a change for somebody who shows it:
// the ids, those of the new pack first.
func (a *Allowances) Responsible(c Change, old, new *rules.Intake) (ids []string) {
	return idsOf(a.responsible(c, old, new))
}

func (a *Allowances) responsible(c Change, old, new *rules.Intake) []responsible[bool] {
	return responsibleFor[bool](c.cause(), a.counterparts.rules, decide(a.old, old), decide(a.new, new))
}

// Covers returns the entry that covers a change for somebody who shows it.
func (a *Allowances) Covers(c Change, old, new *rules.Intake) (entry int, ok bool) {
	at, entries := a.matching(c)
	if len(entries) == 0 {
		return 0, false
	}
	fulfils := func(when *rules.Condition) bool { return a.new.Truth(new, when) == engine.True }
	for i, covered := range covers[bool](truth{}, a.responsible(c, old, new), entries, fulfils) {
		if covered {
			return at[i], true
		}
	}
	return 0, false
}

// covered returns for each entry about a change whether it covers whoever shows it.
func (p *pair) covered(a *Allowances, c Change) (at []int, covered []sat.Node) {
	at, entries := a.matching(c)
	if len(entries) == 0 {
		return nil, nil
	}
	list := responsibleFor[sat.Node](c.cause(), a.counterparts.rules, p.old, p.new)
	return at, covers[sat.Node](p.circuit, list, entries, func(when *rules.Condition) sat.Node { return p.new.condition(when, rules.Surely, false) })
}
