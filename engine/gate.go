package engine

import (
	"encoding/binary"
	"slices"
)

// gates decide at once which questions apply whose ask_if reads only questions that always
// apply; the other steps follow. As in a table, each term of an ask_if is a bit, and no step
// depends on what is answered.
type gates struct {
	columns []gateColumn
	gates   []gate
}

// gateColumn is a slot that terms read.
type gateColumn struct {
	slot     int
	possible [256]uint64 // by code: the terms that may hold
}

// gate is the questions with one ask_if.
type gate struct {
	terms uint64
	words []gateWord
}

// gateWord is eight codes, of which those under the mask are of questions behind a gate, and
// their codes when these do not apply and when they are blank.
type gateWord struct {
	at                   int
	mask, skipped, blank uint64
}

// maxGateTerms is how many terms the gates have room for.
const maxGateTerms = 64

// buildGates takes the steps that gates can decide out of the steps.
func (p *Program) buildGates() {
	g, terms := &p.gates, 0
	p.steps = slices.DeleteFunc(p.steps, func(s step) bool {
		if s.terms == nil || terms+len(s.terms) > maxGateTerms || !p.alwaysAsked(s.terms) {
			return false
		}
		var made gate
		for _, t := range s.terms {
			g.add(p, t, 1<<terms)
			made.terms |= 1 << terms
			terms++
		}
		for _, q := range s.questions {
			for _, slot := range p.slotIDs[q] {
				made.add(slot, p.slots[slot].skipped(), p.slots[slot].blank())
			}
		}
		g.gates = append(g.gates, made)
		return true
	})
}

// alwaysAsked reports whether the terms read only questions that always apply.
func (p *Program) alwaysAsked(terms []term) bool {
	for _, t := range terms {
		for _, l := range t {
			if q := p.slots[l.slot].question; q < 0 || p.pack.Questions[q].AskIf != nil {
				return false
			}
		}
	}
	return true
}

// add takes a term in.
func (g *gates) add(p *Program, t term, bit uint64) {
	for _, l := range t {
		i := slices.IndexFunc(g.columns, func(c gateColumn) bool { return c.slot == l.slot })
		if i < 0 {
			i = len(g.columns)
			g.columns = append(g.columns, gateColumn{slot: l.slot})
			for code := range g.columns[i].possible {
				g.columns[i].possible[code] = ^uint64(0)
			}
		}
		for code := range int(p.slots[l.slot].skipped()) + 1 {
			if l.at(uint8(code)) == atomFalse {
				g.columns[i].possible[code] &^= bit
			}
		}
	}
}

// add takes a slot in.
func (g *gate) add(slot int, skipped, blank uint8) {
	i := slices.IndexFunc(g.words, func(w gateWord) bool { return w.at == slot&^7 })
	if i < 0 {
		i = len(g.words)
		g.words = append(g.words, gateWord{at: slot &^ 7})
	}
	w, shift := &g.words[i], slot%8*8
	w.mask |= 0xff << shift
	w.skipped |= uint64(skipped) << shift
	w.blank |= uint64(blank) << shift
}

// settle writes the codes of questions that do not apply, and reports whether any of these
// was answered.
func (g *gates) settle(codes []uint8) (ignored bool) {
	possible := ^uint64(0)
	for i := range g.columns {
		c := &g.columns[i]
		possible &= c.possible[codes[c.slot]]
	}
	var answered uint64
	for i := range g.gates {
		gate := &g.gates[i]
		shut := ^uint64(0)
		if possible&gate.terms != 0 {
			shut = 0
		}
		for _, w := range gate.words {
			eight := codes[w.at:][:8]
			was := binary.LittleEndian.Uint64(eight)
			answered |= (was ^ w.blank) & w.mask & shut
			binary.LittleEndian.PutUint64(eight, was^(was^w.skipped)&w.mask&shut)
		}
	}
	return answered != 0
}
