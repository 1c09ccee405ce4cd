package verify

import (
	"knead/engine/verify/sat"
	"knead/rules"
)

// broken returns whether an invariant's condition holds and one of its claims does not.
func (m *model) broken(inv *rules.Invariant) sat.Node {
	w := surely
	if inv.Possible {
		w = possibly
	}
	var in []sat.Node
	for i := range inv.Claims {
		in = append(in, m.denied(&m.outcome, &inv.Claims[i]))
	}
	return m.And(m.condition(inv.When, w, false), m.Or(in...))
}

// denied returns whether the outcome contradicts a claim.
func (m *model) denied(o *outcome, c *rules.Claim) sat.Node {
	switch c.Kind {
	case rules.DispositionIn:
		var in []sat.Node
		for d := rules.Proceed; d <= rules.Emergency; d++ {
			if c.Dispositions>>d&1 == 0 {
				in = append(in, m.And(o.atLeast[d], -o.atLeast[d+1]))
			}
		}
		return m.Or(in...)
	case rules.NeverSuggest:
		return m.Or(m.of(o.shown, c.Therapies)...)
	case rules.SuggestOneOf:
		return -m.Or(m.of(o.shown, c.Therapies)...)
	case rules.NeverCare:
		return m.And(o.carries, m.gives(c.Subject))
	case rules.AlwaysCare:
		return m.And(o.carries, -m.gives(c.Subject))
	case rules.NeverSchedule:
		return o.planned[c.Subject]
	case rules.NeverPlan:
		return m.Or(o.planned...)
	case rules.AlwaysPlan:
		return m.And(m.Or(o.shown...), -m.Or(o.planned...))
	case rules.CapAt:
		return m.exceeds(o, c.Cap)
	case rules.AlwaysAvoid:
		return m.And(o.carries, -o.avoided[c.Subject])
	case rules.AlwaysCaution:
		return m.uncautioned(o, c.Subject)
	}
	var in []sat.Node
	for s := range o.planned {
		switch {
		case c.Kind == rules.SessionsAtMost:
			in = append(in, m.And(o.planned[s], m.remainsOver(s, c.Number)))
		case m.pack.Schedules[s].ReviewWeek > c.Number:
			in = append(in, o.planned[s])
		}
	}
	return m.Or(in...)
}

func (m *model) of(signals []sat.Node, set uint64) (in []sat.Node) {
	for i, n := range signals {
		if set>>i&1 != 0 {
			in = append(in, n)
		}
	}
	return in
}

// gives returns whether a rule gives the care item.
func (m *model) gives(care int) sat.Node {
	return m.anyRule(surely, func(e *rules.Effect) bool {
		for _, c := range e.Care {
			if c == care {
				return true
			}
		}
		return false
	})
}

// exceeds returns whether a shown therapy or phase goes beyond the cap.
func (m *model) exceeds(o *outcome, c rules.Cap) sat.Node {
	var in []sat.Node
	for t := range o.shown {
		if c.Pressure != 0 {
			in = append(in, m.And(o.shown[t], m.firmer(o, t, c.Pressure)))
		}
		if c.Minutes != 0 {
			in = append(in, m.And(o.shown[t], m.longer(o, t, c.Minutes)))
		}
	}
	for s := range o.planned {
		for _, ph := range m.pack.Schedules[s].Phases {
			if c.Minutes != 0 && ph.Minutes[1] > c.Minutes {
				in = append(in, m.And(o.planned[s], -m.minutesCapped(c.Minutes)))
			}
			if c.Rate != 0 && ph.Rate[1] > c.Rate {
				in = append(in, m.And(o.planned[s], -m.rateCapped(c.Rate)))
			}
		}
	}
	return m.Or(in...)
}

// uncautioned returns whether a rule's caution is missing: from a result that shows
// therapies, or beside a shown therapy that it is about.
func (m *model) uncautioned(o *outcome, rule int) sat.Node {
	caution := m.pack.Rules[rule].Then.Caution
	in := m.of(o.shown, caution.Therapies)
	if caution.General {
		in = append(in, o.carries)
	}
	return m.And(m.Or(in...), -m.rules[rule].possibly)
}
