package sat

import (
	"strconv"
	"strings"

	"github.com/crillab/gophersat/solver"
)

// Verdict is what the solver says about a formula.
type Verdict struct {
	Status     Status
	Assignment Assignment // Satisfiable
	// Learned is the certificate of what is Contradictory: clauses, each of which follows
	// from those before by unit propagation.
	Learned [][]int
}

// Status is the outcome of a search.
type Status uint8

const (
	Undecided     Status = iota // the budget ran out
	Satisfiable                 // there is an assignment
	Contradictory               // there is none
)

// Solve looks for an assignment that satisfies the formula, with a fresh solver, so that
// what it learns follows from the formula alone. It gives up when it has learned more
// clauses than the budget.
func Solve(f *Formula, budget int) Verdict {
	problem := solver.ParseSliceNb(f.clauses, f.vars)
	if problem.Status == solver.Unsat {
		return Verdict{Status: Contradictory}
	}
	s := solver.New(problem)
	s.Certified = true
	s.CertChan = make(chan string)
	done := make(chan solver.Status, 1)
	go func() { done <- s.Solve() }() // the library hands out its certificate while it runs
	var learned [][]int
	for {
		select {
		case line := <-s.CertChan:
			if clause := parseClause(line); len(clause) > 0 {
				learned = append(learned, clause)
			}
			if len(learned) > budget {
				return Verdict{} // the solver stays blocked at its next line and is forgotten
			}
		case status := <-done:
			if status == solver.Unsat {
				return Verdict{Status: Contradictory, Learned: learned}
			}
			if status == solver.Sat {
				return Verdict{Status: Satisfiable, Assignment: newAssignment(f, s.Model())}
			}
			return Verdict{}
		}
	}
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
