package engine

import (
	"math/bits"

	"knead/rules"
)

// table decides all rules at once: the row-AND scheme of packet classification. Each term
// of each rule is one bit for each way of looking at it that the rule needs. A slot has a
// row for each of its codes, in which a bit is 0 when that answer rules the term out, so
// the AND of one row of each slot leaves the terms that hold. No step of it depends on what
// is answered, which a processor could not foresee.
//
// A rule's first term stands where the rule stands in Facts.fired; the others stand behind
// them. A rule that is shorter said by what rules it out holds unless one of its terms does.
type table struct {
	rows   []uint64
	first  []uint32 // by slot: where in rows its rows begin
	owners []owner  // of the bits behind
	unless []uint64 // of Facts.fired, the bits of rules said by what rules them out
	wide   []wide   // rules with too many terms either way
}

// owner is a bit of Facts.fired.
type owner struct {
	word uint16
	bit  uint8
}

// wide is a rule that is decided by its formula.
type wide struct {
	formula formula
	owner   [perhaps + 1]owner
	ways    []way
}

// way is one of the three ways of looking at a condition.
type way uint8

const (
	surely   way = iota
	possibly     // protective effects
	perhaps      // dispositions through unsure answers
)

// holds reports whether a literal with that truth holds in the given way.
func (w way) holds(a atom) bool {
	switch w {
	case surely:
		return a == atomTrue
	case possibly:
		return a != atomFalse
	}
	return a >= atomUnknown
}

// ways returns how the effects of a rule look at its condition.
func ways(e *rules.Effect) []way {
	var w []way
	if e.Disposition != rules.Proceed || len(e.Suggest) > 0 || e.Prefer != 0 || len(e.Care) > 0 {
		w = append(w, surely)
	}
	if e.Protective() {
		w = append(w, possibly)
	}
	if e.Disposition != rules.Proceed {
		w = append(w, perhaps)
	}
	return w
}

// owns returns the place of a rule in the set of those that hold in that way.
func (p *Program) owns(rule int, w way) owner {
	return owner{uint16(int(w)*p.ruleWords() + rule/64), uint8(rule % 64)}
}

// ruleWords is how many words a set of rules has.
func (p *Program) ruleWords() int { return (len(p.pack.Rules) + 63) / 64 }

// Fire finds the rules whose conditions hold, surely and possibly, as sets of one bit for
// each rule; a rule is looked at in the ways that its effects need. The sets are valid
// until the facts are used again. No answer may be set after it.
func (p *Program) Fire(f *Facts) (surely, possibly []uint64) {
	f.settle()
	p.fire(f)
	return f.surely, f.possibly
}

// fire finds the rules that hold, in each way. The facts must be settled.
func (p *Program) fire(f *Facts) {
	t := &p.table
	andRows(f.fired, t.rows, t.first, f.codes)
	behind := f.fired[len(t.unless):]
	for i, held := range behind {
		owners := t.owners[min(64*i, len(t.owners)):]
		for ; held != 0; held &= held - 1 {
			f.mark(owners[bits.TrailingZeros64(held)])
		}
	}
	for i, bits := range t.unless {
		f.fired[i] ^= bits
	}
	for i := range t.wide {
		t.wide[i].fire(f)
	}
}

// mark takes down that a bit holds.
func (f *Facts) mark(o owner) { f.fired[o.word] |= 1 << (o.bit & 63) }

// fire decides the rule.
func (w *wide) fire(f *Facts) {
	truth := w.formula.value(f.codes)
	if truth == atomFalse {
		return
	}
	for _, way := range w.ways {
		if way.holds(truth) {
			f.mark(w.owner[way])
		}
	}
}

// interpret decides one rule by the interpreter.
func (p *Program) interpret(f *Facts, r int) {
	rule := &p.pack.Rules[r]
	for _, w := range ways(&rule.Then) {
		v := base
		if w == perhaps {
			v = disposition
		}
		truth := f.truth(rule.When, v, false)
		if truth == True || truth == Unknown && w != surely {
			f.mark(p.owns(r, w))
		}
	}
}
