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
// A row holds only the words in which some row of its slot has a 0.
type table struct {
	full  []uint64 // all bits in use
	slots []tableSlot
	owner []owner // by bit
	wide  []int   // rules left to the interpreter
}

type tableSlot struct {
	slot  int
	words []uint8  // which words of the accumulator the rows hold
	rows  []uint64 // len(words) for each code
}

// owner says what a bit stands for.
type owner struct {
	rule int32
	way  way
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
	term term
	home int // the slot of the term that fewest other terms read
}

// buildTable lays out the bits so that those of one slot lie together.
func (p *Program) buildTable() {
	var all []tableBit
	uses := make([]int, len(p.slots))
	for r := range p.pack.Rules {
		terms, ok := p.dnf(p.pack.Rules[r].When, false)
		if !ok {
			p.table.wide = append(p.table.wide, r)
			continue
		}
		for _, t := range terms {
			for _, l := range t {
				uses[l.slot]++
			}
			for _, w := range ways(&p.pack.Rules[r].Then) {
				all = append(all, tableBit{owner: owner{int32(r), w}, term: t, home: -1})
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
	sort.SliceStable(all, func(i, j int) bool { return all[i].home < all[j].home })
	p.table.full = make([]uint64, (len(all)+63)/64)
	for i := range all {
		p.table.full[i/64] |= 1 << (i % 64)
		p.table.owner = append(p.table.owner, all[i].owner)
	}
	for s := range p.slots {
		p.table.addSlot(s, int(p.slots[s].skipped())+1, all)
	}
}

// addSlot builds the rows of a slot that has the given number of codes.
func (t *table) addSlot(s, codes int, all []tableBit) {
	rows := make([][]uint64, codes)
	for code := range rows {
		rows[code] = slices.Clone(t.full)
	}
	touched := make([]bool, len(t.full))
	for i := range all {
		for _, l := range all[i].term {
			if l.slot != s {
				continue
			}
			touched[i/64] = true
			for code, a := range []byte(l.truth.Value()) {
				if !all[i].way.holds(atom(a)) {
					rows[code][i/64] &^= 1 << (i % 64)
				}
			}
		}
	}
	ts := tableSlot{slot: s}
	for w := range touched {
		if touched[w] {
			ts.words = append(ts.words, uint8(w))
		}
	}
	if len(ts.words) == 0 {
		return
	}
	for code := range rows {
		for _, w := range ts.words {
			ts.rows = append(ts.rows, rows[code][w])
		}
	}
	t.slots = append(t.slots, ts)
}

// maxTableWords keeps word indices within a byte.
const maxTableWords = 256

// fire sets surely, possibly and perhaps of the facts for every rule. The facts must be
// settled.
func (p *Program) fire(f *Facts) {
	clear(f.surely)
	clear(f.possibly)
	clear(f.perhaps)
	t := &p.table
	acc := f.acc
	copy(acc, t.full)
	for i := range t.slots {
		s := &t.slots[i]
		n := len(s.words)
		row := s.rows[int(f.codes[s.slot])*n:][:n]
		for j, w := range s.words {
			acc[w] &= row[j]
		}
	}
	for w, left := range acc {
		for ; left != 0; left &= left - 1 {
			o := t.owner[w*64+bits.TrailingZeros64(left)]
			f.way(o.way)[o.rule/64] |= 1 << (o.rule % 64)
		}
	}
	for _, r := range t.wide {
		p.interpret(f, r)
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
			f.way(w)[r/64] |= 1 << (r % 64)
		}
	}
}

// way returns the bit set of rules that hold in that way.
func (f *Facts) way(w way) []uint64 {
	switch w {
	case surely:
		return f.surely
	case possibly:
		return f.possibly
	}
	return f.perhaps
}
