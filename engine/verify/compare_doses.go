package verify

import (
	"math"
	"slices"

	"knead/rules"
)

// doses compares the courses of two people in one pack, whichever schedules they have: the
// rates and minutes of every week, the sessions, and the sessions until the review. In the
// weeks after the old result's course the most of that course counts, so that rarer sessions
// are not more for going on longer.
func (c *comparison[B]) doses() {
	schedules := c.counterparts.new.Schedules
	both := c.And(c.both, c.old.planned(), c.new.planned())
	// some returns whether the plan is a schedule of which something holds.
	some := func(of result[B], holds func(i int) B) B {
		return c.Or(each(schedules, func(i int) B { return c.And(holds(i), of.plans(i)) })...)
	}
	for _, week := range weeks(schedules) {
		inWeek := func(s *rules.Schedule) rules.Phase { return phaseIn(s, week) }
		orMost := func(s *rules.Schedule) rules.Phase {
			if ph := inWeek(s); ph != (rules.Phase{}) {
				return ph
			}
			return most(s)
		}
		compared := func(w twoWays, k rules.EffectKind, bounds []int, number func(rules.Phase) int) {
			over := func(of result[B], in func(*rules.Schedule) rules.Phase, n int) B {
				exceeds := func(i int) B { return c.Constant(number(in(&schedules[i])) > n) }
				return c.And(c.Not(of.capped(k, n)), some(of, exceeds))
			}
			for i := range schedules {
				bounds = append(bounds, number(orMost(&schedules[i])))
			}
			c.sized(w, Subject{}, both, trimmed(bounds, 0, math.MaxInt),
				func(n int) B { return over(c.old, orMost, n) }, func(n int) B { return over(c.new, inWeek, n) })
		}
		for end := range 2 {
			compared(planRate, rules.EffectRate, slices.Clone(c.rates), func(ph rules.Phase) int { return int(ph.Rate[end]) })
			compared(planMinutes, rules.EffectMinutes, slices.Clone(c.cappedMinutes), func(ph rules.Phase) int { return ph.Minutes[end] })
		}
	}
	var sessions, reviews []int
	for i := range schedules {
		s := &schedules[i]
		for n := range max(s.MaxSessions, s.CourseSessions) {
			sessions = append(sessions, n)
		}
		for _, limit := range append(slices.Clone(c.rates), math.MaxInt) {
			reviews = append(reviews, untilReview(s, limit))
		}
	}
	remain := func(of result[B], n int) B { return some(of, func(i int) B { return of.remainOver(i, n) }) }
	c.sized(planSessions, Subject{}, both, trimmed(sessions, 0, math.MaxInt),
		func(n int) B { return remain(c.old, n) }, func(n int) B { return remain(c.new, n) })
	until := func(of result[B], n int) B {
		return some(of, func(i int) B {
			if untilReview(&schedules[i], math.MaxInt) <= n {
				return c.no
			}
			limit := 0 // the highest that leaves no more
			for untilReview(&schedules[i], limit+1) <= n {
				limit++
			}
			return c.Not(of.capped(rules.EffectRate, limit))
		})
	}
	c.sized(review, Subject{}, both, trimmed(reviews, 0, math.MaxInt),
		func(n int) B { return until(c.old, n) }, func(n int) B { return until(c.new, n) })
}

// most returns a phase with the most of a course, at both ends of its ranges.
func most(s *rules.Schedule) (most rules.Phase) {
	for _, ph := range s.Phases {
		for end := range 2 {
			most.Rate[end], most.Minutes[end] = max(most.Rate[end], ph.Rate[1]), max(most.Minutes[end], ph.Minutes[1])
		}
	}
	return most
}

// untilReview returns how many quarters of a session there are before the review when the
// rate is limited.
func untilReview(s *rules.Schedule, limit int) (quarters int) {
	for week := 1; week <= s.ReviewWeek; week++ {
		quarters += min(int(phaseIn(s, week).Rate[1]), limit)
	}
	return quarters
}
