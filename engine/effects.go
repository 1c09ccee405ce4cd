package engine

import (
	"math"
	"slices"

	"knead/rules"
)

// effects are a pack's rules sorted by what they do, and what combining them needs. The
// rules that share an aspect are a group; a set of them has one bit for each.
type effects struct {
	groups [aspects][]int32 // in the pack's order

	verdicts    []verdict    // by rule of the group of dispositions
	protections []protection // by rule of the group that protects
	proposals   []proposal   // by rule of the group that proposes
	painful     []uint64     // by option of the areas question: the areas it stands for

	// Sets of a group by what their effects are about.
	clearances                    []uint64
	excludeOf, cautionOf, tooFirm [][]uint64 // by therapy; too firm for a cap but not excluded
	avoidOf                       [][]uint64 // by area
	scheduleOf                    [][]uint64 // by schedule
	cap, general                  []uint64   // caps, cautions for the visit
	suggestOf                     [][]uint64 // by therapy
	careOf                        [][]uint64 // by care item
}

// verdict is the disposition that a rule gives through unsure answers, and surely.
type verdict [2]rules.Disposition

// protection is what a rule does to protect; a bound or schedule is none or one of which the
// least counts.
type protection struct {
	exclude, avoid    uint64
	schedule, minutes int32
	rate              int32
	pressure          uint8
}

// proposal is what a rule proposes.
type proposal struct {
	suggests uint64  // therapies
	scores   []int32 // of all therapies
	prefer   uint8   // or none
}

const (
	none     = math.MaxUint8
	noNumber = math.MaxInt32
)

func buildEffects(p *rules.Pack) effects {
	var e effects
	for r := range p.Rules {
		then := &p.Rules[r].Then
		for a := range aspects {
			if a.of(then) {
				e.groups[a] = append(e.groups[a], int32(r))
			}
		}
	}
	for _, r := range e.groups[given] {
		then := &p.Rules[r].Then
		e.verdicts = append(e.verdicts, verdict{then.IfUnsure, then.Disposition})
	}
	for _, r := range e.groups[possibly] {
		e.protections = append(e.protections, newProtection(&p.Rules[r].Then))
	}
	for _, r := range e.groups[surely] {
		e.proposals = append(e.proposals, newProposal(&p.Rules[r].Then, len(p.Therapies)))
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

func newProtection(e *rules.Effect) protection {
	p := protection{e.Exclude, e.Avoid, noNumber, noNumber, noNumber, none}
	if e.Cap.Minutes != 0 {
		p.minutes = int32(e.Cap.Minutes)
	}
	if e.Schedule >= 0 {
		p.schedule = int32(e.Schedule)
	}
	if e.Cap.Pressure != 0 {
		p.pressure = uint8(e.Cap.Pressure)
	}
	if e.Cap.Rate != 0 {
		p.rate = int32(e.Cap.Rate)
	}
	return p
}

func newProposal(e *rules.Effect, therapies int) proposal {
	o := proposal{scores: make([]int32, therapies), prefer: none}
	for _, s := range e.Suggest {
		o.suggests |= 1 << s.Therapy
		o.scores[s.Therapy] += int32(s.Score)
	}
	if e.Prefer != 0 {
		o.prefer = uint8(e.Prefer)
	}
	return o
}

// sortByObject builds the sets by what effects are about.
func (e *effects) sortByObject(p *rules.Pack) {
	set := func(a aspect, has func(then *rules.Effect) bool) []uint64 {
		s := make([]uint64, setWords(e.groups[a]))
		for i, r := range e.groups[a] {
			if has(&p.Rules[r].Then) {
				s[i/64] |= 1 << (i % 64)
			}
		}
		return s
	}
	e.clearances = set(given, func(then *rules.Effect) bool { return then.Disposition == rules.Clearance })
	for t := range p.Therapies {
		e.suggestOf = append(e.suggestOf, set(surely, func(then *rules.Effect) bool {
			return slices.ContainsFunc(then.Suggest, func(s rules.Suggestion) bool { return s.Therapy == t })
		}))
		e.excludeOf = append(e.excludeOf, set(possibly, func(then *rules.Effect) bool { return then.Exclude>>t&1 != 0 }))
		e.cautionOf = append(e.cautionOf, set(possibly, func(then *rules.Effect) bool { return then.Caution.Therapies>>t&1 != 0 }))
		e.tooFirm = append(e.tooFirm, set(possibly, func(then *rules.Effect) bool {
			return then.Exclude>>t&1 == 0 && then.Cap.Pressure != 0 && then.Cap.Pressure < p.Therapies[t].Least
		}))
	}
	for area := range p.Questions[p.Areas].Options {
		e.avoidOf = append(e.avoidOf, set(possibly, func(then *rules.Effect) bool { return then.Avoid>>area&1 != 0 }))
	}
	for i := range p.Schedules {
		e.scheduleOf = append(e.scheduleOf, set(possibly, func(then *rules.Effect) bool { return then.Schedule == i }))
	}
	e.cap = set(possibly, func(then *rules.Effect) bool { return then.Cap != rules.Cap{} })
	e.general = set(possibly, func(then *rules.Effect) bool { return then.Caution.General })
	for i := range p.Care {
		e.careOf = append(e.careOf, set(surely, func(then *rules.Effect) bool { return slices.Contains(then.Care, i) }))
	}
}
