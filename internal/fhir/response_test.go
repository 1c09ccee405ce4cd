package fhir

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestResponseNarrative holds that a response says each of its answers in words of its
// language, and that nothing in them is taken for markup.
func TestResponseNarrative(t *testing.T) {
	program := small(t)
	data := []byte(`{"id":"r-1","answers":{"age":41,"pain_area":["neck"],"fever":true,"nerve_signs":[],"medicines":["steroid","unsure"],"notes":"a <b>&\"c\""}}`)
	in, problems := packfile.ParseIntakes(data, "", packfile.JSON, program.Pack())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := NewResponse(program, in[0], Wording{Audience: rules.Patient})
	if r.Language != "en" || r.Text == nil || r.Text.Status != "generated" {
		t.Fatalf("%+v", r)
	}
	well(t, r.Text.Div)
	p := program.Pack()
	for id, answer := range map[string]string{"age": "41", "fever": "Yes", "nerve_signs": "None of these", "notes": "a &lt;b&gt;&amp;&#34;c&#34;"} {
		want := "<li>" + p.Questions[p.QuestionIndex(id)].Ask.Patient + " " + answer + "</li>"
		if !strings.Contains(r.Text.Div, want) {
			t.Errorf("no %q in\n%s", want, r.Text.Div)
		}
	}
	brief := NewResponse(program, in[0], Wording{Audience: rules.Practitioner})
	if !strings.Contains(brief.Text.Div, "<li>Age: 41</li>") {
		t.Errorf("the practitioner's wording:\n%s", brief.Text.Div)
	}
	if n := strings.Count(r.Text.Div, "<li>"); n != 6 || !strings.Contains(r.Text.Div, "; Not sure, or would rather not say</li>") {
		t.Errorf("%d answers:\n%s", n, r.Text.Div)
	}
}

// TestResponseNarrativeInItsLanguage holds that yes is said in the language of the pack.
func TestResponseNarrativeInItsLanguage(t *testing.T) {
	files, _ := packs.Open(packs.Default)
	p, _ := packfile.Translate(files, "hi", backcare(t).Pack())
	program, err := engine.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	in, problems := packfile.ParseIntakes([]byte(`{"answers":{"desk_job":true}}`), "", packfile.JSON, p)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := NewResponse(program, in[0], Wording{})
	if well(t, r.Text.Div); r.Language != "hi" || !strings.Contains(r.Text.Div, " हाँ</li>") {
		t.Errorf("%s: %s", r.Language, r.Text.Div)
	}
}

// TestNarrativeIsNotRead holds that the import takes nothing from a narrative.
func TestNarrativeIsNotRead(t *testing.T) {
	response := `{"resourceType":"QuestionnaireResponse","status":"in-progress","text":{"status":"generated","div":"<div>age: 41</div>"}}`
	in, _ := NewImporter(small(t)).Import([]byte(response), "")
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(in.Answers); err != nil || strings.Contains(b.String(), "41") {
		t.Error(err, b.String())
	}
}

// well checks that a narrative is XHTML that can be read.
func well(t *testing.T, div string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(div))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, div)
		}
	}
}
