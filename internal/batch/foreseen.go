package batch

import (
	"knead/engine"
	"knead/rules"
)

// foreseen is what mostly stands at a place, and what that means.
type foreseen struct {
	usual usual
	prepared
	none    engine.Answer
	numbers engine.Numbers
}

// usual is a kind of value.
type usual uint8

const (
	anything        usual = iota
	preparedAnswers       // one of those prepared
	noOptions             // a list that is mostly empty; else as namedOptions
	namedOptions          // a list of those prepared
	smallNumber
)

// foresee returns what mostly answers each question.
func foresee(p *engine.Program) []foreseen {
	all, facts := make([]foreseen, len(p.Pack().Questions)), p.NewFacts()
	for i := range all {
		f, q := &all[i], &p.Pack().Questions[i]
		switch q.Kind {
		case rules.Int:
			f.usual, f.numbers = smallNumber, p.Numbers(i)
			continue
		case rules.Choice, rules.Bool:
			f.usual = preparedAnswers
		case rules.Multi:
			f.usual = namedOptions
			if !q.AtLeastOne {
				f.usual = noOptions
				f.none, _ = facts.Prepare(i, func(f *engine.Facts) { f.SetNone(i) })
			}
		}
		if f.prepared = prepare(facts, q, i); len(f.entries) == 0 {
			f.usual = anything
		}
	}
	return all
}
