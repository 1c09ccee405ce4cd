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
	b := stepBuilder{p, make([]visit, len(p.slots))}
	for q := range p.pack.Questions {
		if err := b.addQuestion(q); err != nil {
			return err
		}
	}
	for d := range p.pack.Derived {
		b.addDerived(d)
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
	*Program
	seen []visit // by first slot
}

// addQuestion adds what a question needs before it can be asked, and its ask_if.
func (b *stepBuilder) addQuestion(q int) error {
	question := &b.pack.Questions[q]
	switch b.seen[q] {
	case underWay:
		return fmt.Errorf("question %q is asked only if it is answered itself", question.ID)
	case done:
		return nil
	case notSeen:
	}
	b.seen[q] = underWay
	for _, read := range b.pack.Reads(question.AskIf) {
		if err := b.addQuestion(read); err != nil {
			return err
		}
	}
	b.seen[q] = done
	question.AskIf.Walk(func(c *rules.Condition) {
		if c.Op == rules.Compare && c.Derived >= 0 {
			b.addDerived(c.Derived)
		}
	})
	if question.AskIf != nil {
		b.addAskIf(q)
	}
	return nil
}

// addDerived adds a derived number after the questions that it reads.
func (b *stepBuilder) addDerived(d int) {
	if s := b.derivedSlot(d); b.seen[s] != done {
		b.seen[s] = done
		b.steps = append(b.steps, step{derived: d})
	}
}

// addAskIf adds the question to the step with the same ask_if, or adds a step.
func (b *stepBuilder) addAskIf(q int) {
	askIf := b.pack.Questions[q].AskIf
	s := step{questions: []int{q}, askIf: structure(askIf), formula: b.formula(askIf, false)}
	if i := slices.IndexFunc(b.steps, func(o step) bool { return o.askIf == s.askIf }); i >= 0 {
		b.steps[i].questions = append(b.steps[i].questions, q)
		return
	}
	b.steps = append(b.steps, s)
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
