package engine

import (
	"math"

	"knead/rules"
)

// effects are a pack's rules sorted by what they do, and what combining them needs. The
// rules that share an aspect are a group; a set of them has one bit for each.
type effects struct {
	groups [aspects][]int32 // in the pack's order

	verdicts  []verdict         // by rule of the group of dispositions
	protected []merged          // by rule of the group that protects
	proposed  []merged          // by rule of the group that proposes
	scores    [][]scored        // by rule of the group that proposes
	painful   []uint64          // by option of the areas question: the areas it stands for
	tooFirm   [][]uint64        // by therapy: the rules that cap below it but do not exclude it
	of        [kinds][][]uint64 // by value: the rules that have it, nil for none
}

const kinds = rules.EffectKinds

// verdict is the disposition that a rule gives through unsure answers, and surely.
type verdict [2]rules.Disposition

// scored is a therapy and its score.
type scored struct{ therapy, score int32 }

// merged accumulates effects: unions of therapies and areas, and minima of numbers. Kinds with
// the same view have a place of their own in it; its arrays have room for the view that has
// most kinds, which is Possibly.
type merged struct {
	sets  [3]uint64
	least [4]int32
}

// none is a number that no rule names.
const none = math.MaxInt32

// nothing is what no effects amount to.
var nothing = merged{least: [4]int32{none, none, none, none}}

// places are where merged has a kind: its sets are unions over therapies and areas, of which
// a pack has no more than 64.
var places = func() (at [kinds]int) {
	var sets, least [aspects]int
	for k := range kinds {
		switch a := aspectOf[k]; {
		case k.Decides():
		case k.Merge() == rules.Least:
			at[k] = least[a]
			least[a]++
		case isSet(k):
			at[k] = sets[a]
			sets[a]++
		}
	}
	return at
}()

// listed are the kinds of which a decision has a list, but for areas to avoid.
var listed = func() (all []rules.EffectKind) {
	for k := range kinds {
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
		e.protected = append(e.protected, newMerged(&p.Rules[r].Then, possibly))
	}
	for _, r := range e.groups[surely] {
		then := &p.Rules[r].Then
		e.proposed = append(e.proposed, newMerged(then, surely))
		var scores []scored
		for _, s := range then.Suggest {
			scores = append(scores, scored{int32(s.Therapy), int32(s.Score)})
		}
		e.scores = append(e.scores, scores)
	}
	for k := range kinds {
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

// newMerged returns what one effect has of the kinds with the same view.
func newMerged(then *rules.Effect, a aspect) merged {
	m := nothing
	for k := range kinds {
		if aspectOf[k] != a {
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
	group := e.groups[aspectOf[k]]
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
	set := make([]uint64, setWords(e.groups[possibly]))
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
