package engine

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"knead/rules"
)

// findMissing lists questions without a sure answer, and answers that do not apply. Few
// questions have either, so eight codes are looked at together.
func (p *Program) findMissing(f *Facts, d *Decision) {
	if f.ignored {
		for q := range f.answers {
			p.findMissingAt(f, d, q)
		}
		return
	}
	for i := range p.watch {
		w := &p.watch[i]
		codes := binary.LittleEndian.Uint64(f.codes[8*i:])
		for tell := atLeast(codes, w.unsure) &^ atLeast(codes, w.silent); tell != 0; tell &= tell - 1 {
			p.findMissingAt(f, d, 8*i+bits.TrailingZeros64(tell)>>3)
		}
	}
}

// atLeast returns the highest bits of those of eight codes that are at least those of others.
func atLeast(codes, others uint64) uint64 {
	lower := codes | highBits - others&^highBits
	return (codes&^others | ^(codes^others)&lower) & highBits
}

// watch says which first codes of eight questions tell of an answer that is not sure.
type watch struct {
	unsure uint64 // the first that do
	silent uint64 // the first behind them: what was not asked, or is left blank and may be
}

// buildWatch builds the watches.
func (p *Program) buildWatch() {
	p.watch = make([]watch, (len(p.required)+7)/8)
	for q, required := range p.required {
		s := &p.slots[q]
		silent := s.skipped()
		if !required {
			silent = s.blank()
		}
		w, shift := &p.watch[q/8], q%8*8
		w.unsure |= uint64(s.unsure()) << shift
		w.silent |= uint64(silent) << shift
	}
}

func (p *Program) findMissingAt(f *Facts, d *Decision, q int) {
	a := &f.answers[q]
	switch {
	case f.skipped(q):
		if a.given {
			d.Ignored = append(d.Ignored, int32(q))
		}
		return
	case !a.given && p.required[q]:
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingUnanswered})
		d.Disposition = rules.Incomplete
	case a.unsure && !a.noted:
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingUnsure})
	}
	if a.noted {
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingNotes, Term: f.term(q)})
	}
}

// term returns the phrase in the notes that made the question unsure.
func (f *Facts) term(question int) string {
	i := slices.IndexFunc(f.notes, func(h noteHit) bool { return h.question == question })
	return f.notes[i].term
}
