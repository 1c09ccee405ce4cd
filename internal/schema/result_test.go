package schema

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"knead/engine"
	"knead/internal/batch"
	"knead/internal/gen"
	"knead/rules"
)

// TestResultsFitTheirSchemas evaluates random intakes and some that are no intakes.
// Every line of output fits its schema, and no longer does when any part is taken away or
// of another type.
func TestResultsFitTheirSchemas(t *testing.T) {
	p := backcare(t)
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	input, rejects := filepath.Join(folder, "in.jsonl"), filepath.Join(folder, "rejects.jsonl")
	intakes := people(p)
	intakes = append(intakes, "{\n7\n{\"answers\":{\"age\":141}}\n{\"id\":\"x\",\"answers\":{\"aeg\":\"\xff\"}}\n"...)
	if err := os.WriteFile(input, intakes, 0o600); err != nil {
		t.Fatal(err)
	}
	reject := compiled(t, "reject", p)
	for name, full := range map[string]bool{"result": true, "result-compact": false} {
		var out bytes.Buffer
		_, err := batch.Run(context.Background(), batch.Options{Program: program, Inputs: []string{input}, Stdout: &out, Rejects: rejects, Full: full, Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		lines(t, out.Bytes(), compiled(t, name, p), reject)
	}
	data, err := os.ReadFile(rejects)
	if err != nil {
		t.Fatal(err)
	}
	lines(t, data, nil, reject)
}

// lines checks each line with the schema for its format. Every 40th is spoiled in every way.
func lines(t *testing.T, data []byte, result, reject *jsonschema.Schema) {
	t.Helper()
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, 1<<20)
	n := 0
	for ; scanner.Scan(); n++ {
		var v map[string]any
		if err := json.Unmarshal(scanner.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		s := reject
		if v["format"] == engine.ResultFormat {
			s = result
		}
		if err := s.Validate(v); err != nil {
			t.Fatalf("%v\n%s", err, scanner.Bytes())
		}
		if n%40 == 0 || s == reject {
			spoil(t, s, v)
		}
	}
	if n == 0 {
		t.Fatal("no output")
	}
}

// spoil takes each key of each object away, adds one, and changes each value's type.
func spoil(t *testing.T, s *jsonschema.Schema, v map[string]any) {
	t.Helper()
	check := func(what string) {
		if s.Validate(v) == nil {
			data, _ := json.Marshal(v)
			t.Fatalf("the schema accepts %s in\n%s", what, data)
		}
	}
	visit(v, func(m map[string]any) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			old := m[k]
			if !strings.HasPrefix(k, "text_") && k != "text" || m["format"] == nil {
				delete(m, k)
				check("a missing " + k)
			}
			m[k] = map[string]any{"other": 1}
			check("another type of " + k)
			m[k] = old
		}
		m["new_key"] = 1
		check("a new key")
		delete(m, "new_key")
	})
}

func visit(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			visit(v[k], f)
		}
		f(v)
	case []any:
		for _, item := range v {
			visit(item, f)
		}
	}
}

// people are 600 intakes as JSONL, half of them arbitrary.
func people(p *rules.Pack) (data []byte) {
	for seed := range uint64(2) {
		c := gen.Plausible(p, seed)
		c.Arbitrary = seed == 1
		for range 300 {
			data = append(gen.Spelling{}.AppendJSON(data, c.Next(), p), '\n')
		}
	}
	return data
}
