package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"knead/internal/fhir"
	"knead/rules"
)

// TestCardsAsAClient does what a client of CDS Hooks does: it reads the services, fills in the
// prefetch templates from a record, asks before the call across origins, and calls.
func TestCardsAsAClient(t *testing.T) {
	s := backcare()
	r := ask(t, s, "GET", "/cds-services", "", "", "Origin", "https://ehr.example.org")
	var found struct {
		Services []struct {
			ID, Hook, Description string
			Prefetch              map[string]string
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&found); err != nil || len(found.Services) != 1 {
		t.Fatal(err, found)
	}
	service := found.Services[0]
	if r.Header.Get("Access-Control-Allow-Origin") != "*" || service.Hook != "patient-view" || service.Description == "" {
		t.Errorf("%+v, %v", service, r.Header)
	}
	path := "/cds-services/" + service.ID
	r = ask(t, s, "OPTIONS", path, "", "", "Origin", "https://ehr.example.org", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
	allowed := strings.ToLower(r.Header.Get("Access-Control-Allow-Headers"))
	if r.StatusCode != 204 || !strings.Contains(r.Header.Get("Access-Control-Allow-Methods"), "POST") || !strings.Contains(allowed, "authorization") || !strings.Contains(allowed, "content-type") {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}

	in := rules.NewIntake(s.programs[0].Pack())
	in.Context.Subject = "Patient/123"
	var response bytes.Buffer
	if err := fhir.Write(&response, fhir.NewResponse(s.programs[0], in, fhir.Wording{})); err != nil {
		t.Fatal(err)
	}
	record := map[string]string{
		"Patient/123": `{"resourceType":"Patient","id":"123","birthDate":"1985-03-09"}`,
		"QuestionnaireResponse?subject=Patient/123&questionnaire=https://knead.example/fhir/Questionnaire/backcare&status=completed,amended,in-progress,stopped&_sort=-authored&_count=1": `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":` + response.String() + `}]}`,
	}
	prefetch := map[string]json.RawMessage{}
	for key, template := range service.Prefetch {
		text := record[strings.ReplaceAll(template, "{{context.patientId}}", "123")]
		if text == "" {
			t.Errorf("the record has no %s", template)
		}
		prefetch[key] = json.RawMessage(text)
	}
	call, err := json.Marshal(map[string]any{
		"hook": service.Hook, "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "prefetch": prefetch,
		"context": map[string]string{"userId": "Practitioner/7", "patientId": "123"},
	})
	if err != nil {
		t.Fatal(err)
	}
	r = ask(t, s, "POST", path, "application/json", string(call), "Origin", "https://ehr.example.org", "Sec-Fetch-Site", "cross-site")
	body := text(t, r)
	if r.StatusCode != 200 || r.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(body, `"indicator": "warning"`) || !strings.Contains(body, `"url": "http://localhost:8080/"`) {
		t.Errorf("%d %s", r.StatusCode, body)
	}
	if r := ask(t, s, "POST", path+"/feedback", "application/json", `{"feedback":[]}`); r.StatusCode != 200 {
		t.Errorf("feedback: %d", r.StatusCode)
	}
}

// TestCardsWithCodes asks for the Patient, and knows the age by it, where codes say what the age is.
func TestCardsWithCodes(t *testing.T) {
	call := `{"hook":"patient-view","hookInstance":"x","context":{"patientId":"123"},"prefetch":{"patient":{"resourceType":"Patient","id":"123","birthDate":"1985-03-09"}}}`
	answers := map[string]string{}
	for _, codes := range []string{"", "../../docs/fhir-codes.json"} {
		s, err := newServer(options{listen: "127.0.0.1:8080", pack: "backcare", codes: codes}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		if asked := strings.Contains(text(t, ask(t, s, "GET", "/cds-services", "", "")), `"patient": "Patient/`); asked != (codes != "") {
			t.Errorf("codes %q: the Patient is asked for: %v", codes, asked)
		}
		answers[codes] = text(t, ask(t, s, "POST", "/cds-services/knead-backcare", "application/json", call))
	}
	if len(answers) != 2 || answers[""] == answers["../../docs/fhir-codes.json"] {
		t.Errorf("the age is not known: %v", answers)
	}
	for _, wrong := range []string{"none.json", "cards_test.go"} {
		if _, err := newServer(options{listen: "127.0.0.1:8080", pack: "backcare", codes: wrong}, io.Discard); err == nil || !strings.Contains(err.Error(), "--codes") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestCardsRefuse(t *testing.T) {
	s := backcare()
	for name, c := range map[string]struct {
		method, path, body string
		status             int
	}{
		"no JSON":        {"POST", "/cds-services/knead-backcare", "{", 400},
		"other hook":     {"POST", "/cds-services/knead-backcare", `{"hook":"order-sign","hookInstance":"x","context":{"patientId":"1"}}`, 400},
		"other service":  {"POST", "/cds-services/knead-other", "{}", 404},
		"its feedback":   {"POST", "/cds-services/knead-other/feedback", `{"feedback":[]}`, 404},
		"other method":   {"GET", "/cds-services/knead-backcare", "", 405},
		"too large":      {"POST", "/cds-services/knead-backcare", strings.Repeat(" ", maxBody+1), 413},
		"other resource": {"GET", "/cds-services/a/b/c", "", 404},
	} {
		if r := ask(t, s, c.method, c.path, "application/json", c.body); r.StatusCode != c.status {
			t.Errorf("%s: %d: %s", name, r.StatusCode, text(t, r))
		}
	}
	if r := ask(t, s, "POST", "/cds-services/knead-backcare", "application/json", "{}", "Host", "evil.example"); r.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name: %d", r.StatusCode)
	}
}

// TestCardsAreThoseOfTheCommand compares the server's answer to that of "knead fhir cards".
func TestCardsAreThoseOfTheCommand(t *testing.T) {
	call := `{"hook":"patient-view","hookInstance":"x","context":{"patientId":"123"},"prefetch":{"response":{"resourceType":"QuestionnaireResponse","status":"in-progress","authored":"2026-03-09"}}}`
	cmd := exec.Command("go", "run", "knead/cmd/knead", "fhir", "cards", "--page", "http://localhost:8080/")
	cmd.Stdin = strings.NewReader(call)
	want, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, ask(t, backcare(), "POST", "/cds-services/knead-backcare", "application/json", call)); got != string(want) {
		t.Errorf("the server answers\n%s\nthe command\n%s", got, want)
	}
}
