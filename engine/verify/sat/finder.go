package sat

import (
	"context"

	"github.com/crillab/gophersat/solver"
)

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
// none. Once the context has ended it finds nothing more.
func (f *Finder) Find(ctx context.Context, signal Node) (Assignment, bool) {
	if signal == No || ctx.Err() != nil {
		return Assignment{}, false
	}
	f.solver.Certified = false // Assume would write to the certificate, which nobody reads yet
	f.solver.Assume([]solver.Lit{solver.IntToLit(int32(f.formula.define(signal)))})
	if search(ctx, f.solver, func([]int) bool { return true }) != solver.Sat {
		return Assignment{}, false
	}
	return newAssignment(f.formula, f.solver.Model()), true
}
