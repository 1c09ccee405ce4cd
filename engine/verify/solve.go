package verify

import (
	"strconv"
	"strings"

	"github.com/crillab/gophersat/solver"
)

// verdict is what a solver says about a formula.
type verdict struct {
	status  status
	model   []bool  // satisfiable: by variable, from 1
	learned [][]int // contradictory: each follows from those before by unit propagation
}

type status uint8

const (
	undecided status = iota
	satisfiable
	contradictory
)

// gophersat is the solver of that name, fresh for each formula, so that what it learns
// follows from the formula alone.
type gophersat struct{}

func (gophersat) solve(f *clauses, budget int) verdict {
	problem := solver.ParseSliceNb(f.list, f.vars)
	if problem.Status == solver.Unsat {
		return verdict{status: contradictory}
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
				return verdict{} // the solver stays blocked at its next line and is forgotten
			}
		case status := <-done:
			if status == solver.Unsat {
				return verdict{status: contradictory, learned: learned}
			}
			if status == solver.Sat {
				return verdict{status: satisfiable, model: append([]bool{false}, s.Model()...)}
			}
			return verdict{}
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
