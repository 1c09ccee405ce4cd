package sat

import "context"

// Verdict is what the solver says about a formula.
type Verdict struct {
	Status     Status
	Assignment Assignment // Satisfiable
	// Certificate proves Contradictory: the clauses learned, each of which follows from the
	// formula and those before by unit propagation.
	Certificate [][]int
}

// Status is the outcome of a search.
type Status uint8

const (
	Undecided     Status = iota // the budget ran out, or the context ended
	Satisfiable                 // there is an assignment
	Contradictory               // there is none
)

// Solve looks for an assignment that satisfies the formula, with a fresh solver, so that
// what it learns follows from the formula alone. It gives up when it has learned more
// clauses than the budget, or when the context ends.
func Solve(ctx context.Context, f *Formula, budget int) Verdict {
	var certificate [][]int
	status, model := newSolver(f).solve(ctx, nil, func(clause []int) bool {
		certificate = append(certificate, clause)
		return len(certificate) <= budget
	})
	switch status {
	case Satisfiable:
		return Verdict{Status: status, Assignment: Assignment{f, model}}
	case Contradictory:
		return Verdict{Status: status, Certificate: certificate}
	}
	return Verdict{}
}

// newSolver returns a solver of a formula.
func newSolver(f *Formula) *solver {
	s := &solver{}
	s.grow(f.vars)
	for _, c := range f.clauses {
		s.add(c)
	}
	return s
}
