package engine

import (
	"math/bits"
	"slices"

	"knead/rules"
)

// table evaluates the rules of some groups at once: each term of a rule's condition is a bit.
// Sixty-four terms are a lane, and some lanes that read much the same slots are a layer. A
// slot that they read is a column of the layer: it has a row for each of its codes, in which
// a bit is 0 when that answer rules the term out, so the AND of one row of each column leaves
// the terms that hold.
//
// Where the negation of a condition has fewer terms, the table holds those instead, and the
// rule holds unless one of them does. A rule that is too wide either way has a formula.
type table struct {
	layers []layer
	rows   [][lanes]uint64
	unless []uint64 // the rules whose terms are those of the negation
	wide   []formulaRule
	// doubted are by question the other rules that name options of it which notes can make
	// unknown.
	doubted [][]formulaRule
}

// tables are those of a program.
type tables struct {
	dispositions, advice table
	contradictions       table // which nothing else reads
}

// untabled is how many evaluations of a program the interpreter does before tables are made,
// which takes as long as about a hundred of them.
var untabled int32 = 30

// tabled returns the tables, or nil while they are not worth their making.
func (p *Program) tabled() *tables {
	if t := p.tables.Load(); t != nil {
		return t
	}
	if p.waited.Add(1) <= untabled {
		return nil
	}
	p.tabling.Do(func() {
		m := newMultiplier(p)
		p.tables.Store(&tables{
			dispositions:   m.buildTable(p.conditionsOf(deciding), p.conditionsOf(decidingUnsure)),
			advice:         m.buildTable(p.conditionsOf(protecting), p.conditionsOf(proposing)),
			contradictions: m.buildTable(contradicting(p.pack)),
		})
	})
	return p.tables.Load()
}

// lanes is how many lanes a layer has.
const lanes = 4

type layer struct {
	terms    [lanes]uint64 // the bits that have a term
	columns  []column
	segments []segment
	runs     []run
}

// column is the rows of a slot: that of code c is table.rows[first+c].
type column struct{ first, slot uint32 }

// segment is terms of a lane that are one each of rules of a word of the sets. Turned left by
// so many bits they stand where the rules stand.
type segment struct {
	terms            uint64
	lane, word, turn uint32
}

// run is terms of a lane that are all of one rule.
type run struct {
	terms uint64
	lane  int
	rule  position
}

// position is a bit of the sets of rules: those of the first group, then those of the next.
type position struct{ word, bit int }

// formulaRule is a rule that its formula evaluates: one with too many terms, or one that
// names options which notes make unknown.
type formulaRule struct {
	rule    position
	view    rules.View
	options uint64 // of the question in doubt
	formula *formula
}

// Fire finds the rules whose conditions hold. It returns those among the rules that propose
// something that surely do, and those among the rules that protect that possibly do, as
// sets of one bit for each of those rules in the pack's order. The sets are valid until the
// facts are used again.
func (p *Program) Fire(f *Facts) (proposals, protections []uint64) {
	p.evaluate(f)
	return f.sets[proposing], f.sets[protecting]
}

// evaluate finds the rules that hold in every group.
func (p *Program) evaluate(f *Facts) {
	p.evaluateDispositions(f)
	p.evaluateAdvice(f)
}

// evaluateDispositions finds the rules about the disposition that hold, and contradictions.
func (p *Program) evaluateDispositions(f *Facts) {
	f.settle()
	if t := p.tabled(); t != nil {
		t.contradictions.evaluate(f.contradictions, f)
		t.dispositions.evaluate(f.dispositions, f)
	} else {
		p.interpretContradictions(f)
		p.interpret(f, deciding, decidingUnsure)
	}
}

// evaluateAdvice finds the other rules that hold.
func (p *Program) evaluateAdvice(f *Facts) {
	f.settle()
	if t := p.tabled(); t != nil {
		t.advice.evaluate(f.advice, f)
	} else {
		p.interpret(f, protecting, proposing)
	}
}

// evaluate finds the rules that hold under settled facts.
func (t *table) evaluate(sets []uint64, f *Facts) {
	clear(sets)
	for i := range t.layers {
		l := &t.layers[i]
		var held [lanes]uint64
		held[0], held[1], held[2], held[3] = t.held(l, f.codes)
		for _, s := range l.segments {
			sets[s.word] |= bits.RotateLeft64(held[s.lane%lanes]&s.terms, int(s.turn))
		}
		for _, r := range l.runs { // without a branch: it would be hard to predict
			h := held[r.lane%lanes] & r.terms
			sets[r.rule.word] |= (h | -h) >> 63 << (r.rule.bit & 63)
		}
	}
	for w, unless := range t.unless {
		sets[w] ^= unless
	}
	for i := range t.wide {
		t.wide[i].evaluate(sets, f)
	}
	if !f.doubtful {
		return
	}
	for q, options := range f.hinted {
		for i := range t.doubted[q] {
			if r := &t.doubted[q][i]; r.options&options != 0 {
				r.evaluate(sets, f)
			}
		}
	}
}

// evaluate finds whether the rule holds.
func (r *formulaRule) evaluate(sets []uint64, f *Facts) {
	sets[r.rule.word] &^= 1 << r.rule.bit
	if r.formula.value(f).holds(r.view) {
		sets[r.rule.word] |= 1 << r.rule.bit
	}
}

// held returns the terms of a layer that hold. Inlined its loop would run out of registers.
//
//go:noinline
func (t *table) held(l *layer, codes []uint8) (a, b, c, d uint64) {
	rows := t.rows
	a, b, c, d = l.terms[0], l.terms[1], l.terms[2], l.terms[3]
	for _, column := range l.columns {
		row := &rows[column.first+uint32(codes[column.slot])]
		a, b, c, d = a&row[0], b&row[1], c&row[2], d&row[3]
	}
	return a, b, c, d
}

// DecideWithout is DecideFacts for a program that lacks one rule.
func (p *Program) DecideWithout(rule int, f *Facts, d *Decision) {
	p.evaluate(f)
	for g, group := range p.effects.groups {
		if i, has := slices.BinarySearch(group, int32(rule)); has {
			f.sets[g][i/64] &^= 1 << (i % 64)
		}
	}
	p.combine(f, d)
}
