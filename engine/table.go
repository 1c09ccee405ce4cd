package engine

import (
	"slices"

	"knead/rules"
)

// table decides the rules of two aspects, 64 of each at a time: each term of a rule's
// condition is a bit. Up to 64 terms of each aspect are a layer. A slot that they read is a
// column of the layer: it has a row for each of its codes, in which a bit is 0 when that
// answer rules the term out, so the AND of one row of each column leaves the terms that hold.
//
// A rule that is shorter said by what rules it out holds unless one of its terms does. A rule
// that is long either way has one term, which it implies, and a formula.
type table struct {
	aspects [2]aspect
	layers  []layer
	unless  [2][]uint64 // the sets of rules that are said by what rules them out
	long    []long
}

// wordPair is a 64-bit word of each aspect.
type wordPair [2]uint64

// layer is terms that are looked at together. Where runs is nil, they are one each of
// different rules and stand where the rules stand in a word of the sets.
type layer struct {
	terms   wordPair // the bits that have a term
	columns []column
	word    int
	runs    []run
}

// column is the rows of a slot, by its code.
type column struct {
	rows []wordPair
	slot int
}

// run is terms of one rule in a layer.
type run struct {
	terms uint64
	rule  place
}

// place is a bit of the sets of rules of either aspect.
type place struct{ side, word, bit int }

// long is a rule that its only term does not decide.
type long struct {
	rule    place
	formula formula
}

// aspect is a way of looking at a rule's condition, for what its effect has of some kinds.
type aspect uint8

const (
	given    aspect = iota // a disposition
	perhaps                // a disposition, through unsure answers
	possibly               // protections, which need not be sure
	surely                 // proposals
	aspects
)

// aspectOf is the aspect of each kind of effect.
var aspectOf = func() (of [kinds]aspect) {
	for k := range kinds {
		switch v := k.View(); {
		case v == rules.Perhaps:
			of[k] = perhaps
		case v == rules.Possibly:
			of[k] = possibly
		case k.Decides():
			of[k] = given
		default:
			of[k] = surely
		}
	}
	return of
}()

// of reports whether the effect has that aspect.
func (a aspect) of(e *rules.Effect) bool {
	for k := range kinds {
		if aspectOf[k] == a && e.Has(k) {
			return true
		}
	}
	return false
}

// holds reports whether a literal with that truth holds.
func (a aspect) holds(truth atom) bool {
	switch a {
	case perhaps:
		return truth >= atomUnknown
	case possibly:
		return truth != atomFalse
	}
	return truth == atomTrue
}

// Fire finds the rules whose conditions hold. It returns those among the rules that propose
// something that surely do, and those among the rules that protect that possibly do, as
// sets of one bit for each of those rules in the pack's order. The sets are valid until the
// facts are used again.
func (p *Program) Fire(f *Facts) (proposing, protecting []uint64) {
	f.settle()
	p.fire(f)
	return f.sets[surely], f.sets[possibly]
}

// fire finds the rules that hold, in each aspect. The facts must be settled.
func (p *Program) fire(f *Facts) {
	p.dispositions.fire(f)
	p.advice.fire(f)
}

// fire finds the rules that hold in the aspects of the table.
func (t *table) fire(f *Facts) {
	var sets [2][]uint64 // as long as one another
	for side, a := range t.aspects {
		sets[side] = f.sets[a][:len(t.unless[side])]
		clear(sets[side])
	}
	for i := range t.layers {
		l := &t.layers[i]
		held := l.held(f.codes)
		if l.runs == nil {
			sets[0][l.word] |= held[0]
			sets[1][l.word] |= held[1]
			continue
		}
		for _, r := range l.runs {
			if held[r.rule.side&1]&r.terms != 0 {
				sets[r.rule.side&1][r.rule.word] |= 1 << (r.rule.bit & 63)
			}
		}
	}
	for side := range sets {
		for w, unless := range t.unless[side] {
			sets[side][w] ^= unless
		}
	}
	for i := range t.long {
		l := &t.long[i]
		word, bit := &sets[l.rule.side][l.rule.word], uint64(1)<<l.rule.bit
		if *word&bit != 0 && !t.aspects[l.rule.side].holds(l.formula.value(f.codes)) {
			*word &^= bit
		}
	}
}

// held returns the terms that hold. Inlined its loop would run out of registers.
//
//go:noinline
func (l *layer) held(codes []uint8) wordPair {
	a, b := l.terms[0], l.terms[1]
	for _, c := range l.columns {
		row := &c.rows[codes[c.slot]]
		a, b = a&row[0], b&row[1]
	}
	return wordPair{a, b}
}

// interpret decides one rule by the interpreter.
func (p *Program) interpret(f *Facts, r int) {
	for a := range aspects {
		place, has := slices.BinarySearch(p.effects.groups[a], int32(r))
		if !has {
			continue
		}
		v := base
		if a == perhaps {
			v = disposition
		}
		truth := f.truth(p.pack.Rules[r].When, v, false)
		if truth == True || truth == Unknown && (a == perhaps || a == possibly) {
			f.sets[a][place/64] |= 1 << (place % 64)
		}
	}
}
