package fhir

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"knead/engine"
	"knead/rules"
)

var today = time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)

// cardSchema compiles a part of the schema of CDS Hooks.
func cardSchema(t *testing.T, part string) *jsonschema.Schema {
	t.Helper()
	var document any
	readJSON(t, "testdata/cds-hooks.schema.json", &document)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("cds.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("cds.json#/$defs/" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func call(prefetch string) []byte {
	return fmt.Appendf(nil, `{"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
"context":{"userId":"Practitioner/7","patientId":"123","encounterId":"45"},"prefetch":%s}`, prefetch)
}

// TestCards answers a call about each example, in both languages: the cards fit the schema, their
// indicator fits the disposition, and what they propose says whom it is for.
func TestCards(t *testing.T) {
	schema := cardSchema(t, "cards")
	seen := map[string]bool{}
	eachExample(t, func(t *testing.T, program *engine.Program, in *rules.Intake) {
		for _, wording := range []Wording{{Audience: rules.Practitioner}, {Audience: rules.Patient, Names: Names{Base: "https://forms.example.org/fhir"}}} {
			cards := &Cards{Importer: NewImporter(program, wording.Names), Names: wording.Names, Page: "https://forms.example.org/"}
			response := decoded(t, NewResponse(program, in, wording))
			response["id"], response["subject"] = "qr-1", map[string]any{"reference": "Patient/123"}
			prefetch, _ := json.Marshal(map[string]any{"response": map[string]any{"resourceType": "Bundle", "type": "searchset", "entry": []any{
				map[string]any{"resource": map[string]any{"resourceType": "QuestionnaireResponse", "questionnaire": "https://other.example/q"}}, map[string]any{"resource": response},
			}}})
			voice := engine.Voice{Audience: wording.Audience}
			answer, err := cards.Answer(call(string(prefetch)), "", program, voice, today)
			if err != nil {
				t.Fatal(err)
			}
			tree := decoded(t, answer)
			if err := schema.Validate(tree); err != nil {
				t.Error(err)
			}
			card := tree["cards"].([]any)[0].(map[string]any)
			result := program.Eval(in, voice)
			want := map[string]string{"emergency": "critical", "urgent": "critical", "refer": "warning", "defer": "warning", "incomplete": "warning", "clearance": "warning", "proceed": "info"}
			if card["indicator"] != want[result.Disposition] {
				t.Errorf("the indicator of %s is %v", result.Disposition, card["indicator"])
			}
			seen[result.Disposition] = true
			suggestions, _ := card["suggestions"].([]any)
			if len(suggestions) != len(result.Therapies) {
				t.Errorf("%d suggestions of %d therapies", len(suggestions), len(result.Therapies))
			}
			text, _ := json.Marshal(suggestions)
			if n := strings.Count(string(text), `"subject":{"reference":"Patient/123"}`); n != len(suggestions) || strings.Contains(string(text), "urn:uuid") {
				t.Errorf("of %d proposals %d are for the patient: %s", len(suggestions), n, text)
			}
			if !strings.Contains(card["detail"].(string), strings.Fields(result.Disclaimer)[0]) {
				t.Error("no disclaimer")
			}
		}
	})
	if len(seen) < 4 {
		t.Errorf("the examples show only %v", seen)
	}
}

// TestCardsOfOddCalls holds the answers to calls without a good response.
func TestCardsOfOddCalls(t *testing.T) {
	program := backcare(t)
	codes := &Codes{Questions: map[string][]Coding{"age": {{System: "http://loinc.org", Code: loincAge}}}}
	cards := &Cards{Importer: NewImporter(program), Codes: codes}
	item := func(items string) string {
		return `{"response":{"resourceType":"QuestionnaireResponse","status":"completed","subject":{"reference":"Patient/123"},"item":[` + items + `]}}`
	}
	system := Names{}.system(program.Pack(), "nerve_signs")
	numb := `{"linkId":"nerve_signs","answer":[{"valueCoding":{"system":"` + system + `","code":"saddle_numbness"}}]}`
	for name, c := range map[string]struct{ request, want string }{
		"no prefetch":           {`{"hook":"patient-view","hookInstance":"x","context":{"patientId":"123"}}`, `"summary": "No answers of this person yet; questions that need one: `},
		"null":                  {string(call(`{"response":null}`)), `"indicator": "info"`},
		"nothing found":         {string(call(`{"response":{"resourceType":"Bundle","type":"searchset"}}`)), `"No answers of this person yet; questions`},
		"unreadable":            {string(call(item(`{"linkId":"age","answer":[{"valueInteger":200}]}`))), `"summary": "The answers of this person cannot be read"`},
		"unreadable, bad":       {string(call(item(`{"linkId":"age","answer":[{"valueInteger":200}]},` + numb))), `"indicator": "critical"`},
		"other resource":        {string(call(`{"response":{"resourceType":"OperationOutcome"}}`)), `"indicator": "warning"`},
		"other patient":         {string(call(`{"response":{"resourceType":"QuestionnaireResponse","status":"completed","subject":{"reference":"Patient/9"}}}`)), "error: 2:"},
		"names nobody":          {string(call(`{"response":{"resourceType":"QuestionnaireResponse","status":"completed"}}`)), `"summary": "The answers that came with this call name no patient"`},
		"patient of another id": {string(call(`{"patient":{"resourceType":"Patient","id":"9"}}`)), "error: 2:"},
		"no JSON":               {`{`, "error: 1:"},
		"no hook":               {`{"hookInstance":"x","context":{"patientId":"1"}}`, "error: 1:1: expected a call of CDS Hooks with the text \"hook\""},
		"other hook":            {`{"hook":"order-sign","hookInstance":"x","context":{"patientId":"1"}}`, "error: 1:9: expected the hook patient-view"},
		"no patient":            {`{"hook":"patient-view","hookInstance":"x","context":{}}`, `"patientId"`},
		"odd patient":           {`{"hook":"patient-view","hookInstance":"x","context":{"patientId":"../1"}}`, "error: "},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := cards.Answer([]byte(c.request), "", program, engine.Voice{}, today)
			var b bytes.Buffer
			if err != nil {
				fmt.Fprintf(&b, "error: %v", err)
			} else if err := Write(&b, answer); err != nil {
				t.Fatal(err)
			} else if err := cardSchema(t, "cards").Validate(decoded(t, answer)); err != nil {
				t.Error(err)
			}
			if !strings.Contains(b.String(), c.want) {
				t.Errorf("no %s in %s", c.want, b.String())
			}
		})
	}
}

