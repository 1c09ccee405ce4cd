package fhir

import (
	"os"
	"strings"
	"testing"
)

func TestCodes(t *testing.T) {
	p := backcare(t).Pack()
	data, err := os.ReadFile("../../docs/fhir-codes.json")
	if err != nil {
		t.Fatal(err)
	}
	codes, err := ParseCodes(data, p)
	if err != nil {
		t.Fatal(err)
	}
	q, _ := NewQuestionnaire(p, Wording{})
	codes.Add(q)
	var b strings.Builder
	if err := Write(&b, q); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `"url": "`+extInitial+`"`); n != len(codes.Initial) {
		t.Errorf("%d questions are filled in, want %d", n, len(codes.Initial))
	}
	for _, want := range []string{`"url": "` + extLaunchContext + `"`, `"code": "72514-3"`, `"copyright": "This material contains content from LOINC`, `"code": "161891005"`} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("expected %s once", want)
		}
	}
}

func TestCodesRefused(t *testing.T) {
	p := small(t).Pack()
	for input, want := range map[string]string{
		`{`:                "too early",
		`{"questions":{}}`: "copyright",
		`{"copyright":"c","questions":{"agee":[]}}`:            `did you mean "age"?`,
		`{"copyright":"c","questions":{"age":[{"code":"1"}]}}`: "needs a system",
		`{"copyright":"c","initial":{"agee":"1"}}`:             `did you mean "age"?`,
		`{"copyright":"c","variables":{"a b":"x"}}`:            `variable "a b"`,
		`{"copyright":"c","extract":["age"]}`:                  `question "age" is to be extracted and has no code`,
		`{"copyright":"c","codes":{}}`:                         "expected the keys",
	} {
		if _, err := ParseCodes([]byte(input), p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", input, err, want)
		}
	}
}
