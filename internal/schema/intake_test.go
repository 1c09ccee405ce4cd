package schema

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"knead/rules"
	"knead/rules/packfile"
)

func TestExamplesFitTheIntakeSchema(t *testing.T) {
	s := compiled(t, "intake", backcare(t))
	examples, err := filepath.Glob("../../examples/*.*")
	if err != nil || len(examples) == 0 {
		t.Fatal("no examples", err)
	}
	for _, name := range examples {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := accepts(t, s, tree(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestIntakeSchemaAgreesWithTheParser makes up intakes of JSON values that may or may not
// fit: the schema accepts exactly those that the parser accepts.
func TestIntakeSchemaAgreesWithTheParser(t *testing.T) {
	for name, p := range map[string]*rules.Pack{"backcare": backcare(t), "small": small(t)} {
		t.Run(name, func(t *testing.T) {
			s := compiled(t, "intake", p)
			accepted, all := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				document := drawDocument(t, p)
				data, err := json.Marshal(document)
				if err != nil {
					t.Fatal(err)
				}
				_, problems := packfile.ParseIntakes(data, "in.json", packfile.JSON, p)
				errs := problems.Errors()
				refused := s.Validate(decoded(t, document))
				if (errs == nil) != (refused == nil) {
					t.Fatalf("the parser says: %v\nthe schema says: %v\nof: %s", errs, refused, data)
				}
				all++
				if errs == nil {
					accepted++
				}
			})
			if accepted*20 < all || accepted == all {
				t.Errorf("%d of %d intakes were good: the test tries little", accepted, all)
			}
		})
	}
}

func drawDocument(t *rapid.T, p *rules.Pack) any {
	switch rapid.IntRange(0, 9).Draw(t, "shape") {
	case 0:
		return []any{drawObject(t, p), drawObject(t, p)}
	case 1:
		return rapid.SampledFrom([]any{[]any{}, "text", 7, []any{7}, map[string]any{}}).Draw(t, "other")
	}
	return drawObject(t, p)
}

func drawObject(t *rapid.T, p *rules.Pack) any {
	answers := map[string]any{}
	bad := rapid.Bool().Draw(t, "bad")
	for range rapid.IntRange(0, 6).Draw(t, "answers") {
		q := &p.Questions[rapid.IntRange(0, len(p.Questions)-1).Draw(t, "question")]
		answers[q.ID] = drawValue(t, q, bad)
	}
	in := map[string]any{"answers": answers}
	if bad {
		odd := rapid.SampledFrom([]string{"", "id", "date", "pack", "answers", "extra", "question", "context", "contexts"}).Draw(t, "odd")
		value := rapid.SampledFrom([]any{nil, "x", 7, "2026-02-29", "2024-02-29", "2026-03-09", p.Name, p.Name + " 1.0.0", p.Name + " 01.0.0", p.Name + "  1.0.0", true, []any{}}).Draw(t, "value")
		switch odd {
		case "":
		case "contexts":
			in["context"] = drawContext(t)
		case "question":
			answers["no_question"] = value
		default:
			in[odd] = value
		}
	} else {
		in["id"], in["date"] = rapid.SampledFrom([]any{nil, "c-1", ""}).Draw(t, "id"), rapid.SampledFrom([]any{nil, "2026-03-09"}).Draw(t, "date")
	}
	return in
}

// drawContext makes up a context of one key, which may fit.
func drawContext(t *rapid.T) any {
	key := rapid.SampledFrom([]string{"subject", "encounter", "author", "source", "authored", "identifier", "extra"}).Draw(t, "key")
	return map[string]any{key: rapid.SampledFrom([]any{
		nil, "", 7, "Patient/1", "Encounter/1", "Practitioner/x-1", "https://a.example/fhir/Patient/1", "ftp://a.example/Patient/1", "Patient/", "Patient/a b",
		"Patient?identifier=a|b", "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8", "2026-03-09T10:00:00Z", "2026-03-09T24:00:00Z", "2026-02-29T10:00:00Z", "2026-03-09",
		"a|b", "a b", " a", "a\n", "Patient/" + strings.Repeat("1", 65), strings.Repeat("a", 512), strings.Repeat("a", 513),
	}).Draw(t, "value")}
}

// drawValue makes up an answer, which fits unless it may be bad.
func drawValue(t *rapid.T, q *rules.Question, bad bool) any {
	values := []any{nil}
	if q.Unsure {
		values = append(values, "unsure")
	}
	var ids []any
	for i := range q.Options {
		ids = append(ids, q.Options[i].ID)
	}
	switch q.Kind {
	case rules.Choice:
		values = append(values, ids...)
	case rules.Bool:
		values = append(values, true, false)
	case rules.Int:
		values = append(values, q.Min, q.Max)
	case rules.FreeText:
		values = append(values, "", " ", "some text", "unsure", fmt.Sprintf("%0*d", q.Max, 7))
	case rules.Multi:
		values = append(values, ids[:1], ids[:min(2, len(ids))], ids)
		if q.Unsure {
			values = append(values, []any{ids[0], "unsure"}, []any{"unsure"})
		}
		if !q.AtLeastOne {
			values = append(values, []any{}, "none", []any{"none"})
		}
	}
	if bad {
		values = append(values, "unsure", "none", []any{}, []any{"none"}, []any{"none", "unsure"}, []any{"unsure", "unsure"}, []any{7}, []any{nil}, true, 7, -1, 1000, 0.5, "true", map[string]any{})
		if len(ids) > 0 {
			values = append(values, ids[0], []any{ids[0], ids[0]}, []any{ids[0], "none"}, []any{ids[0], "no_option"}, fmt.Sprint(ids[0], "x"))
		}
		if q.Kind == rules.FreeText {
			values = append(values, fmt.Sprintf("%0*d", q.Max+1, 7))
		}
	}
	return rapid.SampledFrom(values).Draw(t, "value")
}