// TestCardsTakeTheLatest takes of several responses the one that was written last, whatever time zones they name.
func TestCardsTakeTheLatest(t *testing.T) {
	program := backcare(t)
	entry := func(authored, id string) string {
		return `{"resource":{"resourceType":"QuestionnaireResponse","id":"` + id + `","status":"completed","authored":"` + authored + `","questionnaire":"` + Names{}.questionnaire(program.Pack()) + `"}}`
	}
	for _, c := range [][2]string{
		{"2026-03-09T23:00:00-11:00", "2026-03-10T01:00:00+14:00"}, {"2026-03-09T10:00:00.5Z", "2026-03-09T10:00:00Z"},
		{"2026-03-09", "2026-03-08T23:00:00Z"}, {"2026-03-09T10:00:00Z", "2026-03-09"}, {"2026-03", ""},
	} {
		for _, entries := range []string{entry(c[0], "last") + "," + entry(c[1], "first"), entry(c[1], "first") + "," + entry(c[0], "last")} {
			root, _ := readTree([]byte(`{"resourceType":"Bundle","entry":[`+entries+`]}`), "")
			if id := NewImporter(program).newImporter().latest(root).string("id"); id != "last" {
				t.Errorf("of %v the one that was written first is taken", c)
			}
		}
	}
}

// TestKnownAge reckons an age by the day, and leaves out what is no whole date.
func TestKnownAge(t *testing.T) {
	program := backcare(t)
	codes := &Codes{Questions: map[string][]Coding{"age": {{System: "http://loinc.org", Code: loincAge}}}}
	age := program.Pack().QuestionIndex("age")
	for born, want := range map[string]rules.Answer{
		"1985-03-08": {State: rules.Answered, Int: 41}, "1985-03-09": {State: rules.Answered, Int: 40}, "1985": {}, "1700-01-01": {}, "2026-03-09": {}, "": {},
	} {
		tree, _ := readTree(call(`{"patient":{"resourceType":"Patient","birthDate":"`+born+`"}}`), "")
		if a := (&Cards{Codes: codes}).known(tree, program.Pack(), today).Answers[age]; a != want {
			t.Errorf("%q: %+v", born, a)
		}
		if a := (&Cards{}).known(tree, program.Pack(), today).Answers[age]; a != (rules.Answer{}) {
			t.Errorf("%q, without codes: %+v", born, a)
		}
	}
}

func TestServices(t *testing.T) {
	p := backcare(t).Pack()
	tree := decoded(t, (&Cards{}).Services(p))
	if err := cardSchema(t, "services").Validate(tree); err != nil {
		t.Error(err)
	}
	if ServiceID(p) != "knead-backcare" {
		t.Error(ServiceID(p))
	}
}

