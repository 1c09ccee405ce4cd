package engine

import "knead/rules"

// effects are a pack's rules sorted by what they do: for each kind of effect the set of
// rules that have it, one bit for each rule, and what combining them needs.
type effects struct {
	disposition, exclude, cap, avoid, caution, schedule, suggest, prefer, care []uint64

	suggests []uint64  // by rule: the therapies it suggests
	scores   [][]int32 // by rule: scores in the order of those therapies' indices, lowest first
	painful  []uint64  // by option of the areas question: the areas it stands for
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
		scores := make([]int32, len(p.Therapies))
		for _, s := range then.Suggest {
			e.suggests[r] |= 1 << s.Therapy
			scores[s.Therapy] += int32(s.Score)
		}
		e.scores[r] = scores
	}
	for i, o := range p.Questions[p.Areas].Options {
		area := uint64(1) << i
		if o.Covers != 0 {
			area = o.Covers
		}
		e.painful = append(e.painful, area)
	}
	return e
}
