package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/rules/packfile"
	"knead/rules/packs"
)

// started is a server that listens, and what it has logged.
func started(t testing.TB, s *server) (address string, log *bytes.Buffer) {
	t.Helper()
	log = new(bytes.Buffer)
	own := *s
	own.log = log
	server := httptest.NewServer(own.handler())
	t.Cleanup(server.Close)
	return server.URL, log
}

// person is somebody with a browser of their own.
type person struct {
	t       testing.TB
	client  http.Client
	address string
	path    string
	page    string
	status  int
}

func newPerson(t testing.TB, address string) *person {
	jar, _ := cookiejar.New(nil)
	return &person{t: t, client: http.Client{Jar: jar}, address: address}
}

func (p *person) took(r *http.Response, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.path, p.page, p.status = r.Request.URL.Path, string(data), r.StatusCode
}

func (p *person) get(path string) {
	p.t.Helper()
	r, err := p.client.Get(p.address + path)
	p.took(r, err)
}

var visitWord = regexp.MustCompile(`name="visit" value="([^"]*)"`)

func (p *person) post(path string, form url.Values) {
	p.t.Helper()
	if m := visitWord.FindStringSubmatch(p.page); m != nil {
		form.Set("visit", m[1])
	}
	r, err := p.client.PostForm(p.address+path, form)
	p.took(r, err)
}

// begin starts an interview, from a file when there is one.
func (p *person) begin(fields map[string]string, file []byte) {
	p.t.Helper()
	body, kind := multipartForm(fields, file)
	r, err := p.client.Post(p.address+"/begin", kind, body)
	p.took(r, err)
}

// multipartForm is the form of the first page as browsers send it, and its type of content.
func multipartForm(fields map[string]string, file []byte) (body io.Reader, kind string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		_ = w.WriteField(name, value)
	}
	part, _ := w.CreateFormFile("file", "answers.yaml")
	if file == nil { // as browsers send it without a file
		part, _ = w.CreateFormFile("other", "")
	}
	_, _ = part.Write(file)
	w.Close()
	data := b.Bytes()
	if file == nil {
		data = bytes.ReplaceAll(data, []byte(`filename="answers.yaml"`), []byte(`filename=""`))
	}
	return bytes.NewReader(data), w.FormDataContentType()
}

// finished leads somebody from an example's file to its result.
func (p *person) finished(example string, agree string) {
	p.t.Helper()
	data, err := os.ReadFile("../../examples/" + example)
	if err != nil {
		p.t.Fatal(err)
	}
	p.begin(map[string]string{"kind": "rest", "agree": agree}, data)
	if p.path != "/stop" {
		p.get("/check") // past optional questions
	}
	p.post("/finish", url.Values{})
	if p.path != "/result" {
		p.t.Fatalf("%s leads to %s:\n%s", example, p.path, p.page)
	}
}

var fieldName = regexp.MustCompile(`name="((?:choice|text)-[\d-]+)"(?: value="(\w+)")?`)

// likely fills in the form of a page: text in fields; "none" of a list, "no" to a statement, or the first of a choice.
func likely(page, text string) url.Values {
	form := url.Values{}
	for _, m := range fieldName.FindAllStringSubmatch(page, -1) {
		name, value := m[1], m[2]
		switch {
		case strings.HasPrefix(name, "text"):
			form.Set(name, text)
		case value == "none", value == "0" && strings.Count(name, "-") == 2, !form.Has(name) && value != "unsure":
			form.Set(name, value)
		}
	}
	return form
}

func TestPromiseCookie(t *testing.T) {
	s := *backcare()
	for _, secure := range []bool{false, true} {
		host := "localhost"
		if secure {
			s.proxy, host = "intake.example.org", "intake.example.org"
			if err := s.choosePeers(); err != nil {
				t.Fatal(err)
			}
		}
		r := ask(t, &s, "POST", "/begin", "application/x-www-form-urlencoded", "lang=en", "Host", host)
		set := r.Header.Get("Set-Cookie")
		for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
			if !strings.Contains(set, want) {
				t.Errorf("the cookie %q lacks %s", set, want)
			}
		}
		if strings.Contains(set, "Secure") != secure || strings.HasPrefix(set, "__Host-knead=") != secure || strings.Contains(set, "Expires") || strings.Contains(set, "Domain") {
			t.Errorf("with HTTPS %t: the cookie is %q", secure, set)
		}
		if r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/q/") {
			t.Errorf("a post leads to %s %s", r.Status, r.Header.Get("Location"))
		}
	}
}

