//go:build full

package packtest

import (
	"os"
	"testing"

	"knead/engine"
	"knead/engine/verify"
	"knead/rules"
)

// TestMutationScore puts every small fault into the embedded pack. The cases must notice
// nine in ten of those that change something for somebody, and all that make it less safe.
func TestMutationScore(t *testing.T) {
	program, cases := load(t, os.DirFS("../../rules/packs/backcare"))
	mutants := Mutants(program.Pack())
	same, unnoticed := 0, 0
	for _, m := range survivors(t, program, cases, mutants) {
		faulty, err := engine.Compile(m.Pack())
		if err != nil {
			t.Fatal(err)
		}
		j, err := verify.Equivalent(t.Context(), program, faulty, verify.Options{})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case j.Same:
			same++
		case j.LessSafe:
			t.Errorf("%s: unnoticed, less safe: %s %v", m.Pos, m.What, j.Changes)
			unnoticed++
		default:
			unnoticed++
		}
	}
	all := len(mutants) - same
	t.Logf("%d of %d faults noticed, %d more change nothing for anybody", all-unnoticed, all, same)
	if 10*unnoticed > all {
		t.Errorf("%d of %d faults go unnoticed", unnoticed, all)
	}
}

func survivors(t *testing.T, p *engine.Program, cases []rules.Case, mutants []Mutant) []Mutant {
	t.Helper()
	left, err := Survivors(t.Context(), p, cases, mutants)
	if err != nil {
		t.Fatal(err)
	}
	return left
}
