package sat

import "context"

// Finder looks for assignments under many signals of one circuit, with one solver. That it
// finds none proves nothing: it is for what can be confirmed in another way.
type Finder struct {
	formula *Formula
	solver  *solver
}

// NewFinder returns a finder for the signals.
func NewFinder(c *Circuit, constraints func(input Node) []Node, signals []Node) *Finder {
	f := NewFormula(c, constraints)
	for _, n := range signals {
		f.define(n)
	}
	return &Finder{f, newSolver(f)}
}

// Find returns an assignment under which the signal holds; it reports false when it finds
// none. Once the context has ended it finds nothing more.
func (f *Finder) Find(ctx context.Context, signal Node) (Assignment, bool) {
	if signal == No || ctx.Err() != nil {
		return Assignment{}, false
	}
	status, model := f.solver.solve(ctx, []int{f.formula.define(signal)}, nil)
	return Assignment{f.formula, model}, status == Satisfiable
}
