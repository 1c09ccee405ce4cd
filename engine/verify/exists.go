package verify

import (
	"github.com/crillab/gophersat/solver"

	"knead/rules"
)

// decide answers the open questions with one solver. Whatever it finds is replayed by the
// evaluator; where it finds nothing, a fresh solver and its certificate decide.
func (a *audit) decide() {
	f := newClauses(a.circuit, a.constraints)
	for i := range a.open {
		f.define(a.open[i].signal)
	}
	problem := solver.ParseSliceNb(f.list, f.vars)
	s := solver.New(problem)
	for i := range a.open {
		a.add(a.exists(&a.open[i], f, s))
	}
	a.open = nil
}

func (a *audit) exists(e *existence, f *clauses, s *solver.Solver) Finding {
	found := e.finding
	if in := a.assume(e, f, s); in != nil {
		found.Status, found.How = Proved, "sat + evaluation"
		if e.unwanted {
			found.Status, found.Witness = Refuted, shrink(a.pack, in, e.shows)
		}
		return found
	}
	signal := e.signal
	if e.wider != nil {
		signal = e.wider()
	}
	decided := a.search(a.options, e.shows, nil, signal)
	found.How = decided.How
	switch {
	case decided.Status == Proved && e.unwanted, decided.Status == Refuted && !e.unwanted:
		found.Status = Proved
	case decided.Status == Proved:
		found.Status = Refuted
	case decided.Status == Refuted:
		found.Status, found.Witness = Refuted, decided.Witness
	}
	return found
}

// assume looks for answers under which the signal holds and which the evaluator confirms.
func (a *audit) assume(e *existence, f *clauses, s *solver.Solver) *rules.Intake {
	if e.signal == no || a.tooWide {
		return nil
	}
	s.Assume([]solver.Lit{solver.IntToLit(int32(f.define(e.signal)))})
	if s.Solve() != solver.Sat {
		return nil
	}
	in := a.decode(f, append([]bool{false}, s.Model()...))
	if !e.shows(in) {
		return nil
	}
	return in
}
