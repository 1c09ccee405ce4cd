package sat

import "context"

// Session answers questions about one growing circuit with one solver: what is translated and
// learned for a question is there for the next. It is not safe for concurrent use.
type Session struct {
	formula *Formula
	solver  *solver
	checker propagator // shares nothing with the solver
	pending [][]int    // clauses learned that the checker has not seen
	size    int        // literals learned

	round   int32
	visited []int32 // by node: the last round in which it was part of a cone
}

// NewSession returns a session. constraints returns what must hold wherever an input occurs; some value
// of the input must fulfil them whatever those of other inputs are.
func NewSession(c *Circuit, constraints func(input Node) []Node) *Session {
	f := NewFormula(c, constraints)
	return &Session{formula: f, solver: newSolver(f)}
}

// TooLarge reports whether a session takes so much memory that a new one should be begun.
func (s *Session) TooLarge() bool { return s.formula.TooLarge() || s.size > mostLearned }

// Solve looks for an assignment under which the signals hold. It gives up when there are too many
// clauses, when it has learned more of them than the budget, or when the context ends. The certificate
// is what it has learned for this question; it builds on what was learned before.
func (s *Session) Solve(ctx context.Context, budget int, signals ...Node) Verdict {
	assumptions, ok := s.define(signals)
	if !ok {
		return Verdict{}
	}
	var certificate [][]int
	status, model := s.solver.solve(ctx, assumptions, func() []int32 { return s.cone(signals) }, func(clause []int) bool {
		certificate = append(certificate, clause)
		s.size += len(clause)
		return len(certificate) <= budget && s.size <= mostLearned
	})
	s.pending = append(s.pending, certificate...)
	switch status {
	case Satisfiable:
		return Verdict{Status: status, Assignment: Assignment{s.formula, model}}
	case Contradictory:
		return Verdict{Status: status, Certificate: certificate, formula: s.formula}
	}
	return Verdict{}
}

// define makes signals part of the formula; it reports false when that is too large.
func (s *Session) define(signals []Node) (literals []int, ok bool) {
	literals = make([]int, len(signals))
	for i, n := range signals {
		literals[i] = s.formula.define(n)
	}
	if s.TooLarge() {
		return nil, false
	}
	s.solver.grow(s.formula.vars)
	s.checker.grow(s.formula.vars)
	s.formula.take(func(clause []int) {
		s.solver.add(clause)
		s.checker.add(clause)
	})
	return literals, true
}

// Follows reports what [Session.Certified] does, with steps from another session's certificate, or
// even for another circuit: those that do not follow here are left out.
func (s *Session) Follows(steps [][]int64, signals ...Node) bool {
	if _, ok := s.define(signals); !ok {
		return false
	}
	for _, step := range steps {
		if clause, occurs := s.formula.unnamed(step); occurs && s.checker.learn(clause) {
			s.solver.add(clause)
			s.size += len(clause)
		}
	}
	return s.Certified(signals...)
}

// Certified reports whether the signals cannot hold together by unit propagation alone from the
// formula and the clauses learned so far, each of which must follow so from those before it.
func (s *Session) Certified(signals ...Node) bool {
	for _, c := range s.pending {
		if !s.checker.learn(c) {
			return false
		}
	}
	s.pending = nil
	denied := make([]int, len(signals))
	for i, n := range signals {
		denied[i] = -s.formula.define(n)
	}
	return s.checker.follows(denied)
}

// cone returns the variables on which signals and what belongs to their inputs depend.
func (s *Session) cone(signals []Node) (variables []int32) {
	s.round++
	s.visited = append(s.visited, make([]int32, len(s.formula.variables)-len(s.visited))...)
	open := append([]Node(nil), signals...)
	for len(open) > 0 {
		n := max(open[len(open)-1], -open[len(open)-1])
		open = open[:len(open)-1]
		if s.visited[n] == s.round {
			continue
		}
		s.visited[n] = s.round
		variables = append(variables, int32(s.formula.variables[n]))
		if gate := s.formula.circuit.gates[n]; gate != nil {
			open = append(open, gate...)
		} else if n != Yes {
			open = append(open, s.formula.constraints(n)...)
		}
	}
	return variables
}
