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
// Rows are kept word by word, and only where some row of a slot has a 0.
type table struct {
	words []tableWord
	// dispositions is how many words, the first ones, hold the bits about dispositions.
	dispositions int
	rows         []uint64
	owner        []owner // by bit
	wide         []wide  // rules with too many terms
}

// tableWord is 64 bits: those in use, and the columns to AND into them.
type tableWord struct {
	full    uint64
	columns []column
}

// column is one word of the rows of a slot: that of code i is table.rows[first+i].
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
			p.table.dispositions = i/64 + 1
		}
	}
	for len(all) > 0 {
		n := min(64, len(all))
		p.addWord(all[:n])
		all = all[n:]
	}
}

// addWord builds the columns of up to 64 bits.
func (p *Program) addWord(all []tableBit) {
	w := tableWord{full: 1<<len(all) - 1}
	bySlot := make([][]uint64, len(p.slots))
	for i := range all {
		p.table.owner = append(p.table.owner, all[i].owner)
		for _, l := range all[i].term {
			rows := bySlot[l.slot]
			if rows == nil {
				rows = slices.Repeat([]uint64{w.full}, int(p.slots[l.slot].skipped())+1)
				bySlot[l.slot] = rows
			}
			for code := range rows {
				if !all[i].way.holds(l.at(uint8(code))) {
					rows[code] &^= 1 << i
				}
			}
		}
	}
	for slot, rows := range bySlot {
		if rows != nil {
			w.columns = append(w.columns, column{uint32(slot), uint32(len(p.table.rows))})
			p.table.rows = append(p.table.rows, rows...)
		}
	}
	p.table.words = append(p.table.words, w)
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
	p.fireWords(f, 0, p.table.dispositions)
	for i := range p.table.wide {
		if w := &p.table.wide[i]; w.first {
			w.fire(f)
		}
	}
}

// fireEffects finds the rest.
func (p *Program) fireEffects(f *Facts) {
	p.fireWords(f, p.table.dispositions, len(p.table.words))
	for i := range p.table.wide {
		if w := &p.table.wide[i]; !w.first {
			w.fire(f)
		}
	}
}

// fireWords looks at some words of the table.
func (p *Program) fireWords(f *Facts, from, until int) {
	fired, codes, rows := f.fired, f.codes, p.table.rows
	for i := from; i < until; i++ {
		w := &p.table.words[i]
		left := w.full
		for _, c := range w.columns {
			left &= rows[c.first+uint32(codes[c.slot])]
		}
		owner := p.table.owner[i*64:]
		for ; left != 0; left &= left - 1 {
			o := owner[bits.TrailingZeros64(left)]
			fired[o.word] |= 1 << (o.bit & 63)
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

// maxTableWords bounds the tables.
const maxTableWords = 256

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
