package verify

import (
	"math"
	"slices"

	"knead/rules"
)

// plans compares the courses, schedule by schedule. More sessions, more often or longer in
// any week, or a later review, is less safe; a plan where there was none is different, since
// therapies are compared by themselves.
func (c *comparison[B]) plans() {
	if c.asDoses {
		c.doses()
		return
	}
	olds, news := c.schedules(c.old), c.schedules(c.new)
	for i, a := range olds {
		for j, b := range news {
			both := c.And(c.both, a, b)
			if both == c.no {
				continue
			}
			from, to := scheduleID(c.counterparts.old, i), scheduleID(c.counterparts.new, j)
			if from != to {
				c.say(scheduleChanged, Subject{Detail: from + " to " + to}, both)
			}
			if i < len(olds)-1 && j < len(news)-1 {
				c.sizes(i, j, both)
				if from == to {
					c.reasons(planBecause, Subject{}, both, rules.EffectSchedule, i, j)
				}
			}
		}
	}
}

// schedules returns for each schedule, and last for none, whether it is the plan.
func (c *comparison[B]) schedules(of result[B]) []B {
	return append(each(of.of().Schedules, of.plans), c.Not(of.planned()))
}

func scheduleID(p *rules.Pack, i int) string {
	if i == len(p.Schedules) {
		return "none"
	}
	return p.Schedules[i].ID
}

// sizes compares the rates and minutes of every week, the sessions and the reviews of two
// plans that the same person has.
func (c *comparison[B]) sizes(i, j int, both B) {
	a, b := &c.counterparts.old.Schedules[i], &c.counterparts.new.Schedules[j]
	about := Subject{Schedule: b.ID}
	if !slices.EqualFunc(a.Phases, b.Phases, func(x, y rules.Phase) bool { return x.Weeks == y.Weeks }) {
		c.say(planPhases, about, both)
	}
	pairs := map[[2]rules.Phase]bool{}
	for _, w := range weeks([]rules.Schedule{*a, *b}) {
		pair := [2]rules.Phase{phaseIn(a, w), phaseIn(b, w)}
		pair[0].Weeks, pair[1].Weeks = [2]int{}, [2]int{} // not compared
		if !pairs[pair] {
			pairs[pair] = true
			c.phases(about, both, pair[0], pair[1])
		}
	}
	var sessions []int
	for n := range max(a.MaxSessions, a.CourseSessions, b.MaxSessions, b.CourseSessions) {
		sessions = append(sessions, n)
	}
	c.sized(planSessions, about, both, sessions,
		func(n int) B { return c.old.remainOver(i, n) }, func(n int) B { return c.new.remainOver(j, n) })
	c.moved(review, about, both, a.ReviewWeek, b.ReviewWeek)
}

// phases compares the rates and minutes of one week.
func (c *comparison[B]) phases(about Subject, both B, a, b rules.Phase) {
	// over returns whether a number of a phase exceeds n after caps.
	over := func(of result[B], k rules.EffectKind, number, n int) B {
		if number > n {
			return c.Not(of.capped(k, n))
		}
		return c.no
	}
	compared := func(w twoWays, k rules.EffectKind, caps []int, x, y int) {
		bounds := trimmed(append(slices.Clone(caps), x-1, x, y-1, y), 0, math.MaxInt)
		c.sized(w, about, both, bounds,
			func(n int) B { return over(c.old, k, x, n) }, func(n int) B { return over(c.new, k, y, n) })
	}
	for end := range 2 {
		compared(planRate, rules.EffectRate, c.rates, int(a.Rate[end]), int(b.Rate[end]))
		compared(planMinutes, rules.EffectMinutes, c.cappedMinutes, a.Minutes[end], b.Minutes[end])
	}
}

// weeks returns the weeks in which a phase of one of the schedules begins, or the last one
// is over.
func weeks(schedules []rules.Schedule) (at []int) {
	for _, s := range schedules {
		for _, ph := range s.Phases {
			at = append(at, ph.Weeks[0], ph.Weeks[1]+1)
		}
	}
	return trimmed(at, 0, math.MaxInt)
}

// phaseIn returns the phase of a week; it is empty when the course is over.
func phaseIn(s *rules.Schedule, week int) rules.Phase {
	for _, ph := range s.Phases {
		if week >= ph.Weeks[0] && week <= ph.Weeks[1] {
			return ph
		}
	}
	return rules.Phase{}
}
