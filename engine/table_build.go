package engine

import (
	"cmp"
	"slices"

	"knead/rules"
)

// tableBit is a bit before it has its place.
type tableBit struct {
	owner
	way    way
	term   term
	clears bool // it is a term of the rule's negation
	home   int  // the slot whose code 0 rules the term out; -1 when none is wanted
}

// holds reports whether a literal of the bit's term holds with that truth.
func (b *tableBit) holds(a atom) bool {
	if b.clears {
		return !b.way.holds(a.not())
	}
	return b.way.holds(a)
}

// buildTable lays out the bits.
func (p *Program) buildTable() {
	n := 3 * p.ruleWords()
	dispositions, advice := partBuilder{part: part{unless: make([]uint64, n)}}, partBuilder{part: part{unless: make([]uint64, n)}}
	for r := range p.pack.Rules {
		rule := &p.pack.Rules[r]
		of := func(w way) *partBuilder {
			if rule.Then.Disposition == rules.Proceed || w == possibly {
				return &advice
			}
			return &dispositions
		}
		terms, clears, ok := p.terms(rule.When)
		if !ok {
			b := of(surely)
			b.wide = append(b.wide, p.wide(r))
			continue
		}
		for _, w := range ways(&rule.Then) {
			b, o := of(w), p.owns(r, w)
			if clears {
				b.unless[o.word] |= 1 << o.bit
			}
			for _, t := range terms {
				b.bits = append(b.bits, tableBit{o, w, t, clears, -1})
			}
		}
	}
	p.table.dispositions = dispositions.build(p)
	p.table.advice = advice.build(p)
	p.buildGates()
}

// buildGates puts gates before the blocks of slots.
func (p *Program) buildGates() {
	for first := 0; first < len(p.slots); first += 8 {
		g := gate{slot: first}
		for i := range min(8, len(p.slots)-first) {
			if p.table.dispositions.behind[first+i] != nil || p.table.advice.behind[first+i] != nil {
				g.mask |= 0xff << (8 * i)
			}
		}
		if g.mask != 0 {
			p.table.gates = append(p.table.gates, g)
		}
	}
}

// terms returns the terms of a condition, or where these are too many or one of them always
// holds, those of its negation.
func (p *Program) terms(c *rules.Condition) (terms []term, negated, ok bool) {
	terms, ok = p.dnf(c, false)
	if ok && len(terms) == 1 && len(terms[0]) == 0 {
		return nil, true, true
	}
	if !ok {
		terms, negated = p.dnf(c, true)
	}
	return terms, negated, ok || negated
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

// partBuilder is a part and its bits before they have places.
type partBuilder struct {
	part
	bits []tableBit
}

// build lays out the bits.
func (b *partBuilder) build(p *Program) part {
	all := b.bits
	uses := make([]int, len(p.slots))
	for i := range all {
		for _, l := range all[i].term {
			uses[l.slot]++
		}
	}
	for i := range all {
		bit := &all[i]
		for _, l := range bit.term {
			if len(all) > 4*64 && p.oftenNone(l) && (bit.home < 0 || uses[l.slot] < uses[bit.home]) {
				bit.home = l.slot
			}
		}
	}
	// Bits that read the same slots lie together.
	slices.SortStableFunc(all, func(a, b tableBit) int { return cmp.Or(a.home-b.home, a.rarest(uses)-b.rarest(uses)) })
	b.behind = make([][]block, len(p.slots))
	for len(all) > 0 {
		home := all[0].home
		n := slices.IndexFunc(all, func(b tableBit) bool { return b.home != home })
		if n < 0 {
			n = len(all)
		}
		most := 64
		if home < 0 {
			most = 4 * 64
		}
		n = min(n, most)
		made := p.block(all[:n], home < 0)
		if all = all[n:]; home < 0 {
			b.blocks = append(b.blocks, made)
			continue
		}
		b.behind[home] = append(b.behind[home], made)
	}
	return b.part
}

// oftenNone reports whether a literal is ruled out by "none of these" in a list of options
// of which often none applies.
func (p *Program) oftenNone(l literal) bool {
	s := &p.slots[l.slot]
	return s.kind == rules.Multi && !p.pack.Questions[s.question].AtLeastOne && l.at(0) == atomFalse
}

// rarest returns the slot of the bit's term that fewest other terms read.
func (b *tableBit) rarest(uses []int) int {
	if len(b.term) == 0 {
		return -1
	}
	return slices.MinFunc(b.term, func(l, m literal) int { return cmp.Or(uses[l.slot]-uses[m.slot], l.slot-m.slot) }).slot
}

// block builds the columns of some bits; four says of how many words.
func (p *Program) block(all []tableBit, four bool) (b block) {
	for i := range all {
		b.full[i/64] |= 1 << (i % 64)
	}
	bySlot := make([][][4]uint64, len(p.slots))
	for i := range all {
		b.owners = append(b.owners, all[i].owner)
		for _, l := range all[i].term {
			if bySlot[l.slot] == nil {
				bySlot[l.slot] = slices.Repeat([][4]uint64{b.full}, int(p.slots[l.slot].skipped())+1)
			}
			for code := range bySlot[l.slot] {
				if !all[i].holds(l.at(uint8(code))) {
					bySlot[l.slot][code][i/64] &^= 1 << (i % 64)
				}
			}
		}
	}
	for slot, rows := range bySlot {
		switch {
		case rows == nil:
		case four:
			b.columns = append(b.columns, column{uint32(slot), uint32(len(p.table.fours))})
			p.table.fours = append(p.table.fours, rows...)
		default:
			b.columns = append(b.columns, column{uint32(slot), uint32(len(p.table.rows))})
			for _, row := range rows {
				p.table.rows = append(p.table.rows, row[0])
			}
		}
	}
	return b
}
