package verify

import (
	"knead/engine"
	"knead/rules"
)

// Example returns the plainest intake found for which a condition of the pack is true, or
// is false. Proved means that there is none.
func (m *Model) Example(c *rules.Condition, truth bool) (*rules.Intake, Status) {
	want := engine.False
	if truth {
		want = engine.True
	}
	shows := func(in *rules.Intake) bool { return m.program.Truth(in, c) == want }
	f := m.search(Options{}, shows, nil, m.condition(c, surely, !truth))
	return f.Witness, f.Status
}
