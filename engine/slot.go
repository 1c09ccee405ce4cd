package engine

import (
	"fmt"
	"math/bits"
	"slices"

	"knead/rules"
)

// maxChunk is the most options of a Multi that share a slot: a slot has two rows for each
// set of them.
const maxChunk = 6

// slot is a column of the tables: a question, up to maxChunk options of a Multi, or a
// derived number. Each answer is a small code:
//
//	Choice, Bool     0 … n-1 the option           n unsure, n+1 blank, n+2 skipped
//	FreeText         0 any text                   1 unsure, 2 blank, 3 skipped
//	Int, Derived     0 … n-1 the interval         n unsure, n+1 blank, n+2 skipped
//	Multi            0 … 2ⁿ-1 the ticks, 2ⁿ … 2ⁿ⁺¹-1 the ticks with the others unsure,
//	                 then blank, skipped
//
// A derived number is blank when a required part of it is. Options that notes make unknown are
// in no code; rules that name them are looked at by themselves.
type slot struct {
	kind     rules.Kind
	question int // -1 for a derived number
	required bool
	first, n int // Multi: first option and number of options; else n as above

	options     uint64 // of the question
	least, most int    // Int; else no number lies between them
	cuts        []int  // Int, Derived: interval i is cuts[i] … cuts[i+1]-1
}

// unsure is the code of a plain "unsure".
func (s *slot) unsure() uint8 {
	if s.kind.Many() {
		return 1 << s.n
	}
	return uint8(s.n)
}

func (s *slot) blank() uint8 {
	if s.kind.Many() {
		return 2 << s.n
	}
	return uint8(s.n) + 1
}

func (s *slot) skipped() uint8 { return s.blank() + 1 }

// encode writes the codes of the slots of a question that has that answer.
func (p *Program) encode(codes []uint8, question int, a *fact) {
	for _, s := range p.slotIDs[question] {
		codes[s] = p.slots[s].code(a)
	}
}

// code returns the code of an answer to the slot's question.
func (s *slot) code(a *fact) uint8 {
	switch {
	case a.state == rules.Unanswered:
		return s.blank()
	case s.kind.Many():
		ticks := uint8(a.ticks>>s.first) & (1<<s.n - 1)
		if a.state == rules.Unsure {
			ticks |= 1 << s.n
		}
		return ticks
	case a.state == rules.Unsure:
		return s.unsure()
	case s.kind.IsNumber():
		return s.interval(int(a.value))
	}
	return optionCode(a.ticks)
}

// optionCode returns the position of the only bit of ticks.
func optionCode(ticks uint64) uint8 { return uint8(bits.Len64(ticks|1) - 1) }

// interval returns the index of the interval that holds the value.
func (s *slot) interval(value int) uint8 {
	i := 0
	for i+1 < len(s.cuts) && value >= s.cuts[i+1] {
		i++
	}
	return uint8(i)
}

// cut sets n and cuts for a number from lo to hi that conditions cut at the given values.
func (s *slot) cut(lo, hi int, cuts []int) {
	s.cuts = append([]int{lo}, slices.DeleteFunc(cuts, func(c int) bool { return c <= lo || c > hi })...)
	slices.Sort(s.cuts)
	s.cuts = slices.Compact(s.cuts)
	s.n = len(s.cuts)
}

// maxIntervals keeps codes within a byte.
const maxIntervals = 250

// buildSlots lays out the slots of a pack: the first of each question in their order, the
// derived numbers, and then the other slots of the questions.
func (p *Program) buildSlots() error {
	cuts := make([][]int, p.derivedSlot(len(p.pack.Derived))) // by first slot
	for _, c := range append(p.conditions(), contradicting(p.pack).all...) {
		c.Walk(func(c *rules.Condition) {
			if c.Op == rules.Compare {
				s := p.slotRead(c)
				cuts[s] = append(cuts[s], c.Min, c.Max+1)
			}
		})
	}
	p.slots, p.slotIDs = make([]slot, len(cuts)), make([][]int, len(cuts))
	for d := range p.pack.Derived {
		s := slot{kind: rules.Int, question: -1, required: true}
		lo, hi := p.pack.Derived[d].Range(p.pack.Questions)
		s.cut(lo, hi, cuts[p.derivedSlot(d)])
		p.slotIDs[p.derivedSlot(d)] = []int{p.derivedSlot(d)}
		p.slots[p.derivedSlot(d)] = s
	}
	for q := range p.pack.Questions {
		p.addSlots(q, cuts[q])
	}
	p.blank = make([]uint8, len(p.slots))
	for i := range p.slots {
		if p.slots[i].n > maxIntervals {
			return fmt.Errorf("more than %d different comparisons on one number", maxIntervals)
		}
		p.blank[i] = p.slots[i].blank()
	}
	p.buildNotSure()
	return nil
}

func (p *Program) addSlots(q int, cuts []int) {
	question := &p.pack.Questions[q]
	s := slot{kind: question.Kind, question: q, required: question.Required, n: len(question.Options), options: 1<<len(question.Options) - 1, most: -1}
	p.slotIDs[q] = []int{q}
	switch {
	case question.Kind.Many():
		for first := maxChunk; first < len(question.Options); first += maxChunk {
			s.first, s.n = first, min(maxChunk, len(question.Options)-first)
			p.slotIDs[q] = append(p.slotIDs[q], len(p.slots))
			p.slots = append(p.slots, s)
		}
		s.first, s.n = 0, min(maxChunk, len(question.Options))
	case question.Kind.IsNumber():
		s.least, s.most = question.Min, question.Max
		s.cut(s.least, s.most, cuts)
	case question.Kind.IsText():
		s.n = 1 // some text
	}
	p.slots[q] = s
}

// derivedSlot returns the index of the derived number's slot.
func (p *Program) derivedSlot(derived int) int { return len(p.pack.Questions) + derived }

// slotRead returns the index of the slot, or of the first of them, that an atom reads.
func (p *Program) slotRead(c *rules.Condition) int {
	if c.Op == rules.Compare && c.Derived >= 0 {
		return p.derivedSlot(c.Derived)
	}
	return c.Question
}
