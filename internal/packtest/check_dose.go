package packtest

import (
	"fmt"
	"strconv"

	"knead/rules"
)

// checkDose compares pressures and minutes.
func (o *observed) checkDose(c *rules.Check) *Difference {
	pressure := c.Kind == rules.PressureIs || c.Kind == rules.PressureAtMost
	exact := c.Kind == rules.PressureIs || c.Kind == rules.MinutesAre
	for _, t := range o.decision.Therapies {
		if exact && t.Therapy != c.Subject {
			continue
		}
		what, want, got, number := "minutes of ", c.Number, t.Minutes, strconv.Itoa
		if pressure {
			what, want, got = "pressure of ", int(c.Pressure), int(t.Pressure)
			number = func(n int) string { return rules.Pressure(n).String() }
		}
		switch {
		case exact && got != want:
			return differs(what+o.therapy(t.Therapy), number(want), number(got))
		case exact:
			return nil
		case got > want:
			return differs(what+o.therapy(t.Therapy), "at most "+number(want), number(got))
		}
	}
	if exact {
		return differs("therapy "+o.therapy(c.Subject), "shown", o.whyHidden(c.Subject))
	}
	if pressure {
		return nil
	}
	for i, phase := range phases(o.pack, o.decision) {
		if phase.Minutes[1] > c.Number {
			return differs(fmt.Sprintf("minutes of phase %d", i+1), "at most "+strconv.Itoa(c.Number), strconv.Itoa(phase.Minutes[1]))
		}
	}
	return nil
}

// checkPlan compares the schedule and its numbers.
func (o *observed) checkPlan(c *rules.Check) *Difference {
	plan := o.decision.Plan
	switch {
	case c.Kind == rules.ScheduleIs && plan.Schedule != c.Subject:
		return differs("schedule", scheduleID(o.pack, c.Subject), scheduleID(o.pack, plan.Schedule))
	case c.Kind == rules.ScheduleIs:
	case plan.Schedule < 0:
		return differs("plan", "one", "none")
	case c.Kind == rules.SessionsAre && plan.MaxSessions != c.Number:
		return differs("max_sessions", strconv.Itoa(c.Number), strconv.Itoa(plan.MaxSessions))
	case c.Kind == rules.PerWeekAtMost:
		for i, phase := range phases(o.pack, o.decision) {
			if int(phase.Rate[1]) > c.Number {
				return differs(fmt.Sprintf("sessions per week of phase %d", i+1), "at most "+fmt.Sprint(rules.Rate(c.Number).PerWeek()), fmt.Sprint(phase.Rate[1].PerWeek()))
			}
		}
	}
	return nil
}
