package schema

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func TestPacksFitTheirSchema(t *testing.T) {
	s := compiled(t, "pack", nil)
	backcare, _ := packs.Open(packs.Default)
	starter, _ := packs.Open("starter")
	for _, files := range []fs.FS{backcare, starter, smallFiles()} {
		for name, tree := range packTrees(t, files) {
			if err := accepts(t, s, tree); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestPackSchemaAgreesWithTheParser changes the files of packs at random. What the schema
// refuses, the parser refuses; what the parser refuses because of the shape of one file,
// the schema refuses.
func TestPackSchemaAgreesWithTheParser(t *testing.T) {
	s := compiled(t, "pack", nil)
	starter, _ := packs.Open("starter")
	for name, files := range map[string]fs.FS{"small": smallFiles(), "starter": starter} {
		t.Run(name, func(t *testing.T) {
			good := packTrees(t, files)
			rapid.Check(t, func(t *rapid.T) {
				trees := maps.Clone(good)
				file := rapid.SampledFrom(slices.Sorted(maps.Keys(good))).Draw(t, "file")
				changed := &change{t: t, left: rapid.IntRange(0, count(good[file])-1).Draw(t, "where")}
				trees[file] = changed.apply(good[file])
				refused := s.Validate(decoded(t, trees[file]))
				_, problems := packfile.Parse(written(t, trees))
				errs := problems.Errors()
				if refused != nil && errs == nil {
					t.Fatalf("only the schema refuses %s: %v", changed.what, refused)
				}
				if refused == nil && slices.ContainsFunc(errs, ofShape) {
					t.Fatalf("only the parser refuses %s: %v", changed.what, errs)
				}
			})
		})
	}
}

// ofShape reports whether a problem is one that the shape of a file alone shows.
func ofShape(p rules.Problem) bool {
	switch p.Code {
	case "unknown-key", "missing-key", "unknown-word", "empty-list", "empty-text", "bad-id", "bad-region", "no-effect",
		"unknown-placeholder", "placeholder-not-shown", "condition-keys", "comparison-keys", "empty-comparison", "sessions-twice":
		return true
	}
	return false
}

// change is a random change at one place of a tree.
type change struct {
	t    *rapid.T
	left int // values to pass before the place
	what string
}

func count(v any) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, item := range v {
			n += count(item)
		}
	case []any:
		for _, item := range v {
			n += count(item)
		}
	}
	return n
}

// apply returns a copy of the value with the change.
func (c *change) apply(v any) any {
	if c.left == 0 {
		c.left--
		return c.alter(v)
	}
	c.left--
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			m[k] = c.apply(v[k])
		}
		return m
	case []any:
		l := []any{}
		for _, item := range v {
			l = append(l, c.apply(item))
		}
		return l
	}
	return v
}

func (c *change) alter(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if m := maps.Clone(v); len(m) > 0 && rapid.Bool().Draw(c.t, "remove") {
			key := rapid.SampledFrom(slices.Sorted(maps.Keys(m))).Draw(c.t, "key")
			delete(m, key)
			c.what = "the missing key " + key
			return m
		} else if rapid.Bool().Draw(c.t, "add") {
			m["new_key"] = "value"
			c.what = "a new key"
			return m
		}
	case []any:
		if rapid.Bool().Draw(c.t, "empty") {
			c.what = "an empty list"
			return []any{}
		}
	}
	other := rapid.SampledFrom([]any{"Unknown word", " ", "{emergency}", "{x}", json.Number("-7"), json.Number("2000000"), json.Number("0.3"), true, nil, []any{}, map[string]any{}, []any{"some_id"}}).Draw(c.t, "other")
	data, _ := json.Marshal([]any{v, other})
	c.what = "another value: " + string(data[:min(len(data), 300)])
	return other
}

func decoded(t *rapid.T, v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// written writes a pack's files as JSON, which is YAML.
func written(t *rapid.T, trees map[string]any) fs.FS {
	files := fstest.MapFS{}
	for name, tree := range trees {
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// TestSchemaFilesAreWritten keeps what documents and editors refer to.
func TestSchemaFilesAreWritten(t *testing.T) {
	for _, name := range Names() {
		if name == "intake" || name == "result-compact" {
			continue
		}
		if _, err := os.Stat(name + ".schema.json"); err != nil {
			t.Error(err)
		}
	}
}
