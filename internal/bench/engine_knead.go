package main

import (
	"strconv"

	"knead/engine"
	"knead/rules"
)

// pack writes the workload as a pack: a rule's output is a care item, and it gives a
// caution too, so that certain and possible are both computed.
func (w *workload) pack() *rules.Pack {
	p := &rules.Pack{Name: "neutral", Version: "1.0.0", SessionsDone: -1, Areas: len(w.questions) - 1}
	for _, q := range w.questions {
		made := rules.Question{ID: q.name, Kind: q.kind, Unsure: true}
		if q.kind == rules.Int {
			made.Max = 100
		}
		for i := range q.options {
			made.Options = append(made.Options, rules.Option{ID: option(i)})
		}
		p.Questions = append(p.Questions, made)
	}
	for i := range outputCount {
		p.Care = append(p.Care, rules.Care{ID: "o" + strconv.Itoa(i)})
	}
	for i, r := range w.rules {
		made := rules.Rule{ID: "r" + strconv.Itoa(i), When: &rules.Condition{Op: rules.All}, Then: rules.Effect{Schedule: -1, Care: []int{r.output}, Caution: rules.Caution{General: true}}}
		for _, group := range r.groups {
			any := &rules.Condition{Op: rules.Any}
			for _, a := range group {
				any.Of = append(any.Of, w.condition(a))
			}
			made.When.Of = append(made.When.Of, any)
		}
		p.Rules = append(p.Rules, made)
	}
	return p
}

func (w *workload) condition(a atom) *rules.Condition {
	c := &rules.Condition{Op: rules.OneOf, Question: a.question, Derived: -1, Options: a.options}
	if w.questions[a.question].kind == rules.Int {
		c = &rules.Condition{Op: rules.Compare, Question: a.question, Derived: -1, Min: a.bound, Max: 100}
	}
	if a.negated {
		return &rules.Condition{Op: rules.Not, Of: []*rules.Condition{c}}
	}
	return c
}

// answers returns an intake as rules.Intake.
func (w *workload) answers(p *rules.Pack, in intake) *rules.Intake {
	made := rules.NewIntake(p)
	for q, v := range in {
		made.Answers[q] = rules.Answer{State: rules.Answered, Ticks: v.ticks, Int: v.number}
	}
	return made
}

// compile makes a program and the facts of all intakes.
func (w *workload) compile(p *rules.Pack) (*engine.Program, []*engine.Facts, error) {
	program, err := engine.Compile(p)
	if err != nil {
		return nil, nil, err
	}
	var facts []*engine.Facts
	for _, in := range w.intakes {
		f := program.NewFacts()
		f.Load(w.answers(p, in))
		facts = append(facts, f)
	}
	return program, facts, nil
}

// kneadRules finds the rules that hold, as peers do.
func kneadRules(w *workload) (contender, error) {
	c := contender{name: "knead"}
	p := w.pack()
	for r := range p.Rules {
		p.Rules[r].Then.Caution = rules.Caution{} // no effect needs the possible
	}
	program, facts, err := w.compile(p)
	c.eval = func(i int) (fired, error) {
		surely, _ := program.Fire(facts[i])
		return fired{surely[0], surely[1]}, nil
	}
	return c, err
}

// kneadDecision finds the rules that hold certainly and possibly, and combines them.
func kneadDecision(w *workload) (contender, error) {
	c := contender{name: "knead, certain and possible, combined"}
	program, facts, err := w.compile(w.pack())
	var d engine.Decision
	c.eval = func(i int) (held fired, err error) {
		program.DecideFacts(facts[i], &d)
		for _, r := range d.Lists[rules.EffectCaution] {
			held.add(int(r))
		}
		return held, nil
	}
	return c, err
}

// kneadInterpreter is the plain evaluator, words included.
func kneadInterpreter(w *workload) (contender, error) {
	c := contender{name: "knead, interpreter with words"}
	p := w.pack()
	program, err := engine.Compile(p)
	if err != nil {
		return c, err
	}
	var intakes []*rules.Intake
	for _, in := range w.intakes {
		intakes = append(intakes, w.answers(p, in))
	}
	c.eval = func(i int) (held fired, err error) {
		for _, r := range program.EvalByInterpreter(intakes[i], engine.Voice{}).Cautions {
			n, _ := strconv.Atoi(r.Rule[1:])
			held.add(n)
		}
		return held, nil
	}
	return c, nil
}
