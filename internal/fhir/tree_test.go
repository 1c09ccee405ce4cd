package fhir

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"knead/rules"
)

// TestPlaces holds values on several lines, behind characters of several bytes, to their places.
func TestPlaces(t *testing.T) {
	data := []byte(`{"ab": "क😀 é",` + "\r\n" + ` "é😀": ["ñ", 7,` + "\n\n" + ` {"x" : null, "y":true}], "z": "w"}`)
	root, faults := readTree(data, "r.json")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	place := func(token string) rules.Pos {
		before := data[:bytes.Index(data, []byte(token))]
		start := bytes.LastIndexByte(before, '\n') + 1
		return rules.Pos{File: "r.json", Line: 1 + bytes.Count(before, []byte("\n")), Col: 1 + utf8.RuneCount(before[start:])}
	}
	list := root.list("é😀")
	for token, v := range map[string]*value{
		`{"ab`: root, `"क`: root.get("ab"), `["ñ"`: root.get("é😀"), `"ñ"`: list[0], `7`: list[1], `{"x"`: list[2], `null`: list[2].parts[0], `true`: list[2].get("y"), `"w"`: root.get("z"),
	} {
		if want := place(token); v.pos != want {
			t.Errorf("%s is at %v, want %v", token, v.pos, want)
		}
	}
}

// TestManyComplaintsAreQuick gives the importer as many faults as a file can hold, all in
// one line. Time that grows with the square of their number does not end here.
func TestManyComplaintsAreQuick(t *testing.T) {
	const head, many = `{"resourceType":"QuestionnaireResponse","status":"completed","item":[`, 450_000
	in, problems := NewImporter(small(t)).Import([]byte(head+strings.Repeat("7,", many-1)+"7]}"), "")
	if in != nil || len(problems) != many {
		t.Fatalf("%d complaints", len(problems))
	}
	if last := problems[many-1].Pos.Col; last != len(head)+2*many-1 {
		t.Errorf("the last fault is said to be at column %d", last)
	}
}
