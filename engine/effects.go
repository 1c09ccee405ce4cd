package engine

import (
	"slices"

	"knead/rules"
)

// effects are a pack's rules sorted by what they do: for each kind of effect the set of
// rules that have it, one bit for each rule, and what combining them needs.
type effects struct {
	disposition, exclude, cap, avoid, caution, schedule, suggest, prefer, care []uint64

	suggests []uint64  // by rule: the therapies it suggests
	scores   [][]int32 // by rule: scores in the order of those therapies' indices, lowest first
	painful  []uint64  // by option of the areas question: the areas it stands for
	then     []then    // by rule

	// Sets of rules by what their effect is about.
	suggestOf, excludeOf, cautionOf, tooFirm [][]uint64 // by therapy
	avoidOf                                  [][]uint64 // by area
	scheduleOf                               [][]uint64 // by schedule
	general                                  []uint64   // cautions for the visit
}

// then is the part of an effect that combining reads most, close together.
type then struct {
	exclude, avoid uint64
	cap            rules.Cap
	schedule       int32
	given, unsure  rules.Disposition
}

func buildEffects(p *rules.Pack) effects {
	words := (len(p.Rules) + 63) / 64
	e := effects{suggests: make([]uint64, len(p.Rules)), scores: make([][]int32, len(p.Rules))}
	for _, set := range []*[]uint64{&e.disposition, &e.exclude, &e.cap, &e.avoid, &e.caution, &e.schedule, &e.suggest, &e.prefer, &e.care} {
		*set = make([]uint64, words)
	}
	for r := range p.Rules {
		then := &p.Rules[r].Then
		mark := func(set []uint64, has bool) {
			if has {
				set[r/64] |= 1 << (r % 64)
			}
		}
		mark(e.disposition, then.Disposition != rules.Proceed)
		mark(e.exclude, then.Exclude != 0)
		mark(e.cap, then.Cap != rules.Cap{})
		mark(e.avoid, then.Avoid != 0)
		mark(e.caution, then.Caution.General || then.Caution.Therapies != 0)
		mark(e.schedule, then.Schedule >= 0)
		mark(e.suggest, len(then.Suggest) > 0)
		mark(e.prefer, then.Prefer != 0)
		mark(e.care, len(then.Care) > 0)
		e.then = append(e.then, compact(then))
		scores := make([]int32, len(p.Therapies))
		for _, s := range then.Suggest {
			e.suggests[r] |= 1 << s.Therapy
			scores[s.Therapy] += int32(s.Score)
		}
		e.scores[r] = scores
	}
	e.sortByObject(p)
	for i, o := range p.Questions[p.Areas].Options {
		area := uint64(1) << i
		if o.Covers != 0 {
			area = o.Covers
		}
		e.painful = append(e.painful, area)
	}
	return e
}

func compact(e *rules.Effect) then {
	return then{e.Exclude, e.Avoid, e.Cap, int32(e.Schedule), e.Disposition, e.IfUnsure}
}

// sortByObject builds the sets of rules by what their effect is about.
func (e *effects) sortByObject(p *rules.Pack) {
	set := func(has func(then *rules.Effect) bool) []uint64 {
		s := make([]uint64, (len(p.Rules)+63)/64)
		for r := range p.Rules {
			if has(&p.Rules[r].Then) {
				s[r/64] |= 1 << (r % 64)
			}
		}
		return s
	}
	for t := range p.Therapies {
		e.suggestOf = append(e.suggestOf, set(func(then *rules.Effect) bool {
			return slices.ContainsFunc(then.Suggest, func(s rules.Suggestion) bool { return s.Therapy == t })
		}))
		e.excludeOf = append(e.excludeOf, set(func(then *rules.Effect) bool { return then.Exclude>>t&1 != 0 }))
		e.cautionOf = append(e.cautionOf, set(func(then *rules.Effect) bool { return then.Caution.Therapies>>t&1 != 0 }))
		e.tooFirm = append(e.tooFirm, set(func(then *rules.Effect) bool {
			return then.Cap.Pressure != 0 && then.Cap.Pressure < p.Therapies[t].Least
		}))
	}
	for area := range p.Questions[p.Areas].Options {
		e.avoidOf = append(e.avoidOf, set(func(then *rules.Effect) bool { return then.Avoid>>area&1 != 0 }))
	}
	for i := range p.Schedules {
		e.scheduleOf = append(e.scheduleOf, set(func(then *rules.Effect) bool { return then.Schedule == i }))
	}
	e.general = set(func(then *rules.Effect) bool { return then.Caution.General })
}
