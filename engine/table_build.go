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
	nth    int // term of its rule
	owner  place
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
	b.place()
	b.buildRows()
	return b.table
}

// setWords is how many words a set of some of the rules has.
func setWords(group []int32) int { return (len(group) + 63) / 64 }

// add takes a rule in.
func (b *tableBuilder) add(o place, a aspect, when *rules.Condition) {
	made := b.terms(when)
	if made.clears {
		b.unless[o.word] |= 1 << o.bit
	}
	if !made.whole {
		b.addLong(o, a, b.formula(when, false))
	}
	for i, term := range made.terms {
		b.bits = append(b.bits, tableBit{0, i, o, a, term, made.clears})
	}
}

// ruleTerms is a rule's condition for the tables: the terms of which one must hold or, when
// clears is set, of which none may. When they are not the whole of it, the condition implies
// the only one.
type ruleTerms struct {
	terms         []term
	clears, whole bool
}

// terms returns the terms of a condition or, where these are more, those of what rules it out.
func (p *Program) terms(c *rules.Condition) ruleTerms {
	known, ok := p.known[c]
	if !ok {
		known = p.makeTerms(c)
		p.known[c] = known
	}
	return known
}

func (p *Program) makeTerms(c *rules.Condition) ruleTerms {
	direct := p.dnf(c, false, maxTerms)
	if direct.ok && len(direct.terms) <= 1 {
		return ruleTerms{direct.terms, false, true}
	}
	if against := p.dnf(c, true, maxTerms); against.ok && (!direct.ok || len(against.terms) < len(direct.terms)) {
		return ruleTerms{against.terms, true, true}
	}
	if !direct.ok {
		return ruleTerms{[]term{p.implied(c)}, false, false}
	}
	return ruleTerms{direct.terms, false, true}
}

// implied returns a term that holds whenever the condition does.
func (p *Program) implied(c *rules.Condition) term {
	type implied struct {
		term
		whole dnf // of at most one term
	}
	return rules.Fold[implied]{
		Atom: func(c *rules.Condition, negated bool) implied {
			whole := countTerms(1, []dnf{{p.dnfAtom(c, negated), true}}, 1)
			return implied{whole.single(), whole}
		},
		AtLeast: func(n int, parts []implied) implied {
			var all term
			whole := make([]dnf, len(parts))
			for i, part := range parts {
				all = append(all, part.term...)
				whole[i] = part.whole
			}
			one := countTerms(n, whole, 1)
			if n == len(parts) {
				return implied{all, one}
			}
			return implied{one.single(), one}
		},
	}.Value(c, false).term
}

// single returns the only term, or else one that always holds.
func (d dnf) single() term {
	if d.ok && len(d.terms) == 1 {
		return d.terms[0]
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

// place gives the bits their places.
func (b *tableBuilder) place() {
	b.spills = make([][]spill, len(b.unless))
	next := 2 * 64 * len(b.unless)
	for i := range b.bits {
		bit := &b.bits[i]
		if bit.nth < 2 {
			bit.at = 64*(bit.nth*len(b.unless)+int(bit.owner.word)) + int(bit.owner.bit)
			continue
		}
		bit.at = next
		b.spill(next, bit.owner)
		next++
	}
	b.words = (next + 64*rowGroup - 1) / (64 * rowGroup) * rowGroup
}

// spill takes in a bit behind the layers.
func (b *tableBuilder) spill(at int, of place) {
	spills := &b.spills[of.word]
	last := len(*spills) - 1
	if last < 0 || (*spills)[last].rule != 1<<of.bit || (*spills)[last].word != at/64 {
		*spills = append(*spills, spill{word: at / 64, rule: 1 << of.bit})
		last++
	}
	(*spills)[last].terms |= 1 << (at % 64)
}

// buildRows makes the rows of the slots that terms read. A bit that no term has is 0 in all
// of them.
func (b *tableBuilder) buildRows() {
	full := make([]uint64, b.words)
	for i := range b.bits {
		full[b.bits[i].at/64] |= 1 << (b.bits[i].at % 64)
	}
	rows := make([][]uint64, len(b.slots))
	plain := func(slot int) []uint64 { return slices.Repeat(full, int(b.slots[slot].skipped())+1) }
	if !slices.ContainsFunc(b.bits, func(b tableBit) bool { return len(b.term) > 0 }) {
		rows[0] = plain(0) // there is a column even if no term reads anything
	}
	for i := range b.bits {
		bit := &b.bits[i]
		for _, l := range bit.term {
			if rows[l.slot] == nil {
				rows[l.slot] = plain(l.slot)
			}
			for code := range int(b.slots[l.slot].skipped()) + 1 {
				if !bit.holds(l.at(uint8(code))) {
					rows[l.slot][code*b.words+bit.at/64] &^= 1 << (bit.at % 64)
				}
			}
		}
	}
	for slot, rows := range rows {
		if rows != nil {
			b.columns = append(b.columns, column{uint32(len(b.table.bits)), uint32(slot)})
			b.table.bits = append(b.table.bits, rows...)
		}
	}
}
