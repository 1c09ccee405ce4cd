package verify

import "github.com/crillab/gophersat/solver"

// finder looks for answers under many signals of one circuit, with one solver. That it
// finds none proves nothing: it is for what the evaluator can confirm.
type finder struct {
	*clauses
	solver *solver.Solver
}

// newFinder makes a finder for the signals.
func newFinder(c *circuit, constraints func(input node) []node, signals []node) *finder {
	f := &finder{clauses: newClauses(c, constraints)}
	for _, n := range signals {
		f.define(n)
	}
	f.solver = solver.New(solver.ParseSliceNb(f.list, f.vars))
	return f
}

// find returns a model in which the signal holds, or nil.
func (f *finder) find(signal node) []bool {
	if signal == no {
		return nil
	}
	f.solver.Assume([]solver.Lit{solver.IntToLit(int32(f.define(signal)))})
	if f.solver.Solve() != solver.Sat {
		return nil
	}
	return append([]bool{false}, f.solver.Model()...)
}
