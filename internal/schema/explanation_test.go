package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"knead/engine"
	"knead/internal/gen"
)

// TestExplanationsFitTheirSchema explains the intakes of a gen. Every explanation fits,
// and the smallest no longer does when any part is taken away or of another type.
func TestExplanationsFitTheirSchema(t *testing.T) {
	p := backcare(t)
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	s := compiled(t, "explanation", p)
	var smallest []byte
	for seed := range uint64(2) {
		c := gen.Plausible(p, seed)
		c.Arbitrary = seed == 1
		for range 15 {
			e := program.Explain(c.Next(), engine.Voice{})
			data, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			if err := accepts(t, s, e); err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			if smallest == nil || len(data) < len(smallest) {
				smallest = data
			}
		}
	}
	var v map[string]any
	if err := json.Unmarshal(smallest, &v); err != nil {
		t.Fatal(err)
	}
	optional := []string{"options", "range", "pressure", "number"}
	visit(v, func(m map[string]any) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			old := m[key]
			if delete(m, key); !slices.Contains(optional, key) && s.Validate(v) == nil {
				t.Errorf("the schema accepts a missing %q", key)
			}
			if m[key] = map[string]any{"other": 1}; s.Validate(v) == nil {
				t.Errorf("the schema accepts another type of %q", key)
			}
			m[key] = old
		}
	})
}
