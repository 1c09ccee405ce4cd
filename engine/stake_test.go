package engine_test

import (
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestStakes compares what is at stake with the results of every answer there is, on random
// packs.
func TestStakes(t *testing.T) {
	packs := 150
	if !testing.Short() {
		packs = 1000
	}
	compared := 0
	for i := range packs {
		d := seededDice(*seed<<32 + uint64(i))
		program, err := engine.Compile(randomPack(d))
		if err != nil {
			t.Fatalf("pack %d: %v", i, err)
		}
		p := program.Pack()
		g := newPeople(p, d)
		for range 12 {
			in := g.stranger()
			facts := program.NewFacts()
			facts.Load(in)
			decision := program.Decide(in)
			program.Stakes(facts, decision)
			for _, m := range decision.Missing {
				if q := &p.Questions[m.Question]; len(q.Options) > 10 || q.Max-q.Min > 200 {
					continue
				}
				compared++
				if want := mostOfAllAnswers(program, in, int(m.Question)); m.AtStake != want {
					t.Fatalf("pack %d, %s: %v is at stake, but some answer gives %v\n%s\n%s", i, p.Questions[m.Question].ID, m.AtStake, want, printIntake(p, in), printPack(p))
				}
			}
		}
	}
	t.Log(compared, "compared")
}

// mostOfAllAnswers tries every answer to a question beside what is ticked.
func mostOfAllAnswers(p *engine.Program, in *rules.Intake, q int) (most rules.Disposition) {
	question := &p.Pack().Questions[q]
	was := in.Answers[q]
	defer func() { in.Answers[q] = was }()
	f, d := p.NewFacts(), &engine.Decision{}
	try := func(a rules.Answer) {
		a.State = rules.Answered
		in.Answers[q] = a
		f.Load(in)
		f.Confirm(q)
		p.DecideFacts(f, d)
		most = max(most, d.Disposition)
	}
	switch {
	case question.Kind.Many():
		for ticks := range uint64(1) << len(question.Options) {
			if ticks |= was.Ticks; ticks != 0 || !question.AtLeastOne {
				try(rules.Answer{Ticks: ticks})
			}
		}
	case question.Kind.IsNumber():
		for value := question.Min; value <= question.Max; value++ {
			try(rules.Answer{Int: value})
		}
	case question.Kind.IsText():
		try(rules.Answer{})
	default:
		for i := range question.Options {
			try(rules.Answer{Ticks: 1 << i})
		}
	}
	return most
}
