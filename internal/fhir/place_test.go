package fhir

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"knead/rules"
)

// TestPlaces asks for places forwards and backwards, across lines and long lines.
func TestPlaces(t *testing.T) {
	data := []byte(strings.Repeat("ab\nक😀 é", 300) + "\n" + strings.Repeat("é", 3000))
	p := places{data: data, file: "r.json"}
	for _, offset := range []int{0, len(data) + 5, len(data), 1024, 1023, 5, 2048, 4096, 2050, 3, 4, len(data) - 2} {
		for offset < len(data) && !utf8.RuneStart(data[offset]) {
			offset++
		}
		before := data[:min(offset, len(data))]
		start := bytes.LastIndexByte(before, '\n') + 1
		want := rules.Pos{File: "r.json", Line: 1 + bytes.Count(before, []byte("\n")), Col: 1 + utf8.RuneCount(before[start:])}
		if got := p.at(offset); got != want {
			t.Errorf("offset %d is at %v, want %v", offset, got, want)
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
