package verify

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// cause says which rules can be responsible for something: those with an effect of one of the
// kinds, as far as it is about the subject.
type cause struct {
	kinds kindSet
	about about
	Subject
}

func (c Change) cause() cause {
	kinds := c.Property.kinds
	if c.Property.anyEffect {
		kinds = anyKindOf
	}
	return cause{kinds, c.Property.about, c.Subject}
}

// component is what a rule's effect has of the kinds of a cause, in words, by the view of the
// rule's condition in which it applies. Components in two packs are the same when their
// words are.
type component [rules.Perhaps + 1]string

// component returns the component of a rule.
func (c cause) component(p *rules.Pack, r int) (words component) {
	rule := &p.Rules[r]
	if c.about == oneRule && rule.ID != c.Rule {
		return words
	}
	for k := range rules.EffectKinds {
		if !c.kinds.has(k) {
			continue
		}
		ids := valueIDs(p, &rule.Then, k, func(id string) bool {
			return !(c.about == oneTherapy && k.Over() == rules.OverTherapies && id != c.Therapy ||
				c.about == oneArea && k.Over() == rules.OverAreas && id != c.Area)
		})
		if len(ids) > 0 {
			view := k.View()
			if k.Decides() {
				view = rules.Perhaps
			}
			words[view] += k.Key() + " " + strings.Join(ids, " ") + ";"
		}
	}
	return words
}

// valueIDs returns the ids of the values of an effect that are to be kept, in order.
func valueIDs(p *rules.Pack, e *rules.Effect, k rules.EffectKind, keep func(id string) bool) (ids []string) {
	for _, v := range e.Values(k) {
		if id := p.ValueID(k.Over(), v.Value); keep(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// effectOf writes a rule's whole effect. Effects in two packs are the same when they are
// written alike.
func effectOf(p *rules.Pack, r int) string {
	var all []string
	for k := range rules.EffectKinds {
		for _, v := range p.Rules[r].Then.Values(k) {
			all = append(all, fmt.Sprint(k.Key(), " ", p.ValueID(k.Over(), v.Value), " ", v.Weight))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ";")
}

// responsible is a rule and whether it is responsible for something.
type responsible[B comparable] struct {
	id string
	by B
}

// responsibleFor returns the rules that can be responsible for a difference of two results,
// and whether they are: one is when a component of it applies in one of them and not in the
// other, or is another.
func responsibleFor[B comparable](c cause, all []counterpart, old, new result[B]) (list []responsible[B]) {
	of := func(result result[B], r int) (words component, applies ruleSignals[B]) {
		for view := range applies {
			applies[view] = result.Constant(false)
		}
		if r >= 0 {
			words = c.component(result.of(), r)
		}
		if words != (component{}) {
			applies = result.applies(r)
		}
		return words, applies
	}
	for _, r := range all {
		was, before := of(old, r.old)
		is, now := of(new, r.new)
		if was != (component{}) || is != (component{}) {
			list = append(list, responsible[B]{r.id, differs[B](old, was, is, before, now)})
		}
	}
	return list
}

// differs returns whether a rule's component applies in one result and not, or otherwise, in
// another.
func differs[B comparable](l logic[B], was, is component, before, now ruleSignals[B]) B {
	var in []B
	either := func(x, y B) B { return l.Or(l.And(x, l.Not(y)), l.And(l.Not(x), y)) }
	for view := range was {
		x, y := before[view], now[view]
		switch {
		case was[view] == is[view] && was[view] == "":
		case was[view] == is[view]:
			in = append(in, either(x, y))
			if rules.View(view) == rules.Perhaps {
				in = append(in, either(before[rules.Surely], now[rules.Surely]))
			}
		default:
			if was[view] != "" {
				in = append(in, x)
			}
			if is[view] != "" {
				in = append(in, y)
			}
		}
	}
	return l.Or(in...)
}

// idsOf returns the ids of the rules that are responsible for something about one person.
func idsOf(list []responsible[bool]) (ids []string) {
	for _, r := range list {
		if r.by {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// covers returns for each entry of a list of exceptions whether it covers whoever shows
// something: its When is true, one of its rules is responsible, and every responsible rule
// is named by some entry.
func covers[B comparable](l logic[B], list []responsible[B], entries []*rules.Waiver, fulfils func(*rules.Condition) B) (covered []B) {
	named := func(id string) bool {
		return slices.ContainsFunc(entries, func(e *rules.Waiver) bool { return slices.Contains(e.Rules, id) })
	}
	var others []B
	for _, r := range list {
		if !named(r.id) {
			others = append(others, r.by)
		}
	}
	for _, e := range entries {
		fits, by := l.Constant(true), l.Constant(e.Rules == nil)
		if e.When != nil {
			fits = fulfils(e.When)
		}
		for _, id := range e.Rules {
			if i := slices.IndexFunc(list, func(r responsible[B]) bool { return r.id == id }); i >= 0 {
				by = l.Or(by, list[i].by)
			}
		}
		covered = append(covered, l.And(l.And(fits, by), l.Not(l.Or(others...))))
	}
	return covered
}

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
