package engine

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"knead/rules"
)

// findMissing lists questions without a sure answer, and answers that do not apply. Most
// answers are sure and have small codes, so eight codes are looked at together.
func (p *Program) findMissing(f *Facts, d *Decision) {
	if p.watch == nil {
		for q := range f.answers {
			p.findMissingAt(f, d, q)
		}
		return
	}
	const high = 0x8080808080808080
	for i := range p.watch {
		w := &p.watch[i]
		codes := binary.LittleEndian.Uint64(f.codes[8*i:])
		for large := ((codes | high) - w.unsure | codes) & w.first; large != 0; large &= large - 1 {
			p.findMissingAt(f, d, p.slots[8*i+bits.TrailingZeros64(large)>>3].question)
		}
	}
}

// watch says of eight slots from which codes on an answer is not sure or does not apply.
type watch struct {
	unsure uint64 // by byte, at most 128
	first  uint64 // the high bits of those that are the first slot of a question
}

// buildWatch builds the watches, unless a question has no slot that tells of it.
func (p *Program) buildWatch() {
	watches := make([]watch, (len(p.slots)+7)/8)
	for q := range p.pack.Questions {
		slots := p.slotsOf(q)
		if len(slots) == 0 {
			if p.required[q] || p.pack.Questions[q].AskIf != nil {
				return
			}
			continue
		}
		slot, unsure := slots[0], p.slots[slots[0]].unsure()
		if unsure > 128 {
			return
		}
		watches[slot/8].unsure |= uint64(unsure) << (slot % 8 * 8)
		watches[slot/8].first |= 0x80 << (slot % 8 * 8)
	}
	p.watch = watches
}

func (p *Program) findMissingAt(f *Facts, d *Decision, q int) {
	a := &f.answers[q]
	switch {
	case a.skipped:
		if !a.blank {
			d.Ignored = append(d.Ignored, int32(q))
		}
		return
	case a.blank && p.required[q]:
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
