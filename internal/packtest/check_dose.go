package packtest

import (
	"fmt"
	"strconv"

	"knead/engine"
	"knead/rules"
)

func (o *observed) checkDose(c *rules.Check) *Difference {
	what, number := "minutes of ", strconv.Itoa
	dose := func(t *engine.TherapyDecision) int { return t.Minutes }
	if c.Kind == rules.PressureIs {
		what, number = "pressure of ", func(n int) string { return rules.Pressure(n).String() }
		dose = func(t *engine.TherapyDecision) int { return int(t.Pressure) }
	}
	most, want := c.Relation == rules.AtMost, number(c.Number)
	if most {
		want = "at most " + want
	}
	for i := range o.decision.Therapies {
		t := &o.decision.Therapies[i]
		got := dose(t)
		switch {
		case most && got > c.Number, !most && t.Therapy == c.Subject && got != c.Number:
			return differs(what+o.therapy(t.Therapy), want, number(got))
		case !most && t.Therapy == c.Subject:
			return nil
		}
	}
	if !most {
		return differs("therapy "+o.therapy(c.Subject), "shown", o.whyHidden(c.Subject))
	}
	for i, phase := range phases(o.pack, o.decision) {
		if c.Kind == rules.MinutesAre && phase.Minutes[1] > c.Number {
			return differs(fmt.Sprintf("minutes of phase %d", i+1), want, number(phase.Minutes[1]))
		}
	}
	return nil
}

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
