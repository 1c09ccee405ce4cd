package fastwrite

import (
	"testing"

	"knead/engine"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// backcare returns the embedded pack, compiled.
func backcare(t testing.TB) *engine.Program {
	t.Helper()
	files, _ := packs.Open(packs.Default)
	p, problems := packfile.Parse(files)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}
