package verify

import (
	"math/bits"

	"knead/engine/verify/sat"
	"knead/rules"
)

// smallestBudget is how many clauses the solver may learn to find a smaller intake, or to see
// that there is none. Beyond it the smallest found so far will do.
const smallestBudget = 2000

// smallest returns the smallest intake found, by size, under which the signals hold and which
// shows it; in is one.
func (m *Model) smallest(in *rules.Intake, shows func(*rules.Intake) bool, signals ...sat.Node) *rules.Intake {
	sizes := m.sizes()
	for n := size(m.pack, in); n > 0; n = size(m.pack, in) {
		f := sat.NewFormula(m.Circuit, m.constraints)
		for _, s := range append(signals[:len(signals):len(signals)], -m.AtLeast(n, sizes)) {
			f.Assert(s)
		}
		v := sat.Solve(f, smallestBudget)
		if v.Status != sat.Satisfiable {
			return in
		}
		next := m.decode(v.Assignment)
		if !shows(next) || size(m.pack, next) >= n {
			return in
		}
		in = shrink(m.pack, next, shows)
	}
	return in
}

// size counts what an intake says: its answers, those that are unsure twice, and the ticks of
// a Multi.
func size(p *rules.Pack, in *rules.Intake) (n int) {
	for q, a := range in.Answers {
		if a.State == rules.Unanswered {
			continue
		}
		n++
		if a.State == rules.Unsure {
			n++
		}
		if p.Questions[q].Kind == rules.Multi {
			n += bits.OnesCount64(a.Ticks)
		}
	}
	return n
}

// sizes returns the signals that size counts.
func (m *Model) sizes() (in []sat.Node) {
	for q := range m.domains {
		d := &m.domains[q]
		in = append(in, -d.blank)
		if d.unsure != sat.No {
			in = append(in, d.unsure)
		}
		if m.pack.Questions[q].Kind == rules.Multi {
			in = append(in, d.values...)
		}
	}
	return in
}
