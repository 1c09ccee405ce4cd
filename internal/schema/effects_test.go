package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"knead/rules"
)

// TestSchemasHoldEveryEffect looks for each kind of effect where packs write it, and where
// results and cases list it.
func TestSchemasHoldEveryEffect(t *testing.T) {
	type object struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	read := func(name string) (o object) {
		data, err := Of(name, nil)
		if err == nil {
			err = json.Unmarshal(data, &o)
		}
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	effect, result := read("pack").Defs["effect"].Properties, read("result").Properties
	for k := range rules.EffectKinds {
		if key, _, _ := strings.Cut(k.Key(), "."); effect[key] == nil {
			t.Errorf("the schema of packs lacks the effect %s", k.Key())
		}
		if k.List() != "" && result[k.List()] == nil {
			t.Errorf("the schema of results lacks %s", k.List())
		}
	}
}
