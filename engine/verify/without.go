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
		a.ask(existence{
			finding: ruleMatters.about(rule.ID, rule.Pos),
			build:   func() sat.Node { return a.hasEffect(self.Comparer, r) },
			shows:   func(in *rules.Intake) bool { return self.hasEffect(in, r) },
		})
	}
}

// isEffect reports whether a change of a property is an effect of a rule. What a rule with
// some kinds of effects changes at all it changes in what these bring about by themselves.
func isEffect(kinds kindSet) func(Property) bool {
	return func(p Property) bool {
		return propertyList[p].kinds&kinds != 0 && (!p.Incidental() || p == withheldDropped || p == withheldAdded)
	}
}

// hasEffect returns whether the outcome without a rule is another.
func (a *audit) hasEffect(self *Comparer, r int) sat.Node {
	v := a.variant(a.domains)
	v.rules = slices.Clone(a.rules)
	v.rules[r] = never
	v.buildDispositions()
	var in []sat.Node
	for _, c := range possibleChanges(self.counterparts, a.model, v, isEffect(kindsIn(&a.pack.Rules[r].Then))) {
		in = append(in, c.signal)
	}
	return a.Or(in...)
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
		len(w.between(decided{w.new, in, &w.with}, decided{w.new, in, &w.without}, isEffect(1<<rules.EffectKinds-1))) > 0
}
