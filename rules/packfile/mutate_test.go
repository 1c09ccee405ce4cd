package packfile

import (
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"
)

// TestMutatedPacks replaces values anywhere in the small pack by values of other shapes
// and expects that the parser never panics, and returns a pack exactly when nothing is
// wrong.
func TestMutatedPacks(t *testing.T) {
	files := editedSmall(t, "")
	rapid.Check(t, func(t *rapid.T) {
		changed := fstest.MapFS{}
		for _, name := range []string{"pack.yaml", "questions.yaml", "rules.yaml", "therapies.yaml"} {
			changed[name] = &fstest.MapFile{Data: mutated(t, files[name].Data)}
		}
		p, problems := Parse(changed)
		if (p == nil) != (problems.Errors() != nil) {
			t.Fatalf("pack %v with problems %v", p != nil, problems)
		}
		if p == nil {
			return
		}
		p.Texts()
		for i := range p.Rules {
			p.Words(p.Rules[i].When)
		}
	})
}

// mutated returns a YAML file in which at most one value is replaced, dropped or doubled.
func mutated(t *rapid.T, data []byte) []byte {
	if rapid.IntRange(0, 2).Draw(t, "leave") == 0 {
		return data
	}
	var doc, copied yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || yaml.Unmarshal(data, &copied) != nil {
		t.Fatal("the small pack is not YAML")
	}
	var inner, others []*yaml.Node
	collect(&doc, &inner)
	collect(&copied, &others)
	n := inner[rapid.IntRange(1, len(inner)-1).Draw(t, "node")]
	words := []string{"", "x", "age", "book", "deep", "always", "12", "-1", "0.5", "true", "null", "none", "unsure", "tag:heat", "{urgent}"}
	switch rapid.IntRange(0, 5).Draw(t, "change") {
	case 0:
		*n = yaml.Node{Kind: yaml.ScalarNode, Value: rapid.SampledFrom(words).Draw(t, "word")}
	case 1:
		*n = yaml.Node{Kind: yaml.SequenceNode}
	case 2:
		*n = yaml.Node{Kind: yaml.MappingNode}
	case 3:
		n.Content = nil
	case 4:
		*n = *others[rapid.IntRange(1, len(inner)-1).Draw(t, "other")]
	case 5:
		n.Content = append(n.Content, n.Content...)
	}
	out, err := yaml.Marshal(&doc)
	if err != nil {
		return data
	}
	return out
}

// collect lists a node and all below it.
func collect(n *yaml.Node, found *[]*yaml.Node) {
	*found = append(*found, n)
	for _, c := range n.Content {
		collect(c, found)
	}
}
