package engine

import (
	"slices"

	"knead/rules"
)

// tableBit is a bit of the table before the rows are made.
type tableBit struct {
	place  int // in a row
	way    way
	term   term
	clears bool // it is a term of what rules the rule out
}

// holds reports whether a literal of the bit's term holds with that truth.
func (b *tableBit) holds(a atom) bool {
	if b.clears {
		return !b.way.holds(a.not())
	}
	return b.way.holds(a)
}

// buildTable lays out the bits and makes the rows.
func (p *Program) buildTable() {
	t := &p.table
	t.unless = make([]uint64, 3*p.ruleWords())
	behind := 64 * len(t.unless)
	var all []tableBit
	for r := range p.pack.Rules {
		rule := &p.pack.Rules[r]
		terms, clears, ok := p.terms(rule.When)
		if !ok {
			t.wide = append(t.wide, p.wide(r))
			continue
		}
		for _, w := range ways(&rule.Then) {
			o := p.owns(r, w)
			if clears {
				t.unless[o.word] |= 1 << o.bit
			}
			for i, term := range terms {
				place := 64*int(o.word) + int(o.bit)
				if i > 0 {
					place = behind + len(t.owners)
					t.owners = append(t.owners, o)
				}
				all = append(all, tableBit{place, w, term, clears})
			}
		}
	}
	p.buildRows(all)
}

// terms returns the terms of a condition, or where these are too many or more, those of
// what rules it out.
func (p *Program) terms(c *rules.Condition) (terms []term, negated, ok bool) {
	terms, ok = p.dnf(c, false)
	if ok && len(terms) == 1 && len(terms[0]) > 0 {
		return terms, false, true
	}
	against, negatedOK := p.dnf(c, true)
	if negatedOK && (!ok || len(against) < len(terms)) {
		return against, true, true
	}
	return terms, false, ok
}

// wide returns a rule that is decided by its formula.
func (p *Program) wide(r int) wide {
	rule := &p.pack.Rules[r]
	w := wide{formula: p.formula(rule.When, false), ways: ways(&rule.Then)}
	for i := range w.owner {
		w.owner[i] = p.owns(r, way(i))
	}
	return w
}

// rowWords is how many words a row has.
func (p *Program) rowWords() int {
	bits := 64*len(p.table.unless) + len(p.table.owners)
	return (bits + 64*rowGroup - 1) / (64 * rowGroup) * rowGroup
}

// buildRows makes the rows. A bit that is in no term's place is 0 in all of them.
func (p *Program) buildRows(all []tableBit) {
	t, words := &p.table, p.rowWords()
	full := make([]uint64, words)
	for i := range all {
		full[all[i].place/64] |= 1 << (all[i].place % 64)
	}
	for i := range p.slots {
		t.first = append(t.first, uint32(len(t.rows)))
		t.rows = append(t.rows, slices.Repeat(full, int(p.slots[i].skipped())+1)...)
	}
	for i := range all {
		b := &all[i]
		for _, l := range b.term {
			for code := range int(p.slots[l.slot].skipped()) + 1 {
				if !b.holds(l.at(uint8(code))) {
					t.rows[int(t.first[l.slot])+code*words+b.place/64] &^= 1 << (b.place % 64)
				}
			}
		}
	}
}
