package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"knead/questionnaire"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// backcare is a server of the default pack on this computer, with the usual flags.
var backcare = sync.OnceValue(func() *server {
	s, err := newServer(options{listen: "127.0.0.1:8080", pack: packs.Default}, io.Discard)
	if err != nil {
		panic(err)
	}
	return s
})

// ask sends a request to the server and returns what it answers.
func ask(t testing.TB, s *server, method, target, kind, body string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://localhost:8080"+target, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestHealth(t *testing.T) {
	if r := ask(t, backcare(), "GET", "/healthz", "", ""); r.StatusCode != 200 || text(t, r) != "ok\n" {
		t.Error(r.Status)
	}
}

func TestPromiseHostNames(t *testing.T) {
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "[::1]": 200,
		"evil.example": 421, "127.0.0.1.evil.example:8080": 421, "localhost.evil.example": 421, "": 421,
	} {
		if r := ask(t, backcare(), "GET", "/healthz", "", "", "Host", host); r.StatusCode != want {
			t.Errorf("the host %q: %s, want %d", host, r.Status, want)
		}
	}
	proxied := *backcare()
	proxied.listen, proxied.proxy = "0.0.0.0:8080", "intake.example.org"
	if err := proxied.choosePeers(); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"intake.example.org": 200, "INTAKE.example.org": 200, "localhost": 421} {
		if r := ask(t, &proxied, "GET", "/healthz", "", "", "Host", host); r.StatusCode != want {
			t.Errorf("behind a proxy, the host %q: %s, want %d", host, r.Status, want)
		}
	}
}

func TestPromiseOnlyThisComputer(t *testing.T) {
	for _, listen := range []string{":8080", "0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "example.org:80"} {
		s := &server{options: options{listen: listen}}
		if err := s.choosePeers(); err == nil || !strings.Contains(err.Error(), "unencrypted") {
			t.Errorf("--listen %s: %v", listen, err)
		}
	}
}

func TestPromiseCrossOrigin(t *testing.T) {
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		if r := ask(t, backcare(), "POST", "/api/v1/recommend", "application/json", "{}", header...); r.StatusCode != http.StatusForbidden {
			t.Errorf("%v: %s", header, r.Status)
		}
	}
}

func TestPromiseHeaders(t *testing.T) {
	for _, target := range []string{"/healthz", "/api/v1/openapi.json", "/nowhere"} {
		h := ask(t, backcare(), "GET", target, "", "").Header
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
	}
}

