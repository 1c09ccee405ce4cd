package engine

import (
	"encoding/binary"
	"math/bits"

	"knead/rules"
)

// table decides all rules at once: the row-AND scheme of packet classification. Each
// term of each rule is one bit for each way of looking at it that the rule needs. A slot
// has a row for each of its codes, in which a bit is 0 when that answer rules the term out.
// Bits are kept in blocks, and a block has rows only of the slots that its terms read.
//
// Most answers to most lists of options are "none of these", whose code is 0 and which
// rules out nearly every term that reads the list. So such terms are kept in blocks of
// their slot, which are looked at only when its code is another.
//
// A rule that is shorter said by what rules it out holds unless one of its terms does.
type table struct {
	dispositions part
	advice       part
	gates        []gate // to the blocks of one slot
	rows         []uint64
	fours        [][4]uint64 // rows of blocks of four words
}

// part is the blocks that are looked at together.
type part struct {
	unless []uint64  // of Facts.fired, the bits that terms clear instead of setting them
	wide   []wide    // rules with too many terms either way
	blocks []block   // looked at in any case; of four words
	behind [][]block // gates, by slot; of one word
}

// gate stands before the blocks of eight slots.
type gate struct {
	slot int    // the first
	mask uint64 // of the codes of those with blocks
}

// block is up to 64 bits, or 64 times four, and the columns to AND into them.
type block struct {
	full    [4]uint64
	columns []column
	owners  []owner // by bit
}

// column is the rows of a slot in a block: that of code i is table.rows[first+i], or
// table.fours[first+i].
type column struct {
	slot, first uint32
}

// owner is a bit of the set of rules that hold in some way.
type owner struct {
	word uint16 // of Facts.fired
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
	p.fireDispositions(f)
	p.fireAdvice(f)
}

// fireDispositions finds the rules whose disposition applies; most intakes of a batch need
// no others.
func (p *Program) fireDispositions(f *Facts) {
	clear(f.fired)
	p.table.open(f)
	p.table.fire(f, &p.table.dispositions)
}

// fireAdvice finds the rest.
func (p *Program) fireAdvice(f *Facts) { p.table.fire(f, &p.table.advice) }

// open finds the slots whose gates are open.
func (t *table) open(f *Facts) {
	const low = 0x7f7f7f7f7f7f7f7f
	f.open = f.open[:0]
	for _, g := range t.gates {
		codes := binary.LittleEndian.Uint64(f.codes[g.slot:]) & g.mask
		for open := (codes&low + low | codes) &^ low; open != 0; open &= open - 1 {
			f.open = append(f.open, int32(g.slot+bits.TrailingZeros64(open)>>3))
		}
	}
}

// fire looks at a part of the table.
func (t *table) fire(f *Facts, p *part) {
	for i := range p.wide {
		p.wide[i].fire(f)
	}
	t.fireFour(f, p.blocks)
	for _, slot := range f.open {
		t.fireOne(f, p.behind[slot])
	}
	for i, bits := range p.unless {
		f.fired[i] ^= bits
	}
}

// fireFour looks at blocks of four words.
func (t *table) fireFour(f *Facts, blocks []block) {
	codes, rows := f.codes, t.fours
	for i := range blocks {
		b := &blocks[i]
		a0, a1, a2, a3 := b.full[0], b.full[1], b.full[2], b.full[3]
		for _, c := range b.columns {
			r := &rows[c.first+uint32(codes[c.slot])]
			a0 &= r[0]
			a1 &= r[1]
			a2 &= r[2]
			a3 &= r[3]
		}
		for j, held := range [4]uint64{a0, a1, a2, a3} {
			if held != 0 {
				f.mark(b.owners[64*j:], held)
			}
		}
	}
}

// fireOne looks at blocks of one word.
func (t *table) fireOne(f *Facts, blocks []block) {
	codes, rows := f.codes, t.rows
	for i := range blocks {
		b := &blocks[i]
		held := b.full[0]
		for _, c := range b.columns {
			held &= rows[c.first+uint32(codes[c.slot])]
		}
		f.mark(b.owners, held)
	}
}

// mark takes down which owners' bits hold.
func (f *Facts) mark(owners []owner, held uint64) {
	for ; held != 0; held &= held - 1 {
		o := owners[bits.TrailingZeros64(held)]
		f.fired[o.word] |= 1 << (o.bit & 63)
	}
}

// fire decides the rule.
func (w *wide) fire(f *Facts) {
	truth := w.formula.value(f.codes)
	if truth == atomFalse {
		return
	}
	for _, way := range w.ways {
		if way.holds(truth) {
			f.fired[w.owner[way].word] |= 1 << (w.owner[way].bit & 63)
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
			o := p.owns(r, w)
			f.fired[o.word] |= 1 << o.bit
		}
	}
}
