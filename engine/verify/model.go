package verify

import (
	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// circuit is what the models of packs over the same people share.
type circuit struct {
	*sat.Circuit
	anySums map[string]sat.Node // inputs for sums that are not looked into
}

func newCircuit() *circuit { return &circuit{sat.NewCircuit(), map[string]sat.Node{}} }

// abstracts reports whether a formula has a sum that is not looked into.
func (c *circuit) abstracts(f *sat.Formula) bool {
	for _, n := range c.anySums {
		if f.Uses(n) {
			return true
		}
	}
	return false
}

// model is a pack as a circuit: inputs for what may be answered, and what the program makes
// of it. It is not safe for concurrent use: asking it something may add gates.
type model struct {
	*circuit
	program *engine.Program
	pack    *rules.Pack

	domains    []domain         // by question
	questionOf map[sat.Node]int // of every input
	derived    map[*rules.Condition]signals
	asked      []*rules.Condition // those that are not the pack's
	limits     limits

	rules   []ruleSignals // by rule
	outcome outcome
}

// ruleSignals say how a rule's condition holds. Ways the rule's effect does not look at
// are no.
type ruleSignals struct{ surely, possibly, perhaps sat.Node }

// newModel translates a program's pack.
func newModel(p *engine.Program) *model {
	m := emptyModel(p, newCircuit())
	m.build(m.intCuts())
	return m
}

func (m *model) build(cuts [][]int) {
	m.buildDomains(cuts)
	m.blankUnlessAsked()
	m.buildRules()
	m.outcome = m.buildOutcome()
}

func emptyModel(p *engine.Program, c *circuit) *model {
	return &model{circuit: c, program: p, pack: p.Pack(), questionOf: map[sat.Node]int{}, derived: map[*rules.Condition]signals{}, limits: usualLimits}
}

// conditions returns every condition that can tell answers apart.
func (m *model) conditions() []*rules.Condition {
	all := append([]*rules.Condition{m.pack.ClearanceLifted}, m.asked...)
	for i := range m.pack.Rules {
		all = append(all, m.pack.Rules[i].When)
	}
	for i := range m.pack.Questions {
		all = append(all, m.pack.Questions[i].AskIf)
	}
	for i := range m.pack.Invariants {
		all = append(all, m.pack.Invariants[i].When)
	}
	for i := range m.pack.Accepted {
		all = append(all, m.pack.Accepted[i].When)
	}
	return all
}

func (m *model) buildRules() {
	m.rules = make([]ruleSignals, len(m.pack.Rules))
	for r := range m.pack.Rules {
		then, when := &m.pack.Rules[r].Then, m.pack.Rules[r].When
		s := ruleSignals{sat.No, sat.No, sat.No}
		s.surely = m.condition(when, surely, false)
		if then.Shows(rules.Possibly) {
			s.possibly = m.condition(when, possibly, false)
		}
		if then.Disposition != rules.Proceed {
			s.perhaps = m.condition(when, perhaps, false)
		}
		m.rules[r] = s
	}
}

// formula says that all the signals hold, of somebody who can exist.
func (m *model) formula(signals ...sat.Node) *sat.Formula {
	return sat.NewFormula(m.Circuit, m.constraints, signals...)
}

// constraints returns what the inputs of a question must satisfy, for the circuit to ask
// when one of them comes into play.
func (m *model) constraints(input sat.Node) []sat.Node {
	q, ok := m.questionOf[input]
	if !ok {
		return nil
	}
	return m.domains[q].constraints
}
