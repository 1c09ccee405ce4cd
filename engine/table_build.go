package engine

import (
	"maps"
	"slices"

	"knead/rules"
)

// tableBuilder makes the layers of a table.
type tableBuilder struct {
	*Program
	table
	made []madeLayer
}

// madeLayer is a layer before its rows are put with those of others.
type madeLayer struct {
	layer
	nth  int
	rows map[int][]wordPair // by slot
}

// buildTable returns the table of two aspects.
func (p *Program) buildTable(aspects ...aspect) table {
	b := tableBuilder{Program: p, table: table{aspects: [2]aspect(aspects)}}
	length := 0
	for _, a := range aspects {
		length = max(length, setWords(p.effects.groups[a]))
	}
	for side, a := range aspects {
		b.unless[side] = make([]uint64, length)
		for i, r := range p.effects.groups[a] {
			b.add(place{side, i / 64, i % 64}, p.pack.Rules[r].When)
		}
	}
	for _, made := range b.made {
		for _, slot := range slices.Sorted(maps.Keys(made.rows)) {
			made.columns = append(made.columns, column{made.rows[slot], slot})
		}
		b.layers = append(b.layers, made.layer)
	}
	return b.table
}

// setWords is how many words a set of some of the rules has.
func setWords(group []int32) int { return (len(group) + 63) / 64 }

// add takes a rule in.
func (b *tableBuilder) add(rule place, when *rules.Condition) {
	made, aspect := b.terms(when), b.aspects[rule.side]
	if made.clears {
		b.unless[rule.side][rule.word] |= 1 << rule.bit
	}
	if !made.whole {
		b.long = append(b.long, long{rule, b.formula(when, false)})
	}
	for nth, t := range made.terms {
		l, bit := b.layer(nth, rule)
		for _, literal := range t {
			rows := l.rowsOf(literal.slot, int(b.slots[literal.slot].skipped())+1)
			for code := range rows {
				truth := literal.at(uint8(code))
				if made.clears && aspect.holds(truth.not()) || !made.clears && !aspect.holds(truth) {
					rows[code][rule.side] &^= bit
				}
			}
		}
	}
}

// ownLayers is how many terms of a rule stand where the rule stands; the others are packed.
const ownLayers = 2

// layer returns the layer and the bit for the nth term of a rule.
func (b *tableBuilder) layer(nth int, rule place) (l *madeLayer, bit uint64) {
	nth = min(nth, ownLayers)
	packed := nth == ownLayers
	i := slices.IndexFunc(b.made, func(l madeLayer) bool {
		return l.nth == nth && (!packed && l.word == rule.word || packed && l.terms[rule.side] != ^uint64(0))
	})
	if i < 0 {
		i = len(b.made)
		b.made = append(b.made, madeLayer{layer{word: rule.word}, nth, map[int][]wordPair{}})
	}
	l, bit = &b.made[i], 1<<rule.bit
	if packed {
		bit = l.terms[rule.side] + 1 // the lowest that is free
		if last := len(l.runs) - 1; last < 0 || l.runs[last].rule != rule {
			l.runs = append(l.runs, run{rule: rule})
		}
		l.runs[len(l.runs)-1].terms |= bit
	}
	l.terms[rule.side] |= bit
	return l, bit
}

// rowsOf returns the rows of a slot that has so many codes.
func (l *madeLayer) rowsOf(slot, codes int) []wordPair {
	if l.rows[slot] == nil {
		l.rows[slot] = slices.Repeat([]wordPair{{^uint64(0), ^uint64(0)}}, codes)
	}
	return l.rows[slot]
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