// TestHeldPagesGo wants browsers to drop the pages that they hold whenever an interview begins or ends, and at no other time.
func TestHeldPagesGo(t *testing.T) {
	s := *backcare()
	s.visits = newVisits(2, time.Minute)
	address, _ := started(t, &s)
	p := newPerson(t, address)
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	form := func(path string, fields url.Values) func() (*http.Response, error) {
		return func() (*http.Response, error) { return p.client.PostForm(address+path, fields) }
	}
	get := func(path string) func() (*http.Response, error) {
		return func() (*http.Response, error) { return p.client.Get(address + path) }
	}
	for _, step := range []struct {
		what string
		do   func() (*http.Response, error)
		want string
	}{
		{"begin", form("/begin", nil), `"cache"`},
		{"a question", get("/q/0"), ""},
		{"begin anew", form("/begin", nil), `"cache"`},
		{"the first page", get("/"), ""},
		{"silence", func() (*http.Response, error) {
			s.visits.sweep(time.Now().Add(time.Hour))
			return p.client.Get(address + "/q/0")
		}, `"cache"`},
		{"a stranger", get("/"), ""},
	} {
		r, err := step.do()
		if p.took(r, err); r.Header.Get("Clear-Site-Data") != step.want {
			t.Errorf("%s: %q", step.what, r.Header.Get("Clear-Site-Data"))
		}
	}
	p.client.CheckRedirect = nil
	p.begin(nil, nil)
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := p.client.PostForm(address+"/delete", url.Values{"visit": {visitWord.FindStringSubmatch(p.page)[1]}})
	if p.took(r, err); r.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("deleting: %q", r.Header.Get("Clear-Site-Data"))
	}
}

// TestForeignCookies sends cookies that are no word of ours.
func TestForeignCookies(t *testing.T) {
	for _, cookie := range []string{"knead=", "knead=x", "knead=" + strings.Repeat("A", 4000), "knead=\"; other=1", "knead=../../x", "other=1", "knead=A; knead=B"} {
		if r := ask(t, backcare(), "GET", "/q/3", "", "", "Cookie", cookie); r.StatusCode != http.StatusGone {
			t.Errorf("%.40s: %s", cookie, r.Status)
		}
		if r := ask(t, backcare(), "GET", "/", "", "", "Cookie", cookie); r.StatusCode != http.StatusOK {
			t.Errorf("%.40s: %s", cookie, r.Status)
		}
	}
}

func TestOversized(t *testing.T) {
	address, _ := started(t, backcare())
	p := newPerson(t, address)
	p.begin(nil, bytes.Repeat([]byte("# \n"), maxBody/2))
	if p.status != http.StatusRequestEntityTooLarge || !strings.Contains(p.page, "too large") {
		t.Errorf("a file of %d bytes: %d", maxBody*3/2, p.status)
	}
	p.begin(nil, nil)
	p.post("/q/0", url.Values{"choice-0": {strings.Repeat("0", maxForm)}})
	if p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of %d bytes: %d", maxForm, p.status)
	}
	p.get("/q/0")
	if p.status != http.StatusOK {
		t.Errorf("after that: %d", p.status)
	}
}

