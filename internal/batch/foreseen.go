package batch

import (
	"knead/engine"
	"knead/rules"
)

// foreseen is what mostly stands at a place, and what that means: prepared answers, by their
// numbers.
type foreseen struct {
	*spelled
	// first is the number of the first entry, which is an empty list for a Multi; of a
	// smallNumber that of 0, even when 0 is no answer.
	first       uint32
	least, most uint16 // numbers
	usual       usual
	tell
}

// usual is a kind of value.
type usual uint8

const (
	anything     usual = iota
	spelledOut         // one of those spelled out
	noOptions          // a list that is mostly empty; else as namedOptions
	namedOptions       // a list of those spelled out
	smallNumber        // from least to most
)

// foresight is what mostly answers each question.
type foresight struct {
	prepared []preparedAnswer
	foreseen []foreseen // by place
}

// preparedAnswer takes a line of the processor's cache.
type preparedAnswer struct {
	opening // of its spelling, if it is spelled out
	answer  engine.Answer
}

func foresee(p *engine.Program) foresight {
	f := foresight{foreseen: make([]foreseen, len(p.Pack().Questions)+placesBesideQuestions)}
	facts := p.NewFacts()
	for i := range p.Pack().Questions {
		f.question(facts, &p.Pack().Questions[i], i)
	}
	return f
}

const (
	maxSmall   = 999 // the greatest number that is read at once
	maxNumbers = 512 // that are prepared of a question
)

// question foresees the answers to a question; the facts are scratch.
func (f *foresight) question(facts *engine.Facts, q *rules.Question, question int) {
	of := &f.foreseen[question]
	of.first = uint32(len(f.prepared))
	var texts []string
	add := func(text string, give func(*engine.Facts)) {
		if len(text) > len(glance{}) {
			text = ""
		}
		texts = append(texts, text)
		a, ok := facts.Prepare(question, give)
		if !ok {
			of.usual = anything
		}
		f.prepared = append(f.prepared, preparedAnswer{newOpening(text), a})
	}
	empty := func(*engine.Facts) {}
	switch q.Kind {
	case rules.FreeText:
		return
	case rules.Int:
		least, most := max(q.Min, 0), min(q.Max, maxSmall)
		if least > most || most-least >= maxNumbers {
			return
		}
		of.usual, of.least, of.most = smallNumber, uint16(least), uint16(most)
		of.first -= uint32(least)
		for v := least; v <= most; v++ {
			add("", func(f *engine.Facts) { f.SetInt(question, v) })
		}
		return
	case rules.Choice, rules.Bool:
		of.usual = spelledOut
	case rules.Multi:
		of.usual = namedOptions
		if !q.AtLeastOne {
			of.usual = noOptions
			empty = func(f *engine.Facts) { f.SetNone(question) }
		}
		add("", empty)
	}
	for i := range q.Options {
		text := q.Options[i].ID
		if q.Kind != rules.Bool {
			text = `"` + text + `"`
		}
		add(text, func(f *engine.Facts) { f.SetTicks(question, 1<<i, false) })
	}
	if q.Kind != rules.Multi {
		if q.Unsure {
			add(`"unsure"`, func(f *engine.Facts) { f.SetUnsure(question) })
		}
		add("null", empty)
	}
	of.tell, of.spelled = spell(texts)
}

// find returns the spelled out answer that stands in d, and its length, which is zero when
// there is none.
func (f *foresight) find(of *foreseen, d *glance) (number uint32, n uint) {
	for s := of.slots[of.slot(d)]; s.n > 0; s = of.behind[s.entry] {
		number = of.first + uint32(s.entry)
		if f.prepared[number].differs(d, uint(s.n)) == 0 {
			return number, uint(s.n)
		}
	}
	return 0, 0
}
