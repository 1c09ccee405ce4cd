package engine

import (
	"fmt"
	"slices"

	"knead/rules"
)

// step is one thing to find out before rules can be looked at: whether the questions with
// one ask_if apply or, where there is none, the value of a derived number.
type step struct {
	questions []int
	askIf     string  // tells conditions apart
	formula   formula // of it
	derived   int
}

// buildSteps orders questions with an ask_if and derived numbers so that each comes after all it
// reads.
func (p *Program) buildSteps() error {
	b := stepBuilder{program: p, question: make([]visit, len(p.pack.Questions)), derived: make([]visit, len(p.pack.Derived))}
	for q := range p.pack.Questions {
		if err := b.addQuestion(q); err != nil {
			return err
		}
	}
	for d := range p.pack.Derived {
		if err := b.addDerived(d); err != nil {
			return err
		}
	}
	return nil
}

type visit uint8

const (
	notSeen visit = iota
	underWay
	done
)

// stepBuilder walks dependencies depth first.
type stepBuilder struct {
	program           *Program
	question, derived []visit
}

func (b *stepBuilder) addQuestion(q int) (err error) {
	question := &b.program.pack.Questions[q]
	switch {
	case b.question[q] == underWay:
		return fmt.Errorf("question %q is asked only if it is answered itself", question.ID)
	case b.question[q] == done:
		return nil
	}
	b.question[q] = underWay
	question.AskIf.Walk(func(c *rules.Condition) {
		switch {
		case err != nil:
		case c.Op == rules.Compare && c.Derived >= 0:
			err = b.addDerived(c.Derived)
		case c.Op == rules.Compare || c.Op == rules.OneOf:
			err = b.addQuestion(c.Question)
		}
	})
	b.question[q] = done
	if err == nil && question.AskIf != nil {
		b.addAskIf(q)
	}
	return err
}

func (b *stepBuilder) addDerived(d int) error {
	if b.derived[d] != notSeen {
		return nil
	}
	b.derived[d] = done
	for _, t := range b.program.pack.Derived[d].Terms {
		if err := b.addQuestion(t.Question); err != nil {
			return err
		}
	}
	b.program.steps = append(b.program.steps, step{derived: d})
	return nil
}

// addAskIf adds the question to the step with the same ask_if, or adds a step.
func (b *stepBuilder) addAskIf(q int) {
	p := b.program
	askIf := p.pack.Questions[q].AskIf
	s := step{questions: []int{q}, askIf: structure(askIf), formula: p.formula(askIf, false)}
	if i := slices.IndexFunc(p.steps, func(o step) bool { return o.askIf == s.askIf }); i >= 0 {
		p.steps[i].questions = append(p.steps[i].questions, q)
		return
	}
	p.steps = append(p.steps, s)
}

// derivedValue returns a derived number, and true when it has a value.
func (f *Facts) derivedValue(derived int) (value int, state atom) {
	state = atomTrue
	for _, t := range f.program.pack.Derived[derived].Terms {
		q := t.Question
		if f.skipped(q) {
			return 0, atomFalse
		}
		value += t.Weight * int(f.answers[q].value)
		switch part := f.state(q); {
		case part == rules.Unanswered && f.program.slots[q].required:
			state = min(state, atomBlank)
		case part != rules.Answered:
			state = min(state, atomUnknown)
		}
	}
	return value, state
}

// derivedCode returns the code of a derived number.
func (f *Facts) derivedCode(derived int) uint8 {
	s := &f.program.slots[f.program.derivedSlot(derived)]
	switch value, state := f.derivedValue(derived); state {
	case atomTrue:
		return s.interval(value)
	case atomUnknown:
		return s.unsure()
	case atomBlank:
		return s.blank()
	}
	return s.skipped()
}
