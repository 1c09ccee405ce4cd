package verify

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// Example returns the plainest intake found for which a condition is true, or is false. The
// condition may read the pack's questions otherwise than the pack does. Proved means that
// there is none.
func (m *Model) Example(c *rules.Condition, truth bool) (*rules.Intake, Status) {
	m = m.telling(c)
	want := engine.False
	if truth {
		want = engine.True
	}
	shows := func(in *rules.Intake) bool { return m.program.Truth(in, c) == want }
	f := m.search(Options{}, shows, nil, m.condition(c, surely, !truth))
	return f.Witness, f.Status
}

// telling returns a model that tells apart all numbers that the condition does: this one,
// or another of the same pack.
func (m *Model) telling(c *rules.Condition) *Model {
	other := newModel(m.program, newCircuit())
	other.asked = []*rules.Condition{c}
	cuts, same := other.intCuts(), true
	for q := range cuts {
		same = same && slices.Equal(cuts[q], m.domains[q].cuts)
	}
	if same {
		return m
	}
	other.build(cuts)
	return other
}
