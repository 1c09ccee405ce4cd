package verify

import (
	"flag"
	"os"
	"runtime/debug"
	"slices"
	"testing"

	"knead/rules"
)

var tinyPacks = flag.Int("tiny", 2000, "how many random packs to compare with brute force")

// TestMain lets garbage wait: most of what the tests do is to evaluate once more.
func TestMain(m *testing.M) {
	debug.SetGCPercent(300)
	os.Exit(m.Run())
}

// TestAgainstBruteForce compares every verdict on random tiny packs with what comes out
// when every intake is tried.
func TestAgainstBruteForce(t *testing.T) {
	t.Parallel()
	counts := map[Status]int{}
	enumerated := 0
	tried := 0
	for seed := uint64(1); tried < *tinyPacks; seed++ {
		program := tinyProgram(seed)
		if program == nil {
			continue
		}
		tried++
		p := program.Pack()
		broken := make([]bool, len(p.Invariants))
		everybody(p, func(in *rules.Intake) bool {
			for i := range p.Invariants {
				broken[i] = broken[i] || !holds(program, &p.Invariants[i], in)
			}
			return slices.Contains(broken, false)
		})
		for i, f := range proved(t, program, Options{}) {
			counts[f.Status]++
			if f.Status == Proved && f.How[:len("sat + e")] == "sat + e" {
				enumerated++
			}
			want := Proved
			if broken[i] {
				want = Refuted
			}
			if f.Status != want {
				t.Errorf("seed %d, invariant %d: %v (%s), brute force says %v", seed, i, f.Status, f.How, want)
			}
		}
		if t.Failed() && tried > 50 {
			break
		}
	}
	t.Logf("%d packs: %d proved (%d of them by enumeration too), %d refuted", tried, counts[Proved], enumerated, counts[Refuted])
	if *tinyPacks >= 2000 && (counts[Proved] < 500 || counts[Refuted] < 500 || enumerated < 100) {
		t.Error("the random packs are too easy")
	}
}
