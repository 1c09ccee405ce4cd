package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// circuit is what the models of packs over the same people share.
type circuit struct {
	*sat.Circuit
	anySums map[string]sat.Node  // inputs for sums that are not looked into
	inputs  map[sat.Node]*domain // of every input that is part of an answer
	latest  *sat.Session         // nil until something is asked
}

// session returns what answers questions about the circuit, for all who ask.
func (c *circuit) session() *sat.Session {
	if c.latest == nil || c.latest.TooLarge() {
		c.latest = sat.NewSession(c.Circuit, c.constraints)
	}
	return c.latest
}

// Not returns the negation of a signal.
func (c *circuit) Not(n sat.Node) sat.Node { return -n }

// Constant returns the signal that always, or never, holds.
func (c *circuit) Constant(holds bool) sat.Node {
	if holds {
		return sat.Yes
	}
	return sat.No
}

func newCircuit() *circuit {
	return &circuit{Circuit: sat.NewCircuit(), anySums: map[string]sat.Node{}, inputs: map[sat.Node]*domain{}}
}

// formula says that all the signals hold, of somebody who can exist.
func (c *circuit) formula(signals ...sat.Node) *sat.Formula {
	return sat.NewFormula(c.Circuit, c.constraints, signals...)
}

// constraints returns what the inputs of a question must satisfy, in every pack that asks it,
// for the formula to ask when one of them comes into play.
func (c *circuit) constraints(input sat.Node) []sat.Node {
	switch d := c.inputs[input]; {
	case d == nil:
		return nil
	case d.shared == nil:
		return d.constraints
	default:
		return slices.Concat(d.constraints, d.shared.constraints)
	}
}

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

	domains []domain // by question
	derived map[*rules.Condition]signals
	asked   []*rules.Condition // those that are not the pack's
	limit   int                // of the values of a part of a derived number

	rules []ruleSignals[sat.Node] // by rule
	outcome
}

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
	m.buildOutcome()
}

func emptyModel(p *engine.Program, c *circuit) *model {
	return &model{circuit: c, program: p, pack: p.Pack(), derived: map[*rules.Condition]signals{}, limit: usualLimit}
}

// deciding returns the conditions that results depend on.
func deciding(p *rules.Pack) []*rules.Condition {
	all := []*rules.Condition{p.ClearanceLifted}
	for i := range p.Rules {
		all = append(all, p.Rules[i].When)
	}
	for i := range p.Questions {
		all = append(all, p.Questions[i].AskIf)
	}
	return all
}

// conditions returns every condition that can tell answers apart.
func (m *model) conditions() []*rules.Condition {
	all := append(deciding(m.pack), m.asked...)
	for i := range m.pack.Invariants {
		all = append(all, m.pack.Invariants[i].When)
	}
	for i := range m.pack.Contradicts {
		all = append(all, m.pack.Contradicts[i].When)
	}
	for i := range m.pack.Waivers {
		all = append(all, m.pack.Waivers[i].When)
	}
	return all
}

// never are the signals of a rule that never holds.
var never = ruleSignals[sat.Node]{sat.No, sat.No, sat.No}

func (m *model) buildRules() {
	m.rules = make([]ruleSignals[sat.Node], len(m.pack.Rules))
	for r := range m.pack.Rules {
		then, when := &m.pack.Rules[r].Then, m.pack.Rules[r].When
		s := never
		s[rules.Surely] = m.condition(when, rules.Surely, false)
		if then.Shows(rules.Possibly) {
			s[rules.Possibly] = m.condition(when, rules.Possibly, false)
		}
		if then.Disposition != rules.Proceed {
			s[rules.Perhaps] = m.condition(when, rules.Perhaps, false)
		}
		m.rules[r] = s
	}
}

// variant returns a model of the same pack whose questions have other domains. What rules and
// outcome make of them is still to be built.
func (m *model) variant(domains []domain) *model {
	return &model{circuit: m.circuit, program: m.program, pack: m.pack, limit: m.limit, domains: domains, derived: map[*rules.Condition]signals{}}
}
