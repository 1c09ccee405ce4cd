package notes_test

import (
	"testing"

	"knead/engine/notes"
	"knead/rules/packs"
)

// BenchmarkNew makes the reader of the embedded pack.
func BenchmarkNew(b *testing.B) {
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		notes.New(p)
	}
}