// TestRecommendLikeTheCommand sends every example and wants what the command prints.
func TestRecommendLikeTheCommand(t *testing.T) {
	knead := command(t)
	names, _ := filepath.Glob("../../examples/*.yaml")
	if len(names) == 0 {
		t.Fatal("no examples")
	}
	for _, name := range names {
		want, err := exec.Command(knead, "recommend", "--format", "json", name).Output()
		if err != nil {
			t.Fatal(name, err)
		}
		response, err := exec.Command(knead, "fhir", "export", "--only", "response", name).Output()
		if err != nil {
			t.Fatal(name, err)
		}
		r := ask(t, backcare(), "POST", "/api/v1/recommend", "application/fhir+json", string(response))
		if got := text(t, r); r.StatusCode != 200 || got != string(want) {
			t.Errorf("%s as FHIR: %s\n%s", name, r.Status, got)
		}
	}
	data, err := os.ReadFile("../../examples/runner.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command(knead, "recommend", "--format", "json", "--for", "patient", "--lang", "hi", "--region", "IN", "../../examples/runner.json").Output()
	if err != nil {
		t.Fatal(err)
	}
	r := ask(t, backcare(), "POST", "/api/v1/recommend?for=patient&lang=hi&region=IN", "application/json; charset=utf-8", string(data))
	if got := text(t, r); r.StatusCode != 200 || got != string(want) {
		t.Errorf("runner.json in Hindi: %s\n%s", r.Status, got)
	}
}

// command builds the command that results are compared with.
func command(t *testing.T) string {
	t.Helper()
	knead := filepath.Join(t.TempDir(), "knead")
	if out, err := exec.Command("go", "build", "-o", knead, "../knead").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return knead
}

// TestPagesLikeTheCommand takes every example through the pages and wants the result that the
// command gives for the file that is saved there.
func TestPagesLikeTheCommand(t *testing.T) {
	knead, pack := command(t), backcare().programs[0].Pack()
	address, _ := started(t, backcare())
	article := func(page string) string {
		_, page, _ = strings.Cut(page, "<article")
		page, _, _ = strings.Cut(page, "</article>")
		return regexp.MustCompile(`\n<form class="slip".*</form>`).ReplaceAllString(page, "")
	}
	names, _ := filepath.Glob("../../examples/*.yaml")
	for _, name := range names {
		p := newPerson(t, address)
		p.finished(filepath.Base(name), "no")
		shown := article(p.page)
		p.get("/answers.yaml")
		saved := filepath.Join(t.TempDir(), "answers.yaml")
		if err := os.WriteFile(saved, []byte(p.page), 0o600); err != nil {
			t.Fatal(err)
		}
		in, problems := packfile.ParseIntakes([]byte(p.page), name, packfile.YAML, pack)
		if len(in) != 1 {
			t.Fatal(problems)
		}
		want, err := exec.Command(knead, "recommend", "--format", "html", "--for", questionnaire.Reader(pack, in[0]).String(), saved).Output()
		if err != nil {
			t.Fatal(name, err)
		}
		if shown == "" || shown != article(string(want)) {
			t.Errorf("%s: the page is not the report of the command", name)
		}
	}
}

// TestRejectLikeTheCommand wants the rejects of a batch.
func TestRejectLikeTheCommand(t *testing.T) {
	for _, c := range []struct {
		target, kind, body string
		status             int
	}{
		{"", "application/json", `{"answers":{"age":"old","red_flags":["fever"]}}`, 422},
		{"", "application/json", `{"id":"x","answers":{"agee":40}}`, 422},
		{"", "application/json", `{`, 422},
		{"", "application/json", `[]`, 422},
		{"", "application/json", ``, 422},
		{"", "application/json", "\x00\xff", 422},
		{"", "application/fhir+json", `{"resourceType":"Patient"}`, 422},
		{"", "text/plain", `{}`, 415},
		{"", "", `{}`, 415},
		{"?lang=xx", "application/json", `{}`, 400},
		{"?for=me", "application/json", `{}`, 400},
		{"?region=XX", "application/json", `{}`, 400},
		{"?%zz", "application/json", `{}`, 400},
		{"?a=1", "application/json", `{}`, 400},
		{"?for=patient&for=patient", "application/json", `{}`, 400},
		{"", "application/json", `{"answers":{"notes":"` + strings.Repeat("a", maxBody) + `"}}`, 413},
	} {
		r := ask(t, backcare(), "POST", "/api/v1/recommend"+c.target, c.kind, c.body)
		var reject struct {
			Format  string
			Record  int
			Errors  []struct{ Field, Code, Message string }
			AtLeast *string `json:"at_least"`
		}
		body := text(t, r)
		if err := json.Unmarshal([]byte(body), &reject); err != nil || r.StatusCode != c.status || reject.Format != "knead/reject/v1" || len(reject.Errors) == 0 {
			t.Errorf("%s %.60q: %s, %v\n%s", c.target, c.body, r.Status, err, body)
		}
		if strings.Contains(c.body, "fever") && (reject.AtLeast == nil || *reject.AtLeast == "proceed") {
			t.Errorf("at_least does not hear the fever: %s", body)
		}
	}
}

// TestGuide wants every command line of the guide, and of the help, to have flags that there are.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/web.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^ *knead-serve( --.*)?$`).FindAllString(string(guide)+"\n"+newCommand(io.Discard).Example, -1)
	if len(lines) < 8 {
		t.Fatalf("only %q", lines)
	}
	for _, line := range lines {
		line, _, _ = strings.Cut(line, " #")
		line = regexp.MustCompile(`"[^"]*"`).ReplaceAllString(line, "name")
		if err := newCommand(io.Discard).ParseFlags(strings.Fields(line)[1:]); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestOpenAPI wants a document whose references lead somewhere, and that names every route.
func TestOpenAPI(t *testing.T) {
	r := ask(t, backcare(), "GET", "/api/v1/openapi.json", "", "")
	body := text(t, r)
	var document map[string]any
	if err := json.Unmarshal([]byte(body), &document); err != nil {
		t.Fatal(err)
	}
	refs := regexp.MustCompile(`"\$ref": "#/([^"]*)"`).FindAllStringSubmatch(body, -1)
	if len(refs) < 5 {
		t.Fatalf("%d references", len(refs))
	}
	for _, ref := range refs {
		at := any(document)
		for _, key := range strings.Split(ref[1], "/") {
			m, _ := at.(map[string]any)
			at = m[key]
		}
		if at == nil {
			t.Errorf("nothing at %s", ref[1])
		}
	}
	for path, methods := range document["paths"].(map[string]any) {
		for method := range methods.(map[string]any) {
			if r := ask(t, backcare(), strings.ToUpper(method), path, "", ""); r.StatusCode == 404 || r.StatusCode == 405 {
				t.Errorf("%s %s: %s", method, path, r.Status)
			}
		}
	}
}

// FuzzRecommend wants an answer that is no fault of the server's to whatever is sent.
func FuzzRecommend(f *testing.F) {
	f.Add("for=patient", "application/json", []byte(`{"answers":{"age":40}}`))
	f.Add("", "application/fhir+json", []byte(`{"resourceType":"QuestionnaireResponse"}`))
	f.Add("%", "a;b", []byte("[1,{}]"))
	f.Fuzz(func(t *testing.T, query, kind string, body []byte) {
		r := httptest.NewRequest("POST", "http://localhost/api/v1/recommend", bytes.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		backcare().handler().ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
	})
}
