package engine

import (
	"encoding/binary"
	"unsafe"
)

// Answer is one answer to one question in the form that Facts keep it in, so that giving it
// is the same few steps for every answer. It is safe for concurrent use while nothing is
// added to it. Its fields are for assembly that does what Put and Add do.
type Answer struct {
	Fact     fact   // of which the first eight bytes are the options that are ticked
	Codes    uint64 // as Facts.put takes them
	Question uint32
	Rest     uint32 // where codes behind the first go
}

// Prepare returns the answer to a question that give gives to the facts, which it resets
// before. It reports false when the question has too many slots for that.
func (f *Facts) Prepare(question int, give func(*Facts)) (Answer, bool) {
	slots := f.program.slotIDs[question]
	if len(slots) > fewSlots {
		return Answer{}, false
	}
	f.Reset()
	give(f)
	a := Answer{Fact: f.answers[question], Question: uint32(question), Rest: f.program.coding[question].rest}
	for i, slot := range slots {
		a.Codes |= uint64(f.codes[slot]) << (8 * i)
	}
	return a, true
}

// Add adds other options of a Multi that are ticked. It reports false when one was ticked
// before. The zero Answer has none.
func (a *Answer) Add(b *Answer) bool {
	alone := a.Fact.ticks&b.Fact.ticks == 0
	ticks, codes := a.Fact.ticks, a.Codes
	*a = *b
	a.Fact.ticks |= ticks
	a.Codes |= codes
	return alone
}

// Put gives a prepared answer of the same program, without a branch.
func (f *Facts) Put(a *Answer) {
	f.answers[a.Question] = a.Fact
	f.codes[a.Question] = uint8(a.Codes)
	binary.LittleEndian.PutUint32(f.codes[a.Rest:], uint32(a.Codes>>8))
}

// Slate is where Put writes.
type Slate struct {
	Facts *fact  // by question
	Codes *uint8 // by question, and what else Rest tells
}

// Slate returns the facts' own.
func (f *Facts) Slate() Slate {
	return Slate{unsafe.SliceData(f.answers), unsafe.SliceData(f.codes)}
}
