package engine

import "knead/rules"

// Answer is one answer to one question in the form that Facts keep it in, so that giving it
// is the same few steps for every answer. It is immutable and safe for concurrent use.
type Answer struct {
	fact     fact
	question int32
	codes    uint64 // as Facts.put takes them
	coding   coding
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
	a := Answer{fact: f.answers[question], question: int32(question), coding: f.program.coding[question]}
	for i, slot := range slots {
		a.codes |= uint64(f.codes[slot]) << (8 * i)
	}
	return a, true
}

// Ticks returns the options that the answer ticks.
func (a *Answer) Ticks() uint64 { return a.fact.ticks }

// Put gives a prepared answer of the same program, without a branch.
func (f *Facts) Put(a *Answer) {
	f.answers[a.question] = a.fact
	f.put(int(a.question), &a.coding, a.codes)
}

// PutOption is Put for a Choice or Bool, which has one slot.
func (f *Facts) PutOption(a *Answer) {
	f.answers[a.question] = a.fact
	f.codes[a.question] = uint8(a.codes)
}

// Numbers are the answers to an Int, prepared for Facts.PutNumber. They are immutable and
// safe for concurrent use.
type Numbers struct {
	question int32
	least    int
	codes    []uint8 // of the numbers from least on
}

// Numbers prepares the answers to an Int.
func (p *Program) Numbers(question int) Numbers {
	s := &p.slots[question]
	return Numbers{int32(question), s.cuts[0], s.intervals}
}

// PutNumber gives a number as answer. It reports false when that is not prepared or out of
// range.
func (f *Facts) PutNumber(n *Numbers, value int) bool {
	i := value - n.least
	if uint(i) >= uint(len(n.codes)) {
		return false
	}
	a := &f.answers[n.question]
	a.value, a.given, a.state = int32(value), true, rules.Answered
	f.codes[n.question] = n.codes[i]
	return true
}