// TestTruncated sends forms that do not arrive whole, or are none.
func TestTruncated(t *testing.T) {
	address, _ := started(t, backcare())
	p := newPerson(t, address)
	p.begin(nil, nil)
	at, page := p.path, p.page
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		path, kind, body string
		status           int
	}{
		{at, form, "visit=%zz", http.StatusBadRequest},
		{at, form, visitField(page) + "&choice-0=%", http.StatusBadRequest},
		{at, form, "choice-0=0", http.StatusConflict},
		{at, form, visitField(page) + "x&choice-0=0", http.StatusConflict},
		{at, "application/json", `{"choice-0":0}`, http.StatusConflict},
		{at, "", "", http.StatusConflict},
		{"/begin", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"lang\"\r\n\r\nen", http.StatusBadRequest},
		{"/begin", "multipart/form-data", "--b", http.StatusBadRequest},
	} {
		r, err := p.client.Post(address+c.path, c.kind, strings.NewReader(c.body))
		if p.took(r, err); p.status != c.status || !strings.Contains(p.page, "<h1>") || !strings.Contains(p.page, `class="button"`) {
			t.Errorf("%s %q: %d at %s, without a way on", c.kind, c.body, p.status, p.path)
		}
		if p.get("/answers.yaml"); p.status != http.StatusOK || strings.Contains(p.page, "respondent:") {
			t.Errorf("%s %q: %d, the answers are\n%s", c.kind, c.body, p.status, p.page)
		}
	}
}

// visitField is the field of a page's form that names the visit, as it is sent.
func visitField(page string) string { return "visit=" + visitWord.FindStringSubmatch(page)[1] }

// TestTwoTabs answers the same interview in two tabs, and one of them begins anew.
func TestTwoTabs(t *testing.T) {
	address, _ := started(t, backcare())
	one := newPerson(t, address)
	one.begin(nil, nil)
	two := *one // another tab of the same browser, at the same page
	one.post(one.path, url.Values{"choice-0": {"0"}})
	after := one.path
	two.post(two.path, url.Values{"choice-0": {"1"}})
	if two.path != after {
		t.Errorf("the second tab is at %s, and the first at %s", two.path, after)
	}
	old := *one
	one.begin(nil, nil)
	if old.post(after, url.Values{"choice-0": {"0"}}); old.status != http.StatusConflict || !strings.Contains(old.page, `href="/q/0"`) {
		t.Errorf("the old tab is answered with %d:\n%s", old.status, old.page)
	}
	if one.get("/answers.yaml"); strings.Contains(one.page, "respondent:") {
		t.Errorf("the new interview has an answer of the old:\n%s", one.page)
	}
}

