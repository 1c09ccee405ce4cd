package schema

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

func backcare(t testing.TB) *rules.Pack {
	t.Helper()
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func small(t testing.TB) *rules.Pack {
	t.Helper()
	p, problems := packfile.Parse(smallFiles())
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	return p
}

func smallFiles() fs.FS { return os.DirFS("../../rules/packfile/testdata/small") }

func compiled(t testing.TB, name string, p *rules.Pack) *jsonschema.Schema {
	t.Helper()
	data, err := Of(name, p)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json") // checks it against the schema of schemas
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// accepts reports whether the schema accepts a value, and why not.
func accepts(t testing.TB, s *jsonschema.Schema, v any) error {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document)
}

// tree reads YAML as JSON values, dates as text as knead takes them.
func tree(t testing.TB, data []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		t.Fatal(err)
	}
	return plain(t, n.Content[0])
}

func plain(t testing.TB, n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		l := []any{}
		for _, item := range n.Content {
			l = append(l, plain(t, item))
		}
		return l
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

// packTrees returns the files of a pack, tests and translations excepted.
func packTrees(t testing.TB, files fs.FS) map[string]any {
	t.Helper()
	trees := map[string]any{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (name == "tests" || name == "lang") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".yaml") {
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err == nil {
			trees[name] = tree(t, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return trees
}
