package verify

import (
	"testing"
	"time"

	"knead/engine"
	"knead/rules"
	"knead/rules/packs"
)

func load(t testing.TB, name string) *engine.Program {
	t.Helper()
	files, _ := packs.Open(name)
	pack, problems := rules.ParsePack(files)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	p, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEmbeddedPacks(t *testing.T) {
	for _, name := range packs.Names() {
		start := time.Now()
		m := NewModel(load(t, name))
		t.Log(name, len(m.gates), "gates", time.Since(start))
		for _, f := range m.Prove(Options{}) {
			t.Log(f.Pos, f.Subject, f.Status, f.How, f.Witness)
			if f.Status != Proved {
				t.Errorf("%s: %s: %s (%s)", f.Pos, f.Subject, f.Status, f.How)
			}
		}
		t.Log(time.Since(start))
	}
}

func TestAuditEmbedded(t *testing.T) {
	for _, name := range packs.Names() {
		start := time.Now()
		m := NewModel(load(t, name))
		byProperty := map[string]int{}
		for _, f := range m.Audit(Options{}) {
			byProperty[f.Property+" "+f.Status.String()]++
			if f.Status != Proved {
				t.Logf("%s: %s: %s %s (%s) note=%v", f.Pos, f.Property, f.Status, f.Message, f.How, f.Note)
			}
		}
		t.Log(byProperty)
		t.Log(time.Since(start))
	}
}
