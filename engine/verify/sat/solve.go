package sat

import (
	"context"
	"strconv"
	"strings"

	"github.com/crillab/gophersat/solver"
)

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
	problem := solver.ParseSliceNb(f.clauses, f.vars)
	if problem.Status == solver.Unsat {
		return Verdict{Status: Contradictory}
	}
	s := solver.New(problem)
	var learned [][]int
	switch search(ctx, s, func(clause []int) bool {
		learned = append(learned, clause)
		return len(learned) <= budget
	}) {
	case solver.Unsat:
		return Verdict{Status: Contradictory, Certificate: learned}
	case solver.Sat:
		return Verdict{Status: Satisfiable, Assignment: newAssignment(f, s.Model())}
	}
	return Verdict{}
}

// turn is held by the one search that runs: all solvers of the library share a buffer.
var turn = make(chan struct{}, 1)

// search runs a solver. It calls learned with each clause that the solver learns, and stops
// when that returns false or the context ends. A solver that was stopped is of no use any more.
func search(ctx context.Context, s *solver.Solver, learned func(clause []int) bool) solver.Status {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return solver.Indet
	}
	certificate := make(chan string)
	s.Certified, s.CertChan = true, certificate
	ended := make(chan end)
	go func() {
		var e end
		defer func() {
			e.panicked = recover()
			ended <- e
		}()
		e.status = s.Solve()
	}()
	for {
		select {
		case line := <-certificate:
			if clause := parseClause(line); len(clause) == 0 || learned(clause) {
				continue
			}
		case <-ctx.Done():
		case e := <-ended:
			if e.panicked != nil {
				panic(e.panicked)
			}
			return e.status
		}
		// The library has no way to stop but a panic, at its next line. That the close is not
		// ordered with that line is what the race detector complains of here.
		close(certificate)
		<-ended
		return solver.Indet
	}
}

// end is how a search ended.
type end struct {
	status   solver.Status
	panicked any
}

// parseClause reads a line of a certificate: literals that end with 0.
func parseClause(line string) (clause []int) {
	for _, field := range strings.Fields(line) {
		if n, err := strconv.Atoi(field); err == nil && n != 0 {
			clause = append(clause, n)
		}
	}
	return clause
}
