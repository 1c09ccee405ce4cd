package packtest

import (
	"fmt"
	"strconv"

	"knead/rules"
)

// checkDose compares pressures and minutes.
func (o *observed) checkDose(c *rules.Check) *Difference {
	for _, t := range o.decision.Therapies {
		id := o.therapy(t.Therapy)
		switch {
		case c.Kind == rules.PressureAtMost && t.Pressure > c.Pressure:
			return differs("pressure of "+id, "at most "+c.Pressure.String(), t.Pressure.String())
		case c.Kind == rules.MinutesAtMost && t.Minutes > c.Number:
			return differs("minutes of "+id, "at most "+strconv.Itoa(c.Number), strconv.Itoa(t.Minutes))
		case t.Therapy != c.Subject || c.Kind == rules.PressureAtMost || c.Kind == rules.MinutesAtMost:
		case c.Kind == rules.PressureIs && t.Pressure != c.Pressure:
			return differs("pressure of "+id, c.Pressure.String(), t.Pressure.String())
		case c.Kind == rules.MinutesAre && t.Minutes != c.Number:
			return differs("minutes of "+id, strconv.Itoa(c.Number), strconv.Itoa(t.Minutes))
		default:
			return nil
		}
	}
	switch c.Kind {
	case rules.PressureIs, rules.MinutesAre:
		return differs("therapy "+o.therapy(c.Subject), "shown", o.whyHidden(c.Subject))
	case rules.MinutesAtMost:
		for i, phase := range o.phases() {
			if phase.Minutes[1] > c.Number {
				return differs(fmt.Sprintf("minutes of phase %d", i+1), "at most "+strconv.Itoa(c.Number), strconv.Itoa(phase.Minutes[1]))
			}
		}
	}
	return nil
}

// phases returns the phases of the plan within its caps.
func (o *observed) phases() (phases []rules.Phase) {
	if o.decision.Plan.Schedule < 0 {
		return nil
	}
	for _, ph := range o.pack.Schedules[o.decision.Plan.Schedule].Phases {
		phases = append(phases, ph.Within(o.decision.Plan.Cap))
	}
	return phases
}

// checkPlan compares the schedule and its numbers.
func (o *observed) checkPlan(c *rules.Check) *Difference {
	plan := o.decision.Plan
	switch {
	case c.Kind == rules.ScheduleIs && plan.Schedule != c.Subject:
		return differs("schedule", o.schedule(c.Subject), o.schedule(plan.Schedule))
	case c.Kind == rules.ScheduleIs:
	case plan.Schedule < 0:
		return differs("plan", "one", "none")
	case c.Kind == rules.SessionsAre && plan.MaxSessions != c.Number:
		return differs("max_sessions", strconv.Itoa(c.Number), strconv.Itoa(plan.MaxSessions))
	case c.Kind == rules.PerWeekAtMost:
		for i, phase := range o.phases() {
			if int(phase.Rate[1]) > c.Number {
				return differs(fmt.Sprintf("sessions per week of phase %d", i+1), "at most "+perWeek(rules.Rate(c.Number)), perWeek(phase.Rate[1]))
			}
		}
	}
	return nil
}

func perWeek(r rules.Rate) string { return strconv.FormatFloat(r.PerWeek(), 'f', -1, 64) }

func (o *observed) schedule(i int) string {
	if i < 0 {
		return "none"
	}
	return o.pack.Schedules[i].ID
}
