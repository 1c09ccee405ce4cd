package verify

import "knead/rules"

// broken returns whether an invariant's condition holds and one of its claims does not.
func (m *Model) broken(inv *rules.Invariant) node {
	w := surely
	if inv.Possible {
		w = possibly
	}
	var in []node
	for i := range inv.Claims {
		in = append(in, m.denied(&m.outcome, &inv.Claims[i]))
	}
	return m.and(m.condition(inv.When, w, false), m.or(in...))
}

// denied returns whether the outcome contradicts a claim.
func (m *Model) denied(o *outcome, c *rules.Claim) node {
	switch c.Kind {
	case rules.DispositionIn:
		var in []node
		for d := rules.Proceed; d <= rules.Emergency; d++ {
			if c.Dispositions>>d&1 == 0 {
				in = append(in, m.and(o.atLeast[d], -o.atLeast[d+1]))
			}
		}
		return m.or(in...)
	case rules.NeverSuggest:
		return m.or(m.of(o.shown, c.Therapies)...)
	case rules.SuggestOneOf:
		return -m.or(m.of(o.shown, c.Therapies)...)
	case rules.NeverCare:
		return m.and(o.carries, m.gives(c.Subject))
	case rules.AlwaysCare:
		return m.and(o.carries, -m.gives(c.Subject))
	case rules.NeverSchedule:
		return o.planned[c.Subject]
	case rules.NeverPlan:
		return m.or(o.planned...)
	case rules.AlwaysPlan:
		return m.and(m.or(o.shown...), -m.or(o.planned...))
	case rules.CapAt:
		return m.exceeds(o, c.Cap)
	case rules.AlwaysAvoid:
		return m.and(o.carries, -o.avoided[c.Subject])
	case rules.AlwaysCaution:
		return m.uncautioned(o, c.Subject)
	}
	var in []node
	for s := range o.planned {
		switch {
		case c.Kind == rules.SessionsAtMost:
			in = append(in, m.and(o.planned[s], m.remainsOver(s, c.Number)))
		case m.pack.Schedules[s].ReviewWeek > c.Number:
			in = append(in, o.planned[s])
		}
	}
	return m.or(in...)
}

func (m *Model) of(signals []node, set uint64) (in []node) {
	for i, n := range signals {
		if set>>i&1 != 0 {
			in = append(in, n)
		}
	}
	return in
}

// gives returns whether a rule gives the care item.
func (m *Model) gives(care int) node {
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
func (m *Model) exceeds(o *outcome, c rules.Cap) node {
	var in []node
	for t := range o.shown {
		if c.Pressure != 0 {
			in = append(in, m.and(o.shown[t], m.firmer(o, t, c.Pressure)))
		}
		if c.Minutes != 0 {
			in = append(in, m.and(o.shown[t], m.longer(o, t, c.Minutes)))
		}
	}
	for s := range o.planned {
		for _, ph := range m.pack.Schedules[s].Phases {
			if c.Minutes != 0 && ph.Minutes[1] > c.Minutes {
				in = append(in, m.and(o.planned[s], -m.minutesCapped(c.Minutes)))
			}
			if c.Rate != 0 && ph.Rate[1] > c.Rate {
				in = append(in, m.and(o.planned[s], -m.rateCapped(c.Rate)))
			}
		}
	}
	return m.or(in...)
}

// uncautioned returns whether a rule's caution is missing: from a result that shows
// therapies, or beside a shown therapy that it is about.
func (m *Model) uncautioned(o *outcome, rule int) node {
	caution := m.pack.Rules[rule].Then.Caution
	in := m.of(o.shown, caution.Therapies)
	if caution.General {
		in = append(in, o.carries)
	}
	return m.and(m.or(in...), -m.rules[rule].possibly)
}
