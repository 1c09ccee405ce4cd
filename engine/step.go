package engine

import (
	"fmt"
	"slices"

	"knead/rules"
)

// step is one thing to find out before rules can be looked at: whether questions with the
// same ask_if apply, or the value of a derived number.
type step struct {
	questions []int
	askIf     *rules.Condition
	formula   formula // of askIf
	terms     []term  // of askIf; nil when it is too wide
	derived   int     // or -1
}

// buildSteps orders gated questions and derived numbers so that each comes after all it
// reads.
func (p *Program) buildSteps() error {
	p.buildDerived()
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
		b.addGate(q)
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

// addGate adds the question to the step with the same terms, or adds a step.
func (b *stepBuilder) addGate(q int) {
	p := b.program
	s := step{askIf: p.pack.Questions[q].AskIf, derived: -1, questions: []int{q}}
	s.formula = p.formula(s.askIf, false)
	if made := p.dnf(s.askIf, false, maxTerms); made.ok {
		s.terms = append([]term{}, made.terms...)
		same := func(o step) bool { return o.terms != nil && slices.EqualFunc(o.terms, made.terms, term.equal) }
		if i := slices.IndexFunc(p.steps, same); i >= 0 {
			p.steps[i].questions = append(p.steps[i].questions, q)
			return
		}
	}
	p.steps = append(p.steps, s)
}

func (t term) equal(u term) bool { return t.within(u) && u.within(t) }
