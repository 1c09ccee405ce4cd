package verify

import "testing"

// TestEnumerationNeverConfirmsBroken makes sure that the enumeration, by itself, never says
// that an invariant holds which an intake breaks.
func TestEnumerationNeverConfirmsBroken(t *testing.T) {
	t.Parallel()
	tried, refuted := 0, 0
	for seed := uint64(1); tried < *tinyPacks; seed++ {
		program := tinyProgram(seed)
		if program == nil {
			continue
		}
		tried++
		m, p := newModel(program), program.Pack()
		for i, f := range proveAll(m, query{t.Context(), Options{Quick: true}}) {
			if f.Status != Refuted {
				continue
			}
			refuted++
			if points, holds := m.enumerated(&p.Invariants[i]); holds {
				t.Errorf("seed %d, invariant %d is broken, but holds on an enumeration of %d", seed, i, points)
			}
		}
	}
	t.Logf("%d packs, %d refuted", tried, refuted)
}

// proveAll decides every invariant with one model.
func proveAll(m *model, q query) []Finding {
	findings := make([]Finding, len(m.pack.Invariants))
	m.prove(q, findings, 0, 1)
	return findings
}
