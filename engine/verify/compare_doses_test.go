package verify

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestDoses compares, for random tiny packs, what is said of two people's doses with a plain
// statement of what is more: a number of a week, the sessions, or the sessions until the review.
func TestDoses(t *testing.T) {
	t.Parallel()
	tried, more := 0, map[string]int{}
	for seed := uint64(1); tried < *tinyPacks/40; seed++ {
		p := wishful(seed)
		if tinySize(p) > 300 {
			continue
		}
		tried++
		program, err := engine.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		self := newDoseComparer(program)
		var before []decided
		everybody(p, func(in *rules.Intake) bool {
			now := decide(program, in)
			for _, was := range before {
				got := map[Property]bool{}
				for _, c := range self.between(was, now, func(p Property) bool {
					return p == planRate.more || p == planMinutes.more || p == planSessions.more || p == review.more
				}) {
					got[c.Property] = true
				}
				for property, want := range moreThan(p, was, now) {
					if got[property] != want {
						t.Fatalf("seed %d: %s is %v, want %v\n%+v\n%+v", seed, property, got[property], want, was.Plan, now.Plan)
					}
					if want {
						more[property.String()]++
					}
				}
			}
			if len(before) < 12 && now.Plan.Schedule >= 0 {
				before = append(before, now)
			}
			return true
		})
	}
	t.Log(tried, "packs:", more)
	if *tinyPacks >= 2000 && len(more) < 4 {
		t.Error("the random packs are too easy")
	}
}

// moreThan says of two people with plans in which ways the second one's dose is more.
func moreThan(p *rules.Pack, was, now decided) map[Property]bool {
	more := map[Property]bool{planRate.more: false, planMinutes.more: false, planSessions.more: false, review.more: false}
	if was.Plan.Schedule < 0 || now.Plan.Schedule < 0 {
		return more
	}
	// in returns the highest and lowest numbers of a week; 0 when the course is over.
	in := func(d decided, week int) (ph rules.Phase) {
		for _, phase := range p.Schedules[d.Plan.Schedule].Phases {
			if phase.Weeks[0] <= week && week <= phase.Weeks[1] {
				ph = phase
			}
		}
		return ph.Within(d.Plan.Cap)
	}
	most := rules.Phase{}
	for week := 1; week <= 10; week++ {
		ph := in(was, week)
		most.Rate[1], most.Minutes[1] = max(most.Rate[1], ph.Rate[1]), max(most.Minutes[1], ph.Minutes[1])
	}
	for week := 1; week <= 10; week++ {
		a, b := in(was, week), in(now, week)
		if a.Rate[1] == 0 {
			a.Rate, a.Minutes = [2]rules.Rate{most.Rate[1], most.Rate[1]}, [2]int{most.Minutes[1], most.Minutes[1]}
		}
		for end := range 2 {
			more[planRate.more] = more[planRate.more] || b.Rate[end] > a.Rate[end]
			more[planMinutes.more] = more[planMinutes.more] || b.Minutes[end] > a.Minutes[end]
		}
	}
	more[planSessions.more] = now.Plan.MaxSessions > was.Plan.MaxSessions
	until := func(d decided) (quarters int) {
		for week := 1; week <= p.Schedules[d.Plan.Schedule].ReviewWeek; week++ {
			quarters += int(in(d, week).Rate[1])
		}
		return quarters
	}
	more[review.more] = until(now) > until(was)
	return more
}