// TestChangedAnswer goes back in the browser to a page that a changed answer has done away with.
func TestChangedAnswer(t *testing.T) {
	pack := backcare().programs[0].Pack()
	address, _ := started(t, backcare())
	p := newPerson(t, address)
	example, err := os.ReadFile("../../examples/pregnant.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p.begin(map[string]string{"kind": "rest"}, example)
	risk := fmt.Sprintf("/q/%d-all", pack.QuestionIndex("pregnancy_risk"))
	p.get(risk)
	if p.path != risk {
		t.Fatalf("the risk is not asked: at %s", p.path)
	}
	stale := *p
	number := pack.QuestionIndex("pregnancy")
	p.get(fmt.Sprintf("/q/%d-all", number))
	p.post(p.path, url.Values{fmt.Sprintf("choice-%d", number): {"0"}}) // not pregnant
	stale.post(risk, url.Values{fmt.Sprintf("choice-%d", pack.QuestionIndex("pregnancy_risk")): {"1"}})
	if stale.status != http.StatusOK || stale.path == risk || !strings.Contains(stale.page, `role="status"`) {
		t.Errorf("the page that is gone leads to %s, %d, without a word", stale.path, stale.status)
	}
	if p.get("/answers.yaml"); strings.Contains(p.page, "pregnancy_risk: true") {
		t.Errorf("an answer to what is not asked was taken:\n%s", p.page)
	}
}

// TestRestart sends the form of a page to a server that knows nothing of it.
func TestRestart(t *testing.T) {
	address, _ := started(t, backcare())
	p := newPerson(t, address)
	p.begin(nil, nil)
	s := *backcare()
	s.visits = newVisits(2, time.Minute) // as after a restart, at the same address
	p.client.Transport = handlerTransport{s.handler()}
	p.post(p.path, url.Values{"choice-0": {"0"}})
	if p.status != http.StatusGone || !strings.Contains(p.page, "no longer here") || !strings.Contains(p.page, `href="/"`) {
		t.Errorf("%d at %s:\n%s", p.status, p.path, p.page)
	}
	at, _ := url.Parse(address)
	if left := p.client.Jar.Cookies(at); len(left) != 0 {
		t.Errorf("the browser keeps the cookie %v", left)
	}
	if p.begin(nil, nil); p.path != "/q/0" {
		t.Errorf("a new interview leads to %s", p.path)
	}
}

// handlerTransport answers requests without a connection.
type handlerTransport struct{ http.Handler }

func (h handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := w.Result()
	answer.Request = r
	return answer, nil
}

// TestPromiseNothingMixed runs many interviews at once, each with a word of its own in its
// answers, and looks for the words of others.
func TestPromiseNothingMixed(t *testing.T) {
	address, log := started(t, backcare())
	notes := backcare().programs[0].Pack().QuestionIndex("notes")
	if notes < 0 {
		t.Fatal("no question for notes")
	}
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			p := newPerson(t, address)
			word := fmt.Sprintf("planted-%03d-", i)
			p.begin(map[string]string{"kind": "rest"}, []byte("answers:\n  age: 40\n  notes: "+word+"\n"))
			for range 10 {
				p.get(fmt.Sprintf("/q/%d", notes))
				if !strings.Contains(p.page, word) || strings.Count(p.page, "planted-") != strings.Count(p.page, word) {
					t.Errorf("%s: %s", word, p.page)
				}
				p.get("/answers.yaml")
				if strings.Count(p.page, "planted-") != 1 || !strings.Contains(p.page, word) {
					t.Errorf("%s: %s", word, p.page)
				}
			}
		})
	}
	wait.Wait()
	if log.Len() > 0 {
		t.Errorf("the server logs %s", log)
	}
	stranger := newPerson(t, address)
	for _, path := range []string{"/", "/check", "/result", "/answers.yaml", fmt.Sprintf("/q/%d", notes)} {
		if stranger.get(path); strings.Contains(stranger.page, "planted-") {
			t.Errorf("a stranger sees an answer at %s", path)
		}
	}
}

// TestPromiseForgets wants answers to be gone after silence, after deletion, and for whoever
// is one too many.
func TestPromiseForgets(t *testing.T) {
	s := *backcare()
	s.visits = newVisits(2, time.Minute)
	address, _ := started(t, &s)
	one, two, three := newPerson(t, address), newPerson(t, address), newPerson(t, address)
	one.begin(nil, nil)
	two.begin(nil, nil)
	if three.begin(nil, nil); three.status != http.StatusServiceUnavailable || !strings.Contains(three.page, "Too many people") {
		t.Errorf("the third of two: %d", three.status)
	}
	one.get("/q/0")
	one.post("/delete", url.Values{})
	if one.path != "/" || len(s.visits.byCookie) != 1 {
		t.Errorf("after deleting: at %s, %d interviews", one.path, len(s.visits.byCookie))
	}
	if three.begin(nil, nil); three.status != http.StatusOK {
		t.Errorf("in the place that is free: %d", three.status)
	}
	s.visits.sweep(time.Now().Add(2 * time.Minute))
	if len(s.visits.byCookie) != 0 {
		t.Errorf("after silence there are %d interviews", len(s.visits.byCookie))
	}
	if two.get("/q/0"); two.status != http.StatusGone || !strings.Contains(two.page, "no longer here") {
		t.Errorf("after silence: %d", two.status)
	}
	for _, v := range []*visit{{last: time.Now(), begun: time.Now().Add(-longest - time.Second), quiet: time.Hour}} {
		if !v.ended(time.Now()) {
			t.Error("an interview lasts for ever")
		}
	}
}

