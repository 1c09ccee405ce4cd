package engine_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
)

// TestFactsFollowTheLastAnswers gives answers in random orders, with other answers before
// and evaluations between, and holds the facts to fresh ones.
func TestFactsFollowTheLastAnswers(t *testing.T) {
	for i := range uint64(100) {
		o := newOrders(t, *seed<<16+i)
		for range 8 {
			o.facts.Reset()
			first, last := o.people.stranger(), o.people.stranger()
			first.Confirmed = nil // what is confirmed stays so
			for _, in := range []*rules.Intake{first, last} {
				for _, q := range o.Perm(len(in.Answers)) { // unanswered takes an answer back
					o.set(in, q)
					o.evaluate()
				}
			}
			o.same(t, last)
		}
	}
}

// TestFactsInEveryOrder gives a few answers in every order, evaluating after each: those that
// notes hint at, the notes, and others.
func TestFactsInEveryOrder(t *testing.T) {
	noted := 0
	for i := uint64(0); noted < 10; i++ {
		o := newOrders(t, *seed<<16+i)
		last := o.people.stranger()
		last.Confirmed = nil
		var d engine.Decision
		o.facts.Load(last)
		o.program.DecideFacts(o.facts, &d)
		some := map[int]bool{}
		for _, m := range d.Missing {
			if m.State == engine.MissingNotes {
				some[int(m.Question)] = true
			}
		}
		if len(some) == 0 {
			continue
		}
		noted++
		for q, a := range last.Answers {
			if o.program.Pack().Questions[q].Kind != rules.FreeText && !some[q] {
				if len(some) < 4 && a.State != rules.Unanswered {
					some[q] = true
				} else {
					last.Answers[q] = rules.Answer{}
				}
			}
		}
		asked := answered(last)
		if len(asked) > 6 {
			continue
		}
		permute(asked, func() {
			o.facts.Reset()
			for _, q := range asked {
				o.set(last, q)
				o.program.DecideFacts(o.facts, &d)
			}
			o.same(t, last)
		})
	}
}

// TestFactsTakeWrongAnswersForUnsure sets what no question can have for an answer.
func TestFactsTakeWrongAnswersForUnsure(t *testing.T) {
	for i := range uint64(100) {
		o := newOrders(t, *seed<<16+i)
		unsure, wrong := o.program.NewFacts(), o.facts
		for q, question := range o.program.Pack().Questions {
			unsure.SetUnsure(q)
			switch {
			case question.Kind.IsNumber():
				wrong.SetInt(q, question.Max+1)
			case question.Kind.IsText():
				wrong.SetTicks(q, 1, false)
			case question.Kind.Many():
				wrong.SetTicks(q, 1<<len(question.Options), len(question.Options) == 64)
			default:
				wrong.SetTicks(q, 3*uint64(o.IntN(2)), false)
			}
		}
		if !wrong.Equal(unsure) {
			t.Fatalf("the facts are not those of unsure answers: %+v", wrong)
		}
	}
}

// permute calls visit with every order of the numbers in place.
func permute(of []int, visit func()) {
	var from func(int)
	from = func(k int) {
		if k == len(of) {
			visit()
		}
		for i := k; i < len(of); i++ {
			of[k], of[i] = of[i], of[k]
			from(k + 1)
			of[k], of[i] = of[i], of[k]
		}
	}
	from(0)
}

// answered lists the questions that have an answer.
func answered(in *rules.Intake) (questions []int) {
	for q := range in.Answers {
		if in.Answers[q].State != rules.Unanswered {
			questions = append(questions, q)
		}
	}
	return questions
}

// orders gives answers to facts one by one.
type orders struct {
	*rand.Rand
	program *engine.Program
	people  *people
	facts   *engine.Facts
}

func newOrders(t *testing.T, seed uint64) *orders {
	d := seededDice(seed)
	program, err := engine.Compile(randomPack(d))
	if err != nil {
		t.Fatal(err)
	}
	return &orders{rand.New(rand.NewPCG(seed, 1)), program, newPeople(program.Pack(), d), program.NewFacts()}
}

func (o *orders) set(in *rules.Intake, q int) {
	a := &in.Answers[q]
	if slices.Contains(in.Confirmed, q) {
		o.facts.Confirm(q)
	}
	switch kind := o.program.Pack().Questions[q].Kind; {
	case a.State == rules.Unanswered, o.IntN(2) == 0:
		o.facts.Set(q, a)
	case kind == rules.FreeText:
		o.facts.SetText(q, []byte(a.Text))
	case a.State == rules.Unsure && kind != rules.Multi:
		o.facts.SetUnsure(q)
	case kind == rules.Int:
		o.facts.SetInt(q, a.Int)
	default:
		o.facts.SetTicks(q, a.Ticks, a.State == rules.Unsure)
	}
}

// evaluate sometimes asks something of the facts.
func (o *orders) evaluate() {
	switch o.IntN(4) {
	case 0:
		o.facts.Truth(o.program.Pack().Rules[0].When)
	case 1:
		o.program.DecideFacts(o.facts, &engine.Decision{})
	}
}

// same holds the facts to fresh ones of the intake.
func (o *orders) same(t *testing.T, in *rules.Intake) {
	t.Helper()
	fresh := o.program.NewFacts()
	fresh.Load(in)
	var got, want engine.Decision
	o.program.DecideFacts(o.facts, &got)
	o.program.DecideFacts(fresh, &want)
	if !got.Equal(&want) {
		t.Fatalf("%+v with fresh facts %+v:\n%s", got, want, printIntake(o.program.Pack(), in))
	}
	for r := range o.program.Pack().Rules {
		when := o.program.Pack().Rules[r].When
		if got, want := o.facts.Truth(when), fresh.Truth(when); got != want {
			t.Fatalf("rule %d is %v, with fresh facts %v:\n%s", r, got, want, printIntake(o.program.Pack(), in))
		}
	}
}
