package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// rulesMatter asks for each rule whether it ever changes a result: the disposition, what
// is shown and how, what is withheld, the plan, care, cautions or areas to avoid. Being one
// more reason for the same is no change.
func (a *audit) rulesMatter() {
	self := newWithoutRule(a.program)
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		if !a.asks() {
			continue
		}
		a.asked = append(a.asked, existence{
			finding: ruleMatters.about(rule.ID, rule.Pos),
			signal:  func() sat.Node { return a.prominent(r) },
			build:   func() sat.Node { return a.hasEffect(self.Comparer, r) },
			shows:   func(in *rules.Intake) bool { return self.hasEffect(in, r) },
		})
	}
}

// without returns a model of the same questions whose pack lacks a rule. Of its outcome only
// the dispositions are built yet.
func (m *model) without(r int) *model {
	v := m.variant(m.domains)
	v.rules = slices.Clone(m.rules)
	v.rules[r] = never
	v.buildDispositions()
	return v
}

// prominent returns whether a rule holds and no other rule has the same effect, where that
// effect most likely shows.
func (a *audit) prominent(r int) sat.Node {
	v := a.without(r)
	var in []sat.Node
	for k := range rules.EffectKinds {
		holds := a.rules[r][k.View()]
		switch k {
		case rules.EffectDisposition:
			holds, _ = a.gives(r)
		case rules.EffectIfUnsure:
			_, holds = a.gives(r)
		}
		for _, x := range a.pack.Rules[r].Then.Values(k) {
			in = append(in, a.And(holds, -v.does(k, x.Value), a.showsOf(k, x.Value)))
		}
	}
	return a.Or(in...)
}

// does returns whether some rules hold that together do at least what one with the value
// does.
func (m *model) does(k rules.EffectKind, value int) sat.Node {
	switch k.Merge() {
	case rules.Greatest:
		return m.atLeast[value]
	case rules.Least:
		return m.capped(k, value)
	case rules.Union:
		return m.present(k, value)
	case rules.Sum:
	}
	return sat.No
}

// showsOf returns whether a value of a kind, if present, is likely to show.
func (m *model) showsOf(k rules.EffectKind, value int) sat.Node {
	switch {
	case k.Decides():
		return sat.Yes
	case k == rules.EffectExclude:
		return m.And(m.present(rules.EffectSuggest, value), m.areasLeft(value))
	case k.Over() == rules.OverTherapies:
		return m.shows(value)
	case k.List() == "":
		return m.planned()
	}
	return m.carries()
}

// isEffect reports whether a change of a property is an effect of a rule. What a rule with
// some kinds of effects changes at all it changes in what these bring about by themselves.
func isEffect(kinds kindSet) func(Property) bool {
	return func(p Property) bool {
		return p.kinds&kinds != 0 && (!p.Incidental() || p == withheld.less || p == withheld.more)
	}
}

// hasEffect returns whether the outcome without a rule is another.
func (a *audit) hasEffect(self *Comparer, r int) sat.Node {
	return a.anyChange(self.counterparts, a.without(r), isEffect(kindsIn(&a.pack.Rules[r].Then)))
}

// withoutRule evaluates intakes with and without a rule.
type withoutRule struct {
	*Comparer     // of the pack with itself
	facts         *engine.Facts
	with, without engine.Decision
}

func newWithoutRule(p *engine.Program) *withoutRule {
	return &withoutRule{Comparer: NewComparer(p, p), facts: p.NewFacts()}
}

// hasEffect reports whether a rule makes a difference to an intake's result.
func (w *withoutRule) hasEffect(in *rules.Intake, rule int) bool {
	w.facts.Load(in)
	if w.facts.Truth(w.new.Pack().Rules[rule].When) == engine.False {
		return false
	}
	w.new.DecideFacts(w.facts, &w.with)
	w.new.DecideWithout(rule, w.facts, &w.without)
	return !w.with.Equal(&w.without) &&
		len(w.between(decided{program: w.new, in: in, Decision: &w.with}, decided{program: w.new, in: in, Decision: &w.without}, isEffect(1<<rules.EffectKinds-1))) > 0
}
