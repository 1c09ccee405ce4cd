package engine

import (
	"math"
	"slices"

	"knead/rules"
)

// group is the rules that have effects of some kinds, all evaluated in one view. Rules about
// the disposition are apart from others in the same view: they are evaluated first.
type group uint8

const (
	deciding       group = iota // give a disposition
	decidingUnsure              // the same rules: give one through unsure answers
	protecting
	proposing
	groups
)

// groupTable says of each group what its kinds of effects have in common.
var groupTable = [groups]groupEntry{
	deciding:       {rules.Surely, true},
	decidingUnsure: {rules.Perhaps, true},
	protecting:     {rules.Possibly, false},
	proposing:      {rules.Surely, false},
}

type groupEntry struct {
	view    rules.View
	decides bool
}

func (g group) view() rules.View { return groupTable[g].view }

// groupOf is the group of each kind of effect; a kind without one is none that places accepts.
var groupOf = func() (of [rules.EffectKinds]group) {
	for k := range rules.EffectKinds {
		of[k] = group(slices.Index(groupTable[:], groupEntry{k.View(), k.Decides()}))
	}
	return of
}()

// effects are a pack's rules sorted by what they do, and what combining them needs. A set of
// the rules of a group has one bit for each.
type effects struct {
	groups [groups][]int32 // in the pack's order

	verdicts  []verdict                     // by rule that decides
	protected []merged                      // by rule that protects
	proposed  []merged                      // by rule that proposes
	scores    [][]rules.Suggestion          // by rule that proposes
	painful   []uint64                      // by option of the areas question: the areas it stands for
	tooFirm   [][]uint64                    // by therapy: the rules that cap below it but do not exclude it
	of        [rules.EffectKinds][][]uint64 // by value: the rules that have it, nil for none
}

// verdict is the disposition that a rule gives through unsure answers, and surely.
type verdict [2]rules.Disposition

// merged accumulates the effects of the rules of one group: unions of therapies and areas, and
// minima of numbers. Its arrays have room for the kinds of the group that has most of either.
type merged struct {
	sets  [3]uint64
	least [4]int32
}

// none is a number that no rule names.
const none = math.MaxInt32

// nothing is what no effects amount to.
var nothing = merged{least: [4]int32{none, none, none, none}}

// places are where merged has a kind, and -1 for kinds that it does not have. Its sets are
// unions over therapies and areas, of which a pack has no more than 64.
var places = func() (at [rules.EffectKinds]int) {
	var sets, least [groups]int
	for k := range rules.EffectKinds {
		at[k] = -1
		switch g := groupOf[k]; {
		case k.Merge() == rules.Least:
			at[k] = least[g]
			least[g]++
		case isSet(k):
			at[k] = sets[g]
			sets[g]++
		}
		if g := groupOf[k]; sets[g] > len(nothing.sets) || least[g] > len(nothing.least) {
			panic("engine: no room to merge the kind of effect " + k.Key())
		}
	}
	return at
}()

// listed are the kinds of which a decision has a list, but for areas to avoid.
var listed = func() (all []rules.EffectKind) {
	for k := range rules.EffectKinds {
		if k.List() != "" && k != rules.EffectAvoid {
			all = append(all, k)
		}
	}
	return all
}()

func isSet(k rules.EffectKind) bool {
	return k.Over() == rules.OverTherapies || k.Over() == rules.OverAreas
}

// add merges what another effect does.
func (m *merged) add(o *merged) {
	a, b := &m.sets, &o.sets
	*a = [3]uint64{a[0] | b[0], a[1] | b[1], a[2] | b[2]}
	x, y := &m.least, &o.least
	*x = [4]int32{min(x[0], y[0]), min(x[1], y[1]), min(x[2], y[2]), min(x[3], y[3])}
}

// set returns the values of a kind over therapies or areas.
func (m *merged) set(k rules.EffectKind) uint64 { return m.sets[places[k]] }

// number returns the least value of a kind, or otherwise when there is none.
func (m *merged) number(k rules.EffectKind, otherwise int) int {
	if n := m.least[places[k]]; n != none {
		return int(n)
	}
	return otherwise
}

func buildEffects(p *rules.Pack) effects {
	var e effects
	for r := range p.Rules {
		then := &p.Rules[r].Then
		for k := range rules.EffectKinds {
			if g := groupOf[k]; then.Has(k) && (len(e.groups[g]) == 0 || e.groups[g][len(e.groups[g])-1] != int32(r)) {
				e.groups[g] = append(e.groups[g], int32(r))
			}
		}
	}
	for _, r := range e.groups[deciding] {
		then := &p.Rules[r].Then
		e.verdicts = append(e.verdicts, verdict{then.IfUnsure, then.Disposition})
	}
	for _, r := range e.groups[protecting] {
		e.protected = append(e.protected, newMerged(&p.Rules[r].Then, protecting))
	}
	for _, r := range e.groups[proposing] {
		then := &p.Rules[r].Then
		e.proposed = append(e.proposed, newMerged(then, proposing))
		e.scores = append(e.scores, then.Suggest)
	}
	for k := range rules.EffectKinds {
		e.of[k] = e.byValue(p, k)
	}
	for t := range p.Therapies {
		e.tooFirm = append(e.tooFirm, e.cappedBelow(p, t))
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

// newMerged returns what one effect has of the kinds of a group.
func newMerged(then *rules.Effect, g group) merged {
	m := nothing
	for k := range rules.EffectKinds {
		if groupOf[k] != g {
			continue
		}
		for _, v := range then.Values(k) {
			if k.Merge() == rules.Least {
				m.least[places[k]] = int32(v.Value)
			} else if isSet(k) {
				m.sets[places[k]] |= 1 << v.Value
			}
		}
	}
	return m
}

// byValue returns for each value of a kind the rules that have it.
func (e *effects) byValue(p *rules.Pack, k rules.EffectKind) (sets [][]uint64) {
	sets = make([][]uint64, p.Size(k.Over()))
	group := e.groups[groupOf[k]]
	for i, r := range group {
		for _, v := range p.Rules[r].Then.Values(k) {
			for len(sets) <= v.Value {
				sets = append(sets, nil)
			}
			if sets[v.Value] == nil {
				sets[v.Value] = make([]uint64, setWords(group))
			}
			sets[v.Value][i/64] |= 1 << (i % 64)
		}
	}
	return sets
}

// cappedBelow returns the rules that cap the pressure below what a therapy needs but do not
// exclude it.
func (e *effects) cappedBelow(p *rules.Pack, therapy int) []uint64 {
	set := make([]uint64, setWords(e.groups[protecting]))
	for pressure, capping := range e.of[rules.EffectPressure] {
		if rules.Pressure(pressure) < p.Therapies[therapy].Least {
			for w, rules := range capping {
				set[w] |= rules
			}
		}
	}
	for w, excluding := range e.of[rules.EffectExclude][therapy] {
		set[w] &^= excluding
	}
	return set
}
