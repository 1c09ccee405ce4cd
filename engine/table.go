package engine

import (
	"math/bits"
	"slices"
	"sort"

	"knead/rules"
)

// table decides all rules at once: the row-AND scheme of packet classification. Each
// term of each rule is one bit for each way of looking at it that the rule needs. A slot
// has a row for each of its codes, in which a bit is 0 when that answer rules the term out.
// Bits are kept in blocks, and a block has rows only of the slots that its terms read.
type table struct {
	blocks []block
	// dispositions is how many blocks, the first ones, hold the bits about dispositions.
	dispositions int
	rows         []bitRow
	owner        []owner // by bit
	wide         []wide  // rules with too many terms
}

// bitRow is as many bits as a block has.
type bitRow [4]uint64

const blockBits = 64 * len(bitRow{})

// block is the bits in use, and the columns to AND into them.
type block struct {
	full    bitRow
	columns []column
}

// column is the rows of a slot in a block: that of code i is table.rows[first+i].
type column struct {
	slot, first uint32
}

// owner says what a bit stands for: a bit of the set of rules that hold in some way.
type owner struct {
	word uint16 // of Facts.fired
	bit  uint8
}

// wide is a rule that is decided by its formula.
type wide struct {
	formula formula
	owner   [perhaps + 1]owner
	ways    []way
	first   bool // it has a disposition
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

// tableBit is a bit before it has its place.
type tableBit struct {
	owner
	way  way
	rest bool // it has nothing to do with dispositions
	term term
	home int // the slot of the term that fewest other terms read
}

// owns returns the place of a rule in the set of those that hold in that way.
func (p *Program) owns(rule int, w way) owner {
	return owner{uint16(int(w)*p.ruleWords() + rule/64), uint8(rule % 64)}
}

// ruleWords is how many words a set of rules has.
func (p *Program) ruleWords() int { return (len(p.pack.Rules) + 63) / 64 }

// buildTable lays out the bits so that those of one slot lie together.
func (p *Program) buildTable() {
	var all []tableBit
	uses := make([]int, len(p.slots))
	for r := range p.pack.Rules {
		rule := &p.pack.Rules[r]
		terms, ok := p.dnf(rule.When, false)
		if !ok {
			w := wide{formula: p.formula(rule.When, false), ways: ways(&rule.Then), first: rule.Then.Disposition != rules.Proceed}
			for i := range w.owner {
				w.owner[i] = p.owns(r, way(i))
			}
			p.table.wide = append(p.table.wide, w)
			continue
		}
		for _, t := range terms {
			for _, l := range t {
				uses[l.slot]++
			}
			for _, w := range ways(&rule.Then) {
				rest := rule.Then.Disposition == rules.Proceed || w == possibly
				all = append(all, tableBit{p.owns(r, w), w, rest, t, -1})
			}
		}
	}
	for i := range all {
		for _, l := range all[i].term {
			if all[i].home < 0 || uses[l.slot] < uses[all[i].home] {
				all[i].home = l.slot
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].rest != all[j].rest {
			return all[j].rest
		}
		return all[i].home < all[j].home
	})
	for i := range all {
		if !all[i].rest {
			p.table.dispositions = i/blockBits + 1
		}
	}
	for len(all) > 0 {
		n := min(blockBits, len(all))
		p.addBlock(all[:n])
		all = all[n:]
	}
}

// addBlock builds the columns of up to blockBits bits.
func (p *Program) addBlock(all []tableBit) {
	var b block
	for i := range all {
		b.full[i/64] |= 1 << (i % 64)
	}
	bySlot := make([][]bitRow, len(p.slots))
	for i := range all {
		p.table.owner = append(p.table.owner, all[i].owner)
		for _, l := range all[i].term {
			rows := bySlot[l.slot]
			if rows == nil {
				rows = slices.Repeat([]bitRow{b.full}, int(p.slots[l.slot].skipped())+1)
				bySlot[l.slot] = rows
			}
			for code := range rows {
				if !all[i].way.holds(l.at(uint8(code))) {
					rows[code][i/64] &^= 1 << (i % 64)
				}
			}
		}
	}
	for slot, rows := range bySlot {
		if rows != nil {
			b.columns = append(b.columns, column{uint32(slot), uint32(len(p.table.rows))})
			p.table.rows = append(p.table.rows, rows...)
		}
	}
	p.table.blocks = append(p.table.blocks, b)
}

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
	p.fireEffects(f)
}

// fireDispositions finds the rules whose disposition applies; most intakes of a batch need
// no others.
func (p *Program) fireDispositions(f *Facts) {
	clear(f.fired)
	p.fireBlocks(f, 0, p.table.dispositions)
	for i := range p.table.wide {
		if w := &p.table.wide[i]; w.first {
			w.fire(f)
		}
	}
}

// fireEffects finds the rest.
func (p *Program) fireEffects(f *Facts) {
	p.fireBlocks(f, p.table.dispositions, len(p.table.blocks))
	for i := range p.table.wide {
		if w := &p.table.wide[i]; !w.first {
			w.fire(f)
		}
	}
}

// fireBlocks looks at some blocks of the table.
func (p *Program) fireBlocks(f *Facts, from, until int) {
	fired, codes, rows := f.fired, f.codes, p.table.rows
	for i := from; i < until; i++ {
		b := &p.table.blocks[i]
		a0, a1, a2, a3 := b.full[0], b.full[1], b.full[2], b.full[3]
		for _, c := range b.columns {
			row := &rows[c.first+uint32(codes[c.slot])]
			a0 &= row[0]
			a1 &= row[1]
			a2 &= row[2]
			a3 &= row[3]
		}
		held := bitRow{a0, a1, a2, a3}
		for j, left := range held {
			for ; left != 0; left &= left - 1 {
				o := p.table.owner[i*blockBits+j*64+bits.TrailingZeros64(left)]
				fired[o.word] |= 1 << (o.bit & 63)
			}
		}
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

// maxBlocks bounds the tables.
const maxBlocks = 64

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
