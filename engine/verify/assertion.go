package verify

import (
	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// broken returns whether an invariant's condition holds and one of its assertions does not.
func (m *model) broken(inv *rules.Invariant) sat.Node {
	var in []sat.Node
	for i := range inv.Assertions {
		in = append(in, denied[sat.Node](m, &inv.Assertions[i]))
	}
	return m.And(m.concerns(inv), m.Or(in...))
}

// concerns returns whether an invariant is about somebody.
func (m *model) concerns(inv *rules.Invariant) sat.Node {
	view := rules.Surely
	if inv.Possible {
		view = rules.Possibly
	}
	return m.condition(inv.When, view, false)
}

// concerns reports whether an invariant is about somebody, as the evaluator sees it.
func concerns(p *engine.Program, inv *rules.Invariant, in *rules.Intake) bool {
	truth := p.Truth(in, inv.When)
	return truth == engine.True || truth == engine.Unknown && inv.Possible
}

// holds reports whether an invariant holds for one intake, as the evaluator sees it.
func holds(p *engine.Program, inv *rules.Invariant, in *rules.Intake) bool {
	if !concerns(p, inv, in) {
		return true
	}
	d := decide(p, in)
	for i := range inv.Assertions {
		if denied[bool](d, &inv.Assertions[i]) {
			return false
		}
	}
	return true
}

// denied returns whether a result contradicts an assertion.
func denied[B comparable](r result[B], c *rules.Assertion) B {
	var in []B
	switch c.Kind {
	case rules.DispositionIn:
		for d := rules.Proceed; d <= rules.Emergency; d++ {
			if c.Dispositions>>d&1 == 0 {
				in = append(in, r.disposed(d))
			}
		}
	case rules.NeverSuggest:
		in = shownOf(r, c.Therapies)
	case rules.SuggestOneOf:
		return r.Not(r.Or(shownOf(r, c.Therapies)...))
	case rules.NeverListed:
		return r.And(r.carries(), inList(r, c.Effect, c.Subject))
	case rules.AlwaysListed:
		if c.Effect.Over() == rules.OverRules {
			return unsaid(r, c.Effect, c.Subject)
		}
		return r.And(r.carries(), r.Not(inList(r, c.Effect, c.Subject)))
	case rules.NeverSchedule:
		return r.plans(c.Subject)
	case rules.NeverPlan:
		return r.planned()
	case rules.AlwaysPlan:
		return r.And(r.Or(shownOf(r, everything)...), r.Not(r.planned()))
	case rules.CapAt:
		return exceeds(r, c.Cap)
	case rules.SessionsAtMost:
		for s := range r.of().Schedules {
			in = append(in, r.And(r.plans(s), r.remainOver(s, c.Number)))
		}
	case rules.ReviewBy:
		for s := range r.of().Schedules {
			if r.of().Schedules[s].ReviewWeek > c.Number {
				in = append(in, r.plans(s))
			}
		}
	}
	return r.Or(in...)
}

const everything = ^uint64(0)

// shownOf returns for each of some therapies that may be shown whether it is.
func shownOf[B comparable](r result[B], set uint64) (in []B) {
	for _, t := range r.candidates() {
		if set>>t&1 != 0 {
			in = append(in, r.shows(t))
		}
	}
	return in
}

// exceeds returns whether a shown therapy or phase goes beyond the cap.
func exceeds[B comparable](r result[B], c rules.Cap) B {
	var in []B
	for _, t := range r.candidates() {
		if c.Pressure != 0 {
			in = append(in, r.And(r.shows(t), r.firmer(t, c.Pressure)))
		}
		if c.Minutes != 0 {
			in = append(in, r.And(r.shows(t), r.longer(t, c.Minutes)))
		}
	}
	for s := range r.of().Schedules {
		for _, ph := range r.of().Schedules[s].Phases {
			if c.Minutes != 0 && ph.Minutes[1] > c.Minutes {
				in = append(in, r.And(r.plans(s), r.Not(r.capped(rules.EffectMinutes, c.Minutes))))
			}
			if c.Rate != 0 && ph.Rate[1] > c.Rate {
				in = append(in, r.And(r.plans(s), r.Not(r.capped(rules.EffectRate, int(c.Rate)))))
			}
		}
	}
	return r.Or(in...)
}

// inList returns whether a value of a kind is listed, or something by a rule.
func inList[B comparable](r result[B], k rules.EffectKind, value int) B {
	if k.Over() == rules.OverRules {
		return r.names(value, k, 0)
	}
	return r.lists(k, value)
}

// unsaid returns whether what a rule says by itself, of a kind or of one with the same name, is
// missing: from a result that carries therapies, or beside a shown therapy that it is about.
func unsaid[B comparable](r result[B], k rules.EffectKind, rule int) B {
	var in []B
	for _, k := range k.Named() {
		for _, v := range r.of().Rules[rule].Then.Values(k) {
			where := r.carries()
			if k.Over() == rules.OverTherapies {
				where = r.shows(v.Value)
			}
			in = append(in, r.And(where, r.Not(r.names(rule, k, v.Value))))
		}
	}
	return r.Or(in...)
}