// TestCardsWantThePatient refuses responses whose subject is not, word for word, the patient of the
// call, and proposes nothing when there is none.
func TestCardsWantThePatient(t *testing.T) {
	program := backcare(t)
	cards := &Cards{Importer: NewImporter(program)}
	for subject, want := range map[string]string{
		`{"reference":"Patient/123"}`:                                       "card",
		`{"reference":"Patient/123/_history/2"}`:                            "card",
		`{"reference":"https://ehr.example.org/fhir/Patient/123"}`:          "card",
		`{"reference":"https://other.example.org/fhir/Patient/123"}`:        "refused",
		`{"reference":"https://ehr.example.org/fhir/tenant/2/Patient/123"}`: "refused",
		`{"reference":"Patient/9"}`:                                         "refused",
		`{"reference":"Patient/9","display":"` + unnamed + `"}`:             "refused",
		`{"reference":"Group/123"}`:                                         "refused",
		`{"reference":"#123"}`:                                              "refused",
		`{"display":"Ms Rao"}`:                                              "refused",
		`{"identifier":{"system":"https://ids.example.org","value":"123"}}`: "refused",
		`{}`:   "refused",
		`null`: "nobody",
		`{"type":"Patient","display":"` + unnamed + `"}`: "nobody",
	} {
		request := strings.Replace(string(call(`{"response":{"resourceType":"QuestionnaireResponse","status":"completed","subject":`+subject+`}}`)),
			`"hook"`, `"fhirServer":"https://ehr.example.org/fhir/","hook"`, 1)
		answer, err := cards.Answer([]byte(request), "", program, engine.Voice{}, today)
		got := "refused"
		if err == nil {
			card := firstCard(t, answer)
			if got = "card"; card["indicator"] == "info" && card["suggestions"] == nil {
				got = "nobody"
			}
		}
		if got != want {
			t.Errorf("%s: %s, not %s", subject, got, want)
		}
	}
}

func firstCard(t *testing.T, answer json.Marshaler) map[string]any {
	t.Helper()
	return decoded(t, answer)["cards"].([]any)[0].(map[string]any)
}

// TestCardsSayDoubts says in the detail why answers that call for nothing may not be whole or right.
func TestCardsSayDoubts(t *testing.T) {
	program := backcare(t)
	codes := &Codes{Questions: map[string][]Coding{"age": {{System: "http://loinc.org", Code: loincAge}}}}
	cards := &Cards{Importer: NewImporter(program), Codes: codes}
	var healthy *rules.Intake
	eachExample(t, func(t *testing.T, p *engine.Program, in *rules.Intake) {
		if p.Pack().Digest == program.Pack().Digest && program.Decide(in).Disposition == rules.Proceed && len(program.Decide(in).Therapies) > 0 {
			healthy = in
		}
	})
	notes := program.Pack().QuestionIndex("notes")
	for name, c := range map[string]struct {
		change          func(in *rules.Intake, response map[string]any)
		patient         string
		indicator, says string
	}{
		"nothing":     {func(*rules.Intake, map[string]any) {}, "1960-01-01", "", ""},
		"in progress": {func(_ *rules.Intake, r map[string]any) { r["status"] = "in-progress" }, "", "warning", "answers may be missing"},
		"older": {func(_ *rules.Intake, r map[string]any) {
			r["questionnaire"] = Names{}.questionnaire(program.Pack()) + "|1.0.0"
		}, "", "warning", "Never asked"},
		"older, by version": {func(_ *rules.Intake, r map[string]any) {
			r["questionnaire"] = Names{}.questionnaire(program.Pack()) + "|1.0.0"
		}, "", "warning", "version 1.0.0 of the pack"},
		"another age":    {func(*rules.Intake, map[string]any) {}, "2015-01-01", "warning", "record's date of birth"},
		"of another day": {func(_ *rules.Intake, r map[string]any) { r["authored"] = "2026-03-06" }, "", "", "not of today"},
		"of no day":      {func(_ *rules.Intake, r map[string]any) { delete(r, "authored") }, "", "", "of which day"},
		"notes": {func(in *rules.Intake, _ map[string]any) {
			in.Answers[notes] = rules.Answer{State: rules.Answered, Text: "numb between the legs"}
		}, "", "critical", "numb between the legs"},
	} {
		t.Run(name, func(t *testing.T) {
			in := *healthy
			in.Answers = slices.Clone(healthy.Answers)
			c.change(&in, map[string]any{})
			response := decoded(t, NewResponse(program, &in, Wording{}))
			response["subject"] = map[string]any{"reference": "Patient/123"}
			c.change(&in, response)
			prefetch := map[string]any{"response": response}
			if c.patient != "" {
				prefetch["patient"] = map[string]any{"resourceType": "Patient", "id": "123", "birthDate": c.patient}
			}
			if name == "nothing" {
				age := in.Answers[program.Pack().QuestionIndex("age")].Int
				prefetch["patient"] = map[string]any{"resourceType": "Patient", "id": "123", "birthDate": fmt.Sprintf("%d-01-01", 2026-age)}
				response["authored"] = "2026-03-08"
			}
			data, _ := json.Marshal(prefetch)
			answer, err := cards.Answer(call(string(data)), "", program, engine.Voice{}, today)
			if err != nil {
				t.Fatal(err)
			}
			card := firstCard(t, answer)
			detail := strings.ReplaceAll(card["detail"].(string), "\\", "")
			if dated := strings.Contains(card["summary"].(string), " – Answers of 2026-03-06"); dated != (name == "of another day") {
				t.Errorf("the summary is %v", card["summary"])
			}
			if want := cmp.Or(c.indicator, "info"); card["indicator"] != want || !strings.Contains(detail, c.says) {
				t.Errorf("%v: %s", card["indicator"], detail)
			}
			if c.says == "" && (strings.Contains(detail, "About these answers") || strings.Contains(detail, "Never asked")) {
				t.Errorf("doubts without a reason: %s", detail)
			}
		})
	}
}
