package verify

import (
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// differs returns whether the outcome without a rule is another.
func (a *audit) differs(r int) sat.Node {
	v := &model{circuit: a.circuit, program: a.program, pack: a.pack, limits: a.limits, domains: a.domains, questionOf: a.questionOf, derived: a.derived}
	v.rules = slices.Clone(a.rules)
	v.rules[r] = ruleSignals{sat.No, sat.No, sat.No}
	v.outcome = v.buildOutcome()
	then, o, w := &a.pack.Rules[r].Then, &a.outcome, &v.outcome
	var in []sat.Node
	for d := range o.atLeast {
		in = append(in, a.Xor(o.atLeast[d], w.atLeast[d]))
	}
	shown := []sat.Node{}
	for t := range o.shown {
		shown = append(shown, a.Xor(o.shown[t], w.shown[t]), a.Xor(a.withheld(o, t), v.withheld(w, t)))
		both := a.And(o.shown[t], w.shown[t])
		for p := rules.Stroking; p < rules.Deep; p++ {
			shown = append(shown, a.And(both, a.Xor(a.firmer(o, t, p), v.firmer(w, t, p))))
		}
		for _, n := range a.minuteSteps() {
			shown = append(shown, a.And(both, a.Xor(a.longer(o, t, n), v.longer(w, t, n))))
		}
		if suggests(then, t) {
			shown = append(shown, a.And(both, a.rules[r].surely))
		}
		if then.Caution.Therapies>>t&1 != 0 {
			shown = append(shown, a.And(both, a.rules[r].possibly))
		}
	}
	for area := range o.avoided {
		shown = append(shown, a.Xor(o.avoided[area], w.avoided[area]))
	}
	for s := range o.planned {
		shown = append(shown, a.Xor(o.planned[s], w.planned[s]), a.And(o.planned[s], a.phasesDiffer(v, s)))
	}
	for _, c := range then.Care {
		shown = append(shown, a.Xor(a.gives(c), v.gives(c)))
	}
	if then.Caution.General {
		shown = append(shown, a.rules[r].possibly)
	}
	return a.Or(append(in, a.And(o.carries, a.Or(shown...)))...)
}

// phasesDiffer returns whether caps bound the phases of a schedule otherwise in v.
func (m *model) phasesDiffer(v *model, schedule int) sat.Node {
	var in []sat.Node
	for _, ph := range m.pack.Schedules[schedule].Phases {
		for i := range m.pack.Rules {
			limit := m.pack.Rules[i].Then.Cap
			if limit.Minutes != 0 && limit.Minutes < ph.Minutes[1] {
				in = append(in, m.Xor(m.minutesCapped(limit.Minutes), v.minutesCapped(limit.Minutes)))
			}
			if limit.Rate != 0 && limit.Rate < ph.Rate[1] {
				in = append(in, m.Xor(m.rateCapped(limit.Rate), v.rateCapped(limit.Rate)))
			}
		}
	}
	return m.Or(in...)
}

// withheld returns whether a therapy is listed as withheld.
func (m *model) withheld(o *outcome, therapy int) sat.Node {
	var meets []sat.Node
	for area := range o.painful {
		if m.pack.Therapies[therapy].Areas>>area&1 != 0 {
			meets = append(meets, o.painful[area])
		}
	}
	return m.And(o.carries, o.suggested[therapy], m.Or(meets...), m.Or(o.excluded[therapy], m.tooFirm(o, therapy), -m.areasLeft(o, therapy)))
}
