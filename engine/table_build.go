package engine

import (
	"slices"

	"knead/rules"
)

// tableBuilder lays out the bits of a table.
type tableBuilder struct {
	*Program
	table
	bits []tableBit
}

// tableBit is a bit of the table before the rows are made.
type tableBit struct {
	at     int // in a row
	aspect aspect
	term   term
	clears bool // it is a term of what rules the rule out
}

// holds reports whether a literal of the bit's term holds with that truth.
func (b *tableBit) holds(truth atom) bool {
	if b.clears {
		return !b.aspect.holds(truth.not())
	}
	return b.aspect.holds(truth)
}

// buildTable returns the table whose sets are those of the aspects.
func (p *Program) buildTable(aspects ...aspect) table {
	b := tableBuilder{Program: p}
	words := 0
	for _, a := range aspects {
		words += setWords(p.effects.groups[a])
	}
	b.unless = make([]uint64, words)
	word := 0
	for _, a := range aspects {
		for i, r := range p.effects.groups[a] {
			b.add(place{uint16(word + i/64), uint8(i % 64)}, a, p.pack.Rules[r].When)
		}
		word += setWords(p.effects.groups[a])
	}
	b.buildRows()
	return b.table
}

// setWords is how many words a set of some of the rules has.
func setWords(group []int32) int { return (len(group) + 63) / 64 }

// add takes a rule in.
func (b *tableBuilder) add(o place, a aspect, when *rules.Condition) {
	terms, clears, whole := b.terms(when)
	if clears {
		b.unless[o.word] |= 1 << o.bit
	}
	if !whole {
		b.addLong(o, a, b.formula(when, false))
	}
	for i, term := range terms {
		at := 64*int(o.word) + int(o.bit)
		if i > 0 {
			at = 64*len(b.unless) + len(b.owners)
			b.owners = append(b.owners, o)
		}
		b.bits = append(b.bits, tableBit{at, a, term, clears})
	}
}

// Conditions of up to so many terms are short, or short said by what rules them out.
const (
	fewTerms   = 64
	fewAgainst = 1
)

// terms returns the terms of a condition, or those of what rules it out, and whether they
// are the whole of it; else it is one term that the condition implies.
func (p *Program) terms(c *rules.Condition) (terms []term, clears, whole bool) {
	if terms, ok := p.dnf(c, false, fewTerms); ok {
		return terms, false, true
	}
	if terms, ok := p.dnf(c, true, fewAgainst); ok {
		return terms, true, true
	}
	implied := p.implied(c)
	if len(implied) > 0 {
		return []term{implied}, false, false
	}
	if terms, ok := p.dnf(c, false, maxTerms); ok {
		return terms, false, true
	}
	terms, ok := p.dnf(c, true, maxTerms)
	if ok {
		return terms, true, true
	}
	return []term{nil}, false, false
}

// implied returns a term that holds whenever the condition does.
func (p *Program) implied(c *rules.Condition) term {
	switch c.Op {
	case rules.Is:
		return p.implied(c.Of[0])
	case rules.All:
		var t term
		for _, part := range c.Of {
			t = append(t, p.implied(part)...)
		}
		return t
	}
	if terms, ok := p.dnf(c, false, 1); ok && len(terms) == 1 {
		return terms[0]
	}
	return nil
}

// addLong takes a formula in for a bit.
func (t *table) addLong(o place, a aspect, f formula) {
	i := slices.IndexFunc(t.long, func(l long) bool { return l.word == int(o.word) })
	if i < 0 {
		i = len(t.long)
		t.long = append(t.long, long{word: int(o.word), aspect: a})
	}
	t.long[i].bits |= 1 << o.bit
	t.long[i].formulas[o.bit] = &f
}

// buildRows makes the rows. A bit that no term has is 0 in all of them.
func (b *tableBuilder) buildRows() {
	groups := (64*len(b.unless) + len(b.owners) + 64*rowGroup - 1) / (64 * rowGroup)
	b.words = groups * rowGroup
	full := make([]uint64, b.words)
	for i := range b.bits {
		full[b.bits[i].at/64] |= 1 << (b.bits[i].at % 64)
	}
	for i := range b.slots {
		b.first = append(b.first, uint32(len(b.rows)))
		b.rows = append(b.rows, slices.Repeat(full, int(b.slots[i].skipped())+1)...)
	}
	for i := range b.bits {
		bit := &b.bits[i]
		for _, l := range bit.term {
			for code := range int(b.slots[l.slot].skipped()) + 1 {
				if !bit.holds(l.at(uint8(code))) {
					b.rows[int(b.first[l.slot])+code*b.words+bit.at/64] &^= 1 << (bit.at % 64)
				}
			}
		}
	}
}
