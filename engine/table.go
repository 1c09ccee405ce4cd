package engine

import (
	"math/bits"
	"slices"

	"knead/rules"
)

// table decides all rules at once: the row-AND scheme of packet classification. Each term
// of each rule is one bit for each way of looking at it that the rule needs. A slot has a
// row for each of its codes, in which a bit is 0 when that answer rules the term out, so
// the AND of one row of each slot leaves the terms that hold. No step of it depends on what
// is answered, which a processor could not foresee.
//
// A row begins with sets of rules, in which a rule's first term stands where the rule does;
// second terms follow in the same order, and behind them the other terms. A rule that is
// shorter said by what rules it out holds unless one of its terms does. A rule that is long
// either way has one term, which it implies, and a formula.
type table struct {
	rows
	spills [][]spill // by word of the sets, of rules with more terms
	unless []uint64  // of the sets, the bits of rules said by what rules them out
	long   []long
}

// long is the long rules of a word of the sets.
type long struct {
	word     int
	aspect   aspect
	bits     uint64
	formulas [64]*formula // by bit
}

// spill is terms of a rule that have no places like its own.
type spill struct {
	terms uint64 // in a word of the row
	word  int
	rule  uint64 // in a word of the sets
}

// place is a bit of the sets.
type place struct {
	word uint16
	bit  uint8
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
// facts are used again. No answer may be set after it.
func (p *Program) Fire(f *Facts) (proposing, protecting []uint64) {
	f.settle()
	p.fire(f)
	return f.sets[surely], f.sets[possibly]
}

// fire finds the rules that hold, in each aspect. The facts must be settled.
func (p *Program) fire(f *Facts) {
	p.dispositions.fire(f.ruling, f.codes)
	p.advice.fire(f.advice, f.codes)
}

// fire finds the rules that hold when the slots have the codes.
func (t *table) fire(row []uint64, codes []uint8) {
	if len(t.unless) == 0 {
		return
	}
	t.and(row, codes)
	sets := row[:len(t.unless)]
	second := row[len(sets):][:len(sets)]
	for i, unless := range t.unless {
		held := sets[i] | second[i]
		for _, s := range t.spills[i] {
			rule := s.rule
			if row[s.word]&s.terms == 0 {
				rule = 0
			}
			held |= rule
		}
		sets[i] = held ^ unless
	}
	for i := range t.long {
		t.long[i].check(row, codes)
	}
}

// check clears the bits of long rules whose formulas do not hold.
func (l *long) check(sets []uint64, codes []uint8) {
	for held := sets[l.word] & l.bits; held != 0; held &= held - 1 {
		bit := bits.TrailingZeros64(held)
		if !l.aspect.holds(l.formulas[bit].value(codes)) {
			sets[l.word] &^= 1 << bit
		}
	}
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