// TestSilenceIsNotBroken wants a page that a kiosk asks for by itself to keep no answers, and a click to.
func TestSilenceIsNotBroken(t *testing.T) {
	s := *backcare()
	s.visits = newVisits(1, time.Hour)
	address, _ := started(t, &s)
	p := newPerson(t, address)
	p.begin(nil, nil)
	var v *visit
	for _, v = range s.visits.byCookie {
	}
	for path, click := range map[string]bool{"/still": false, "/q/0": true} {
		before := time.Now().Add(-time.Minute)
		v.last = before
		if p.get(path); p.status != http.StatusOK || v.last.Equal(before) == click {
			t.Errorf("%s: %d, last at %s, was %s", path, p.status, v.last, before)
		}
	}
}

// TestPromiseSilentLog wants no answer and no address of a page in the log, and none in addresses.
func TestPromiseSilentLog(t *testing.T) {
	address, log := started(t, backcare())
	p := newPerson(t, address)
	p.begin(map[string]string{"kind": "rest"}, []byte("id: very-secret\nanswers:\n  age: 40\n  notes: very-secret\n"))
	for range 60 {
		p.post(p.path, likely(p.page, "very-secret"))
		if strings.Contains(p.path, "secret") {
			t.Error(p.path)
		}
	}
	p.get("/check")
	p.post("/finish", url.Values{})
	if log.Len() > 0 {
		t.Errorf("the server logs %s", log)
	}
}

// TestFaultSaysNothing wants an error of the program to end a request without what it was about.
func TestFaultSaysNothing(t *testing.T) {
	s := *backcare()
	var log bytes.Buffer
	s.log = &log
	w := httptest.NewRecorder()
	fault := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("very-secret") })
	s.guard(fault).ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/q/very-secret", nil))
	if w.Code != 500 || strings.Contains(w.Body.String()+log.String(), "very-secret") || !strings.Contains(log.String(), "pages_test.go") {
		t.Errorf("%d, log %q", w.Code, log.String())
	}
}

// withInbox is a server with an inbox in a folder.
func withInbox(t *testing.T, folder string) *server {
	t.Helper()
	s, err := newServer(options{listen: "127.0.0.1:0", pack: packs.Default, inbox: folder, practice: "Sandhill"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func TestPromiseInbox(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "inbox")
	s := withInbox(t, folder)
	address, _ := started(t, s)
	newPerson(t, address).finished("desk-worker.yaml", "no")
	if names := inboxNames(t, folder); len(names) != 0 {
		t.Errorf("without agreement there is %v", names)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() { newPerson(t, address).finished("desk-worker.yaml", "yes") })
	}
	wait.Wait()
	names := inboxNames(t, folder)
	if len(names) != 8 {
		t.Fatalf("of 8 interviews there are %v", names)
	}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Error(name, info.Mode(), err)
		}
		data, _ := os.ReadFile(name)
		in, problems := packfile.ParseIntakes(data, name, packfile.YAML, s.programs[0].Pack())
		if len(in) != 1 || problems.Errors() != nil {
			t.Errorf("%s: %v", name, problems)
		}
		if base := filepath.Base(name); !regexp.MustCompile(`^\d{4}-\d\d-\d\d-[a-z2-7]{26}\.yaml$`).MatchString(base) || in[0].Date == "" || strings.HasPrefix(base, in[0].Date) {
			t.Errorf("the name %s", name)
		}
	}
}

