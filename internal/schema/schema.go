// Package schema holds JSON Schemas (2020-12) of what knead reads and writes, for editors
// and other programs. The schemas of packs, results, explanations and rejected records are files; that
// of an intake follows from a pack's questions.
//
// A schema says less than the program checks: nothing about references between ids, repeated
// keys, or how a number is spelled. What it refuses, the program refuses too.
package schema

import (
	"bytes"
	"embed"
	"encoding/json"
	"maps"
	"slices"

	"knead/rules"
)

//go:embed *.schema.json
var files embed.FS

// Names are the schemas there are.
func Names() []string {
	return []string{"pack", "intake", "result", "result-compact", "explanation", "reject"}
}

// Of returns one of [Names], in UTF-8 with a line end. The intake is one of the pack's.
func Of(name string, p *rules.Pack) ([]byte, error) {
	switch name {
	case "intake":
		return indented(intake(p))
	case "result-compact":
		full, err := files.ReadFile("result.schema.json")
		if err != nil {
			return nil, err
		}
		return compact(full)
	}
	return files.ReadFile(name + ".schema.json")
}

// Line is the comment that makes editors with a YAML language server complete the keys of a
// pack's files and mark mistakes, for a schema that stands at that path.
func Line(path string) string { return "# yaml-language-server: $schema=" + path + "\n" }

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// compact makes the schema of compact results out of that of full ones: the same without
// the keys that compact results leave out.
func compact(full []byte) ([]byte, error) {
	var s map[string]any
	if err := json.Unmarshal(full, &s); err != nil {
		return nil, err
	}
	s["$id"] = "https://knead.example/schema/result-compact.schema.json"
	s["title"] = "A result of knead, compact form"
	drop(s, "answers", "changed")
	for name, property := range s["properties"].(map[string]any) {
		switch name {
		case "pack":
		case "actions":
			drop(property, "name", "sources", "matters")
		default:
			drop(property, "name", "text", "sources", "matters")
		}
	}
	drop(s["$defs"], "text")
	return indented(s)
}

// drop removes keys from every object schema within v.
func drop(v any, keys ...string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			drop(item, keys...)
		}
	case map[string]any:
		properties, isObject := v["properties"].(map[string]any)
		if isObject {
			if required, is := v["required"].([]any); is {
				v["required"] = slices.DeleteFunc(required, func(name any) bool { return slices.Contains(keys, name.(string)) })
			}
			maps.DeleteFunc(properties, func(key string, _ any) bool { return slices.Contains(keys, key) })
		}
		for _, item := range v {
			drop(item, keys...)
		}
	}
}
