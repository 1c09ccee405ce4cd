package fhir

import "knead/engine"

// timing says how often a therapy is proposed in the plan's first phase. Later phases are
// in the report only: a Timing holds one.
func (b *bundleBuilder) timing(t engine.TherapyAdvice) *Timing {
	plan := b.result.Plan
	if plan == nil || len(plan.Phases) == 0 {
		return nil
	}
	first := plan.Phases[0]
	weeks := first.Weeks[1] - first.Weeks[0] + 1
	r := Repeat{
		BoundsDuration: &Duration{Value: weeks, Unit: "weeks", System: "http://unitsofmeasure.org", Code: "wk"},
		Duration:       t.Minutes, DurationUnit: "min",
		Frequency: int(first.SessionsPerWeek[0]), Period: 1, PeriodUnit: "wk",
	}
	least, most := first.SessionsPerWeek[0], first.SessionsPerWeek[1]
	if least != float64(int(least)) || most != float64(int(most)) {
		r.Period, least, most = 4, 4*least, 4*most // rates are in quarters
	}
	r.Frequency = int(least)
	if most > least {
		r.FrequencyMax = int(most)
	}
	return &Timing{r}
}