func inboxNames(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestInboxRefused names folders that cannot be an inbox.
func TestInboxRefused(t *testing.T) {
	dir := t.TempDir()
	file, open, taken := filepath.Join(dir, "file"), filepath.Join(dir, "open"), filepath.Join(dir, "taken")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(open, 0o755); err != nil {
		t.Fatal(err)
	}
	withInbox(t, taken)
	for folder, says := range map[string]string{file: "not a directory", open: "chmod 700", taken: "another process"} {
		if runtime.GOOS == "windows" && folder == open {
			continue
		}
		if _, err := openInbox(folder, backcare().programs[0].Pack()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", filepath.Base(folder), err)
		}
	}
}

// TestInboxLeftovers removes what a killed server had not finished, and keeps what it had.
func TestInboxLeftovers(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	part, whole := filepath.Join(folder, partName+"x"), filepath.Join(folder, "2026-12-01-x.yaml")
	for _, name := range []string{part, whole} {
		if err := os.WriteFile(name, []byte("answers: {}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	withInbox(t, folder)
	if _, err := os.Stat(part); err == nil {
		t.Error("a part is left")
	}
	if _, err := os.Stat(whole); err != nil {
		t.Error(err)
	}
}

// TestInboxThatFails tells the person, and whoever runs the server without a word about the person.
func TestInboxThatFails(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "inbox")
	s := withInbox(t, folder)
	var log bytes.Buffer
	s.log = &log
	address, _ := started(t, s)
	if err := os.Rename(folder, folder+"-away"); err != nil {
		t.Skip(err)
	}
	p := newPerson(t, address)
	p.finished("desk-worker.yaml", "yes")
	if !strings.Contains(p.page, "could not be given to Sandhill") || !strings.Contains(p.page, "<article") {
		t.Errorf("the page says nothing, or shows no result:\n%s", p.page)
	}
	if !strings.Contains(log.String(), "inbox") || strings.Contains(log.String(), "desk-worker") {
		t.Errorf("the log says %q", log.String())
	}
	if err := os.Rename(folder+"-away", folder); err != nil {
		t.Fatal(err)
	}
	if p.post("/finish", url.Values{}); !strings.Contains(p.page, "Sandhill has your answers") || len(inboxNames(t, folder)) != 1 {
		t.Errorf("trying again: %d files", len(inboxNames(t, folder)))
	}
}

// TestInboxFull wants the last place to be taken, and who comes then to be told, and to be served once there is a place.
func TestInboxFull(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "inbox")
	address, _ := started(t, withInbox(t, folder))
	name := func(i int) string { return filepath.Join(folder, fmt.Sprintf("%d.yaml", i)) }
	for i := range maxInbox - 1 {
		if err := os.WriteFile(name(i), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	last, late := newPerson(t, address), newPerson(t, address)
	if last.finished("desk-worker.yaml", "yes"); !strings.Contains(last.page, "Sandhill has your answers") {
		t.Error("the last place is not taken")
	}
	if late.finished("desk-worker.yaml", "yes"); !strings.Contains(late.page, "could not be given to Sandhill") || len(inboxNames(t, folder)) != maxInbox {
		t.Errorf("one too many is taken: %d", len(inboxNames(t, folder)))
	}
	if err := os.Remove(name(0)); err != nil {
		t.Fatal(err)
	}
	if late.post("/finish", url.Values{}); !strings.Contains(late.page, "Sandhill has your answers") {
		t.Error("with a place again the answers are not taken")
	}
}

// TestStops wants a signal to end the server without ending a request that is under way.
func TestStops(t *testing.T) {
	s := *backcare()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.run(ctx, listener) }()
	body, slow := io.Pipe()
	answered := make(chan int, 1)
	go func() {
		r, err := http.Post("http://"+listener.Addr().String()+"/api/v1/recommend", "application/json", body)
		if err != nil {
			answered <- 0
			return
		}
		r.Body.Close()
		answered <- r.StatusCode
	}()
	_, _ = slow.Write([]byte(`{"answers":`))
	time.Sleep(300 * time.Millisecond) // until the server reads it
	stop()
	time.Sleep(50 * time.Millisecond)
	_, _ = slow.Write([]byte(`{"age":40}}`))
	slow.Close()
	if status := <-answered; status != 200 {
		t.Errorf("the request under way ended with %d", status)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestConnectionLimit wants no more connections open than the bound.
func TestConnectionLimit(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer inner.Close()
	l := &limited{inner, make(chan struct{}, 1)}
	accepted := make(chan net.Conn, 2)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- conn
		}
	}()
	for range 2 {
		conn, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	first := <-accepted
	select {
	case <-accepted:
		t.Fatal("a second connection is open")
	case <-time.After(50 * time.Millisecond):
	}
	first.Close()
	first.Close()
	select {
	case second := <-accepted:
		second.Close()
	case <-time.After(5 * time.Second):
		t.Fatal("the place is not free again")
	}
}
