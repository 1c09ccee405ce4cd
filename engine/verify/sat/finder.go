package sat

import "github.com/crillab/gophersat/solver"

// Finder looks for assignments under many signals of one circuit, with one solver. That it
// finds none proves nothing: it is for what can be confirmed in another way.
type Finder struct {
	formula *Formula
	solver  *solver.Solver
}

// NewFinder returns a finder for the signals.
func NewFinder(c *Circuit, constraints func(input Node) []Node, signals []Node) *Finder {
	f := NewFormula(c, constraints)
	for _, n := range signals {
		f.define(n)
	}
	return &Finder{f, solver.New(solver.ParseSliceNb(f.clauses, f.vars))}
}

// Find returns an assignment under which the signal holds; it reports false when it finds
// none.
func (f *Finder) Find(signal Node) (Assignment, bool) {
	if signal == No {
		return Assignment{}, false
	}
	f.solver.Assume([]solver.Lit{solver.IntToLit(int32(f.formula.define(signal)))})
	if f.solver.Solve() != solver.Sat {
		return Assignment{}, false
	}
	return newAssignment(f.formula, f.solver.Model()), true
}
