package verify

import (
	"testing"
	"time"

	"knead/engine"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func load(t testing.TB, name string) *engine.Program {
	t.Helper()
	files, _ := packs.Open(name)
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	p, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestEmbeddedPacks proves everything about the embedded packs.
func TestEmbeddedPacks(t *testing.T) {
	for _, name := range packs.Names() {
		m := NewModel(load(t, name))
		start := time.Now()
		for _, f := range append(m.Prove(Options{}), m.Audit(Options{})...) {
			if !f.InOrder() {
				t.Errorf("%s: %s %s: %s: %s (%s)", f.Pos, f.Property, f.Subject, f.Status, f.Message, f.How)
			}
		}
		t.Log(name, time.Since(start))
	}
}

// TestBudget makes sure that a question given up is never taken for a proof.
func TestBudget(t *testing.T) {
	m := NewModel(load(t, packs.Default))
	open := 0
	for _, f := range m.Prove(Options{Budget: 1, Quick: true}) {
		switch {
		case f.Status == NotDecided:
			open++
		case f.Status == Refuted:
			t.Errorf("%s is refuted", f.Subject)
		}
	}
	if open == 0 {
		t.Error("the solver never ran out of a budget of one clause")
	}
}
