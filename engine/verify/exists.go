package verify

import (
	"knead/engine/verify/sat"
	"knead/rules"
)

// decide answers the open questions. Whatever the finder finds is replayed by the
// evaluator; where it finds nothing, a fresh solver and its certificate decide.
func (a *audit) decide() {
	signals := make([]sat.Node, len(a.open))
	for i := range a.open {
		signals[i] = a.open[i].signal
	}
	f := sat.NewFinder(a.Circuit, a.constraints, signals)
	for i := range a.open {
		a.add(a.exists(&a.open[i], f))
	}
	a.open = nil
}

func (a *audit) exists(e *existence, f *sat.Finder) Finding {
	found := e.finding
	if in := a.found(e, f); in != nil {
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

// found returns answers under which the signal holds, if the evaluator confirms them.
func (a *audit) found(e *existence, f *sat.Finder) *rules.Intake {
	if found, ok := f.Find(e.signal); ok {
		if in := a.decode(found); e.shows(in) {
			return in
		}
	}
	return nil
}
