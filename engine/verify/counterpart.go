package verify

import (
	"slices"

	"knead/rules"
)

// counterpart is a thing by its places in two packs, -1 where one lacks it.
type counterpart struct {
	id       string
	old, new int
}

// counterparts are the things that two packs have, each once: those of one pack in its order,
// then those that the other alone has.
type counterparts struct {
	old, new *rules.Pack

	rules, therapies               []counterpart // the new pack's first
	oldTherapies, questions, areas []counterpart // the old pack's first, as all below
	listed                         map[rules.Domain][]counterpart
	minutes, cappedMinutes, rates  []int // at which therapies and plans can differ
}

func newCounterparts(old, new *rules.Pack) *counterparts {
	ruleID := func(r *rules.Rule) string { return r.ID }
	therapyID := func(t *rules.Therapy) string { return t.ID }
	p := &counterparts{old: old, new: new, listed: map[rules.Domain][]counterpart{}}
	p.rules = swapped(pairUp(new.Rules, old.Rules, ruleID))
	p.therapies = swapped(pairUp(new.Therapies, old.Therapies, therapyID))
	p.oldTherapies = pairUp(old.Therapies, new.Therapies, therapyID)
	p.questions = pairUp(old.Questions, new.Questions, func(q *rules.Question) string { return q.ID })
	p.areas = pairUp(old.Questions[old.Areas].Options, new.Questions[new.Areas].Options, func(o *rules.Option) string { return o.ID })
	p.listed[rules.OverAreas] = p.areas
	p.listed[rules.OverCare] = pairUp(old.Care, new.Care, func(c *rules.Care) string { return c.ID })
	for _, pack := range []*rules.Pack{old, new} {
		p.minutes = append(p.minutes, minuteSteps(pack)...)
		for r := range pack.Rules {
			limit := pack.Rules[r].Then.Cap
			p.rates, p.cappedMinutes = append(p.rates, int(limit.Rate)), append(p.cappedMinutes, limit.Minutes)
		}
	}
	p.rates, p.cappedMinutes = distinct(p.rates), distinct(p.cappedMinutes)
	return p
}

// pairUp returns the things that two lists have, each once, those of the first in its order.
func pairUp[T any](first, second []T, id func(*T) string) (all []counterpart) {
	find := func(list []T, of string) int { return slices.IndexFunc(list, func(x T) bool { return id(&x) == of }) }
	for i := range first {
		all = append(all, counterpart{id(&first[i]), i, find(second, id(&first[i]))})
	}
	for i := range second {
		if of := id(&second[i]); find(first, of) < 0 {
			all = append(all, counterpart{of, -1, i})
		}
	}
	return all
}

func swapped(all []counterpart) []counterpart {
	for i := range all {
		all[i].old, all[i].new = all[i].new, all[i].old
	}
	return all
}

// minuteSteps returns every number of minutes that a therapy can last.
func minuteSteps(p *rules.Pack) (steps []int) {
	for i := range p.Therapies {
		steps = append(steps, p.Therapies[i].Minutes[0], p.Therapies[i].Minutes[1])
	}
	for i := range p.Schedules {
		steps = append(steps, p.Schedules[i].Phases[0].Minutes[0])
	}
	for i := range p.Rules {
		steps = append(steps, p.Rules[i].Then.Cap.Minutes)
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// distinct returns the numbers that are not negative in order, each once.
func distinct(n []int) []int {
	n = slices.DeleteFunc(n, func(v int) bool { return v < 0 })
	slices.Sort(n)
	return slices.Compact(n)
}
