package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// rulesMatter asks for each rule whether it ever changes a result: the disposition, what
// is shown and how, the plan, care, cautions or areas to avoid. Being one more reason for
// the same is no change.
func (a *audit) rulesMatter() {
	for r := range a.pack.Rules {
		rule := &a.pack.Rules[r]
		a.ask(existence{
			finding: ruleMatters.about(rule.ID, rule.Pos),
			signal:  a.visible(r),
			wider:   func() sat.Node { return a.differs(r) },
			shows:   func(in *rules.Intake) bool { return changes(a.program, in, r) },
		})
	}
}

// changes reports whether a rule makes a difference to an intake's result.
func changes(p *engine.Program, in *rules.Intake, rule int) bool {
	f, without := p.NewFacts(), &engine.Decision{}
	f.Load(in)
	p.DecideWithout(rule, f, without)
	return !sameAdvice(p.Pack(), p.Decide(in), without)
}

// sameAdvice reports whether two decisions of a pack say the same, reasons aside.
func sameAdvice(p *rules.Pack, a, b *engine.Decision) bool {
	return a.Disposition == b.Disposition &&
		slices.EqualFunc(a.Therapies, b.Therapies, func(x, y engine.TherapyDecision) bool {
			return x.Therapy == y.Therapy && x.Score == y.Score && x.Pressure == y.Pressure && x.Minutes == y.Minutes && x.Areas == y.Areas &&
				slices.Equal(a.Rules(x.Cautions), b.Rules(y.Cautions))
		}) &&
		withheldSet(a) == withheldSet(b) &&
		slices.EqualFunc(a.Avoid, b.Avoid, func(x, y engine.AvoidDecision) bool { return x.Area == y.Area }) &&
		a.Plan.Schedule == b.Plan.Schedule && a.Plan.MaxSessions == b.Plan.MaxSessions && samePhases(p, a, b) &&
		slices.Equal(a.Care, b.Care) && slices.Equal(a.Cautions, b.Cautions)
}

// withheldSet returns the therapies that a decision withholds.
func withheldSet(d *engine.Decision) (set uint64) {
	for _, w := range d.Withheld {
		set |= 1 << w.Therapy
	}
	return set
}

// samePhases reports whether the phases of two plans with the same schedule are the same.
func samePhases(p *rules.Pack, a, b *engine.Decision) bool {
	if a.Plan.Schedule < 0 {
		return true
	}
	for _, ph := range p.Schedules[a.Plan.Schedule].Phases {
		if ph.Within(a.Plan.Cap) != ph.Within(b.Plan.Cap) {
			return false
		}
	}
	return true
}

// visible returns whether an effect of a rule shows in one of the usual ways; differs
// covers all.
func (a *audit) visible(r int) sat.Node {
	then, s, o := &a.pack.Rules[r].Then, a.rules[r], &a.outcome
	others := func(w way, has func(e *rules.Effect) bool) sat.Node { return a.anyOther(r, w, has) }
	var in []sat.Node
	if then.Disposition != rules.Proceed {
		in = append(in, a.And(a.givesSurely(r), -a.othersGive(r, then.Disposition)), a.And(a.givesUnsure(r), -a.othersGive(r, then.IfUnsure)))
	}
	for t := range o.shown {
		bit := uint64(1) << t
		if then.Exclude&bit != 0 {
			only := -others(possibly, func(e *rules.Effect) bool { return e.Exclude&bit != 0 })
			in = append(in, a.And(o.carries, s.possibly, only, o.suggested[t], -a.tooFirm(o, t), a.areasLeft(o, t)))
		}
		if then.Caution.Therapies&bit != 0 {
			in = append(in, a.And(s.possibly, o.shown[t]))
		}
		if suggests(then, t) {
			in = append(in, a.And(s.surely, o.shown[t]))
		}
		if then.Prefer != 0 {
			lower := others(surely, func(e *rules.Effect) bool { return e.Prefer != 0 && e.Prefer <= then.Prefer })
			in = append(in, a.And(s.surely, o.shown[t], -lower, a.wishCounts(r, t)))
		}
		if then.Cap.Pressure != 0 {
			only := -others(possibly, func(e *rules.Effect) bool { return e.Cap.Pressure != 0 && e.Cap.Pressure <= then.Cap.Pressure })
			in = append(in, a.And(o.carries, s.possibly, only, o.suggested[t], -o.excluded[t], a.areasLeft(o, t)))
		}
	}
	in = append(in, a.visibleInPlan(r)...)
	if then.Caution.General {
		in = append(in, a.And(o.carries, s.possibly))
	}
	for area := range o.avoided {
		if then.Avoid>>area&1 != 0 {
			in = append(in, a.And(o.carries, s.possibly, -others(possibly, func(e *rules.Effect) bool { return e.Avoid>>area&1 != 0 })))
		}
	}
	for _, c := range then.Care {
		in = append(in, a.And(o.carries, s.surely, -others(surely, func(e *rules.Effect) bool { return slices.Contains(e.Care, c) })))
	}
	return a.Or(in...)
}

// visibleInPlan returns the ways in which a rule's schedule and caps show in the plan.
func (a *audit) visibleInPlan(r int) (in []sat.Node) {
	then, s, o := &a.pack.Rules[r].Then, a.rules[r], &a.outcome
	if then.Schedule >= 0 {
		only := -a.anyOther(r, possibly, func(e *rules.Effect) bool { return e.Schedule == then.Schedule })
		in = append(in, a.And(s.possibly, only, o.planned[then.Schedule]))
	}
	if then.Cap.Minutes == 0 && then.Cap.Rate == 0 {
		return in
	}
	tighter := func(e *rules.Effect) bool {
		return then.Cap.Minutes != 0 && e.Cap.Minutes != 0 && e.Cap.Minutes <= then.Cap.Minutes ||
			then.Cap.Minutes == 0 && e.Cap.Rate != 0 && e.Cap.Rate <= then.Cap.Rate
	}
	return append(in, a.And(s.possibly, -a.anyOther(r, possibly, tighter), a.Or(o.planned...)))
}

// wishCounts returns whether a rule's wish makes the pressure of a therapy other than usual.
func (a *audit) wishCounts(r, therapy int) sat.Node {
	t, wish := &a.pack.Therapies[therapy], a.pack.Rules[r].Then.Prefer
	wished := max(t.Least, min(wish, t.Most))
	if wished == t.Usual {
		return sat.No
	}
	other := a.anyOther(r, surely, func(e *rules.Effect) bool { return e.Prefer != 0 })
	return a.And(-other, -a.outcome.pressure[min(wished, t.Usual)])
}

// anyOther is anyRule without one rule.
func (a *audit) anyOther(r int, w way, has func(e *rules.Effect) bool) sat.Node {
	var in []sat.Node
	for other := range a.pack.Rules {
		if other != r && has(&a.pack.Rules[other].Then) {
			in = append(in, a.rules[other].in(w))
		}
	}
	return a.Or(in...)
}

// othersGive returns whether the disposition is at least d without the rule.
func (a *audit) othersGive(r int, d rules.Disposition) sat.Node {
	var in []sat.Node
	if d <= rules.Incomplete {
		in = append(in, a.outcome.incomplete)
	}
	for other := range a.pack.Rules {
		then := &a.pack.Rules[other].Then
		if other == r || then.Disposition == rules.Proceed {
			continue
		}
		if then.Disposition >= d {
			in = append(in, a.givesSurely(other))
		}
		if then.IfUnsure >= d {
			in = append(in, a.givesUnsure(other))
		}
	}
	return a.Or(in...)
}
