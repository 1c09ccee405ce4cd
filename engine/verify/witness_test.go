package verify

import (
	"slices"
	"testing"

	"knead/rules"
	"knead/rules/packs"
)

// TestWitnessIsMinimal holds that no answer of a counterexample can be left out, or be made
// none, known or harmless, or lose a tick, and still break the promise.
func TestWitnessIsMinimal(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := uint64(1); tried < *tinyPacks/2; seed++ {
		program := tinyProgram(seed)
		if program == nil {
			continue
		}
		p := program.Pack()
		for i, f := range proved(t, program, Options{Quick: true}) {
			if f.Witness == nil {
				continue
			}
			tried++
			for q := range p.Questions {
				was := f.Witness.Answers[q]
				for _, a := range lesser(&p.Questions[q], was) {
					f.Witness.Answers[q] = a
					if !holds(program, &p.Invariants[i], f.Witness) {
						t.Errorf("seed %d, invariant %d: %s: %s would do in place of %s", seed, i, p.Questions[q].ID, p.Questions[q].Format(a), p.Questions[q].Format(was))
					}
				}
				f.Witness.Answers[q] = was
			}
		}
	}
}

// TestWitnessIsSmallest compares the sizes of counterexamples with the smallest there is.
func TestWitnessIsSmallest(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := uint64(1); tried < *tinyPacks/2; seed++ {
		program := tinyProgram(seed)
		if program == nil || len(program.Pack().Notes) > 0 {
			continue
		}
		p := program.Pack()
		for i, f := range proved(t, program, Options{Quick: true}) {
			if f.Witness == nil {
				continue
			}
			tried++
			found := size(p, f.Witness)
			everybody(p, func(in *rules.Intake) bool {
				if size(p, in) < found && !holds(program, &p.Invariants[i], in) {
					t.Errorf("seed %d, invariant %d: size %d, but %d would do", seed, i, found, size(p, in))
					return false
				}
				return true
			})
		}
	}
}

// lesser lists all answers to a question that say less, or less that could harm.
func lesser(q *rules.Question, a rules.Answer) (all []rules.Answer) {
	if a.State == rules.Unanswered {
		return nil
	}
	all = []rules.Answer{{}}
	if q.Kind == rules.FreeText {
		return all
	}
	if q.Kind != rules.Multi {
		if a.State == rules.Unsure {
			all = append(all, rules.Answer{State: rules.Answered, Ticks: 1, Int: q.Min})
			if q.Kind == rules.Int {
				all[1].Ticks = 0
			}
		}
		return all
	}
	for ticks := range a.Ticks { // all smaller sets, and some that are none
		if ticks&^a.Ticks == 0 && (ticks != 0 || !q.AtLeastOne) {
			all = append(all, rules.Answer{State: rules.Answered, Ticks: ticks})
		}
	}
	if a.State == rules.Unsure && (a.Ticks != 0 || !q.AtLeastOne) {
		all = append(all, rules.Answer{State: rules.Answered, Ticks: a.Ticks})
	}
	return all
}

// A phrase of the note of a witness says nothing of another question, if it can: "heart pacer"
// would say something of the heart too.
func TestPhrasesSayOneQuestion(t *testing.T) {
	m := newModel(load(t, packs.Default))
	q := m.pack.QuestionIndex("devices_surgery")
	pacemaker := uint64(1) << m.pack.Questions[q].OptionIndex("pacemaker")
	for i := range m.pack.Notes {
		if n := &m.pack.Notes[i]; n.Question == q && n.Options == pacemaker {
			phrase := m.phrase(n, pacemaker, 0)
			hints := m.program.Hints(phrase)
			if len(hints) == 0 || slices.ContainsFunc(hints, func(other *rules.NoteTerm) bool { return other.Question != q }) {
				t.Errorf("%q hints at %d terms, also of another question", phrase, len(hints))
			}
		}
	}
}
