package fastread

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
)

// oddPack returns the embedded pack with optional questions that it has none of: sets of
// every size, long ids that begin alike, wide ranges, several texts.
func oddPack(t testing.TB) *engine.Program {
	t.Helper()
	pack := *backcare(t).Pack()
	pack.Questions = slices.Clip(pack.Questions)
	id := func(i int) string {
		name := strings.Repeat("worse_bending_", 5)[:i*7%60]
		return fmt.Sprintf("%sw%d", name, i)
	}
	add := func(q rules.Question, options int) {
		q.ID, q.Unsure = id(len(pack.Questions)), q.Kind != rules.FreeText
		for i := range options {
			q.Options = append(q.Options, rules.Option{ID: id(i)})
		}
		pack.Questions = append(pack.Questions, q)
	}
	for _, n := range []int{1, 6, 7, 12, 24, 25, 30, 31, 63, 64} {
		add(rules.Question{Kind: rules.Multi}, n)
		add(rules.Question{Kind: rules.Multi, AtLeastOne: true}, n)
		add(rules.Question{Kind: rules.Choice}, n)
	}
	for _, bounds := range [][2]int{{99, 101}, {-3, 3}, {990, 1500}, {-1_000_000, 1_000_000}, {0, 4095}, {0, 4096}, {-999_999, -99}} {
		add(rules.Question{Kind: rules.Int, Min: bounds[0], Max: bounds[1]}, 0)
	}
	for range 3 {
		add(rules.Question{Kind: rules.FreeText, Max: 200}, 0)
	}
	program, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return program
}
