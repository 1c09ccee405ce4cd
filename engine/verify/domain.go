package verify

import (
	"fmt"
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// domain is what may be answered to one question, as inputs of the circuit. Exactly one of
// blank, unsure and known holds. A question that does not apply is blank: whatever was
// answered to it has no effect.
type domain struct {
	applies sat.Node
	blank   sat.Node // no answer
	unsure  sat.Node // "unsure", alone or beside ticks
	known   sat.Node
	values  []sat.Node // by option, or by interval of an Int
	hinted  []sat.Node // by option: notes make it unknown
	cuts    []int      // Int: interval i is cuts[i] … cuts[i+1]-1

	constraints []sat.Node
	shared      *domain // the domain over the same inputs of another pack; nil if there is none
}

// buildDomains makes the inputs of every question, and says which combinations are
// answers.
func (m *model) buildDomains(cuts [][]int) {
	m.domains = make([]domain, len(m.pack.Questions))
	for q := range m.pack.Questions {
		m.ownDomain(q, cuts[q])
	}
	m.settle()
}

// ownDomain gives a question inputs of its own.
func (m *model) ownDomain(q int, cuts []int) {
	options := len(m.pack.Questions[q].Options)
	like := domain{cuts: cuts, values: make([]sat.Node, max(options, len(cuts))), hinted: make([]sat.Node, options)}
	inputs := 0
	m.buildDomain(q, like, func(sat.Node) sat.Node {
		inputs++
		n := m.Input(fmt.Sprint(m.pack.Questions[q].ID, " ", inputs))
		m.inputs[n] = &m.domains[q]
		return n
	})
}

// buildDomain makes a domain with the cuts and as many values as another, and an input for
// each of the other's that the question needs.
func (m *model) buildDomain(q int, like domain, input func(sat.Node) sat.Node) {
	question, d := &m.pack.Questions[q], &m.domains[q]
	*d = domain{applies: sat.Yes, blank: input(like.blank), unsure: sat.No, known: input(like.known), cuts: like.cuts, shared: like.shared}
	if question.Kind.IsText() {
		d.constraints = []sat.Node{m.Or(d.known, d.blank), -m.And(d.known, d.blank)}
		return
	}
	for _, v := range like.values {
		d.values = append(d.values, input(v))
	}
	noted, all := m.noted(q), uint64(0)
	for _, options := range noted {
		all |= options
	}
	for i := range question.Options {
		d.hinted = append(d.hinted, sat.No)
		if all>>i&1 != 0 {
			d.hinted[i] = input(like.hinted[i])
		}
	}
	if question.Unsure {
		d.unsure = input(like.unsure)
	}
	m.constrain(q, noted)
}

// blankUnlessAsked leaves questions blank, and notes silent about them, that apply in no pack:
// an answer would change nothing.
func (m *model) blankUnlessAsked() {
	for q := range m.domains {
		d := &m.domains[q]
		asked := d.applies
		if d.shared != nil {
			asked = m.Or(asked, d.shared.applies)
		}
		d.constraints = append(d.constraints, m.Or(asked, m.And(d.blank, -m.Or(d.hinted...))))
	}
}

// settle decides which questions apply, each after those that decide about it. Questions
// that ask each other have been refused by the compiler.
func (m *model) settle() {
	settled := make([]bool, len(m.pack.Questions))
	var visit func(q int)
	visit = func(q int) {
		askIf := m.pack.Questions[q].AskIf
		if settled[q] || askIf == nil {
			return
		}
		settled[q] = true
		for _, read := range m.pack.Reads(askIf) {
			visit(read)
		}
		m.domains[q].applies = m.condition(askIf, rules.Possibly, false)
	}
	for q := range m.pack.Questions {
		visit(q)
	}
}

// noted returns the note terms about the question, as sets of options.
func (m *model) noted(q int) (sets []uint64) {
	for _, t := range m.pack.Notes {
		if t.Question == q {
			sets = append(sets, t.Options)
		}
	}
	return sets
}

// constrain says which combinations of a question's inputs are answers.
func (m *model) constrain(q int, noted []uint64) {
	question, d := &m.pack.Questions[q], &m.domains[q]
	add := func(n sat.Node) { d.constraints = append(d.constraints, n) }
	m.exactlyOne(add, []sat.Node{d.blank, d.unsure, d.known})
	for i, hinted := range d.hinted { // together with the other options of a term, none of them ticked
		var terms []sat.Node
		for _, options := range noted {
			if options>>i&1 != 0 {
				terms = append(terms, m.And(m.selected(d.hinted, options)...))
			}
		}
		add(m.Or(-hinted, m.And(m.Or(terms...), -d.values[i], -d.unsure)))
	}
	if !question.Kind.Many() {
		m.exactlyOne(add, append(slices.Clone(d.values), -d.known))
		return
	}
	for _, v := range d.values {
		add(m.Or(-v, d.known, d.unsure))
	}
	if question.AtLeastOne {
		add(m.Or(append(slices.Clone(d.values), -d.known)...))
	}
}

// fewPairs is how many signals may be told apart two by two.
const fewPairs = 8

func (m *model) exactlyOne(add func(sat.Node), of []sat.Node) {
	add(m.Or(of...))
	before := sat.No // one of those before the last fewPairs
	for i, n := range of {
		if i > fewPairs {
			before = m.Or(before, of[i-fewPairs-1])
			add(-m.And(n, before))
		}
		for _, other := range of[max(0, i-fewPairs):i] {
			add(-m.And(n, other))
		}
	}
}

// selected returns the signals of the options in a bit set.
func (m *model) selected(of []sat.Node, options uint64) (in []sat.Node) {
	for i, v := range of {
		if options>>i&1 != 0 {
			in = append(in, v)
		}
	}
	return in
}

// intCuts returns for each Int question where its intervals begin: wherever a condition,
// a course of sessions or an invariant can tell numbers apart. Parts of derived numbers
// keep every value, unless there are too many.
func (m *model) intCuts() [][]int {
	cuts := make([][]int, len(m.pack.Questions))
	for _, c := range m.conditions() {
		c.Walk(func(c *rules.Condition) {
			if c.Op == rules.Compare && c.Derived < 0 {
				cuts[c.Question] = append(cuts[c.Question], c.Min, c.Max+1)
			}
		})
	}
	if q := m.pack.SessionsDone; q >= 0 {
		cuts[q] = append(cuts[q], m.sessionCuts()...)
	}
	for i := range m.pack.Derived {
		for _, t := range m.pack.Derived[i].Terms {
			question := &m.pack.Questions[t.Question]
			for v := question.Min; v <= question.Max && m.valuesOf(t.Question) <= m.limit; v++ {
				cuts[t.Question] = append(cuts[t.Question], v)
			}
		}
	}
	for q := range cuts {
		if question := &m.pack.Questions[q]; question.Kind.IsNumber() {
			cuts[q] = trimmed(append(cuts[q], question.Min), question.Min, question.Max)
		}
	}
	return cuts
}

// trimmed returns the numbers from lo to hi in order, each once.
func trimmed(n []int, lo, hi int) []int {
	n = slices.DeleteFunc(n, func(v int) bool { return v < lo || v > hi })
	slices.Sort(n)
	return slices.Compact(n)
}

// sessionCuts returns the numbers of sessions done at which a promise about plans can
// change: where a course is over, and where fewer are left than an invariant allows.
func (m *model) sessionCuts() (cuts []int) {
	for i := range m.pack.Schedules {
		course := m.pack.Schedules[i].CourseSessions
		if course == 0 {
			continue
		}
		cuts = append(cuts, course)
		for k := range m.pack.Invariants {
			for _, assertion := range m.pack.Invariants[k].Assertions {
				if assertion.Kind == rules.SessionsAtMost {
					cuts = append(cuts, course-assertion.Number)
				}
			}
		}
	}
	return cuts
}

// within returns whether an Int is known and lies from lo to hi, bounds at cuts.
func (m *model) within(d *domain, lo, hi int) sat.Node {
	var in []sat.Node
	for i, from := range d.cuts {
		if from >= lo && from <= hi {
			in = append(in, d.values[i])
		}
	}
	return m.Or(in...)
}
