package engine_test

import (
	"testing"

	"knead/engine"
)

// TestTablesComeLater decides as often by the interpreter as a program does before it makes
// tables, and beyond, and expects the same.
func TestTablesComeLater(t *testing.T) {
	defer engine.InterpretFirst(3)()
	for i := range 20 {
		d := seededDice(*seed<<32 + uint64(i))
		pack := randomPack(d)
		g := newPeople(pack, d)
		program, err := engine.Compile(pack)
		if err != nil {
			t.Fatal(err)
		}
		f := program.NewFacts()
		var decided [7]engine.Decision
		in := g.stranger()
		for k := range decided {
			f.Load(g.stranger()) // what is left of others
			program.DecideFacts(f, new(engine.Decision))
			f.Load(in)
			program.DecideFacts(f, &decided[k])
			if !decided[k].Equal(&decided[0]) {
				t.Fatalf("pack %d, evaluation %d: %+v, before %+v", i, 2*k+2, decided[k], decided[0])
			}
		}
	}
}
