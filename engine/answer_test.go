package engine_test

import (
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestPutAsSet gives every answer to every question of the embedded pack and of random
// packs, beside random other answers, prepared and plainly.
func TestPutAsSet(t *testing.T) {
	files, _ := packs.Open(packs.Default)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	testPut(t, pack, seededDice(*seed))
	for i := range uint64(30) {
		d := seededDice(*seed + i)
		testPut(t, randomPack(d), d)
	}
}

func testPut(t *testing.T, pack *rules.Pack, d dice) {
	j, err := newJudge(pack)
	if err != nil {
		t.Fatal(err)
	}
	in := newPeople(pack, d).stranger()
	for q := range pack.Questions {
		if pack.Questions[q].Kind == rules.FreeText { // it is read when all others are known
			in.Answers[q] = rules.Answer{}
		}
	}
	plain, scratch := j.program.NewFacts(), j.program.NewFacts()
	for q := range pack.Questions {
		others := *in
		others.Answers = append([]rules.Answer(nil), in.Answers...)
		others.Answers[q] = rules.Answer{}
		put := func(what any, set, put func(f *engine.Facts)) {
			plain.Load(&others)
			set(plain)
			j.facts.Load(&others)
			put(j.facts)
			if !j.facts.Equal(plain) {
				t.Fatalf("%s: %v", pack.Questions[q].ID, what)
			}
		}
		give := answersTo(&pack.Questions[q], q)
		if question := &pack.Questions[q]; question.Kind == rules.Int {
			for v := question.Min; v <= question.Max; v++ {
				give = append(give, func(f *engine.Facts) { f.SetInt(q, v) })
			}
		}
		for _, set := range give {
			if a, ok := scratch.Prepare(q, set); ok {
				put(a, set, func(f *engine.Facts) { f.Put(&a) })
			}
		}
	}
}

// answersTo returns ways to answer a question: with each option, with none, with all, and
// unsure.
func answersTo(question *rules.Question, q int) (all []func(*engine.Facts)) {
	all = append(all, func(*engine.Facts) {})
	if question.Kind == rules.FreeText {
		return all
	}
	all = append(all, func(f *engine.Facts) { f.SetUnsure(q) })
	for i := range question.Options {
		all = append(all, func(f *engine.Facts) { f.SetTicks(q, 1<<i, false) })
	}
	if question.Kind == rules.Multi {
		ticks := uint64(1)<<len(question.Options) - 1
		all = append(all,
			func(f *engine.Facts) { f.SetNone(q) },
			func(f *engine.Facts) { f.SetTicks(q, ticks, false) },
			func(f *engine.Facts) { f.SetTicks(q, ticks&0x5555555555555555, true) })
	}
	return all
}
