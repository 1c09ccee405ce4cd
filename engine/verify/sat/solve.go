package sat

import "context"

// Verdict is what the solver says about a formula.
type Verdict struct {
	Status     Status
	Assignment Assignment // Satisfiable
	// Certificate proves Contradictory: the clauses learned, each of which follows from the
	// formula and those before by unit propagation.
	Certificate [][]int
	formula     *Formula
}

// Steps returns the certificate in the form that [Session.Follows] takes.
func (v *Verdict) Steps() [][]int64 { return v.formula.named(v.Certificate) }

// Status is the outcome of a search.
type Status uint8

const (
	Undecided     Status = iota // the budget ran out, or the context ended
	Satisfiable                 // there is an assignment
	Contradictory               // there is none
)

// The bounds of memory: what a formula may have of clauses, and a certificate of literals.
const (
	mostClauses = 1_500_000
	mostLearned = 10_000_000
)

// TooLarge reports whether a formula has too many clauses to be solved.
func (f *Formula) TooLarge() bool { return f.taken+len(f.clauses) > mostClauses }

// Solve looks for an assignment that satisfies the formula, with a fresh solver, so that
// what it learns follows from the formula alone. It gives up when the formula is too large,
// when it has learned more clauses than the budget, or when the context ends.
func Solve(ctx context.Context, f *Formula, budget int) Verdict {
	if f.TooLarge() {
		return Verdict{}
	}
	var certificate [][]int
	literals := 0
	status, model := newSolver(f).solve(ctx, nil, nil, func(clause []int) bool {
		certificate = append(certificate, clause)
		literals += len(clause)
		return len(certificate) <= budget && literals <= mostLearned
	})
	switch status {
	case Satisfiable:
		return Verdict{Status: status, Assignment: Assignment{f, model}}
	case Contradictory:
		return Verdict{Status: status, Certificate: certificate, formula: f}
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
