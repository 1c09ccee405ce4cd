package verify

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// Holds reports whether an invariant holds for one intake, as the evaluator sees it.
func Holds(p *engine.Program, inv *rules.Invariant, in *rules.Intake) bool {
	truth := p.Truth(in, inv.When)
	if truth == engine.False || truth == engine.Unknown && !inv.Possible {
		return true
	}
	d := p.Decide(in)
	return !slices.ContainsFunc(inv.Claims, func(c rules.Claim) bool { return !kept(p.Pack(), d, &c) })
}

// kept reports whether a decision is as claimed.
func kept(p *rules.Pack, d *engine.Decision, c *rules.Claim) bool {
	shows := func(set uint64) bool {
		return slices.ContainsFunc(d.Therapies, func(t engine.TherapyDecision) bool { return set>>t.Therapy&1 != 0 })
	}
	carries := d.Disposition.CarriesTherapies()
	planned := d.Plan.Schedule >= 0
	switch c.Kind {
	case rules.DispositionIn:
		return c.Dispositions>>d.Disposition&1 != 0
	case rules.NeverSuggest:
		return !shows(c.Therapies)
	case rules.SuggestOneOf:
		return shows(c.Therapies)
	case rules.NeverCare:
		return !slices.Contains(d.Care, int32(c.Subject))
	case rules.AlwaysCare:
		return !carries || slices.Contains(d.Care, int32(c.Subject))
	case rules.NeverSchedule:
		return d.Plan.Schedule != c.Subject
	case rules.NeverPlan:
		return !planned
	case rules.AlwaysPlan:
		return planned || len(d.Therapies) == 0
	case rules.CapAt:
		return within(p, d, c.Cap)
	case rules.AlwaysAvoid:
		return !carries || slices.ContainsFunc(d.Avoid, func(a engine.AvoidDecision) bool { return a.Area == c.Subject })
	case rules.AlwaysCaution:
		return cautioned(p, d, c.Subject)
	case rules.SessionsAtMost:
		return !planned || d.Plan.MaxSessions <= c.Number
	}
	return !planned || p.Schedules[d.Plan.Schedule].ReviewWeek <= c.Number
}

// within reports whether all therapies and phases of a decision keep to the cap.
func within(p *rules.Pack, d *engine.Decision, c rules.Cap) bool {
	for _, t := range d.Therapies {
		if c.Pressure != 0 && t.Pressure > c.Pressure || c.Minutes != 0 && t.Minutes > c.Minutes {
			return false
		}
	}
	if d.Plan.Schedule < 0 {
		return true
	}
	for _, ph := range p.Schedules[d.Plan.Schedule].Phases {
		ph = ph.Within(d.Plan.Cap)
		if c.Minutes != 0 && ph.Minutes[1] > c.Minutes || c.Rate != 0 && ph.Rate[1] > c.Rate {
			return false
		}
	}
	return true
}

// cautioned reports whether a rule's caution stands wherever it belongs.
func cautioned(p *rules.Pack, d *engine.Decision, rule int) bool {
	caution := p.Rules[rule].Then.Caution
	if caution.General && d.Disposition.CarriesTherapies() && !slices.Contains(d.Cautions, int32(rule)) {
		return false
	}
	for _, t := range d.Therapies {
		if caution.Therapies>>t.Therapy&1 != 0 && !slices.Contains(d.Rules(t.Cautions), int32(rule)) {
			return false
		}
	}
	return true
}
