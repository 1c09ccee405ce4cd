package web

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/gen"
	"knead/internal/report"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

var now = time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)

// backcare is the default pack in its languages.
var backcare = sync.OnceValue(func() (all []*engine.Program) {
	loaded, err := packs.LoadLanguages(packs.Default)
	if err != nil {
		panic(err)
	}
	for _, p := range loaded {
		program, err := engine.Compile(p)
		if err != nil {
			panic(err)
		}
		all = append(all, program)
	}
	return all
})

func site(o Options) *Site {
	if o.Idle == 0 {
		o.Idle = 30 * time.Minute
	}
	return New(Compiled(backcare()...), o)
}

// browser is somebody before the pages: it follows redirections and reads forms.
type browser struct {
	t     testing.TB
	site  *Site
	visit *Visit
	path  string
	page  string
	last  Answer
	seen  map[string]bool
}

func newBrowser(t testing.TB, s *Site) *browser {
	b := &browser{t: t, site: s, seen: map[string]bool{}}
	b.get("/")
	return b
}

var tokens int

func (b *browser) send(r Request) {
	b.t.Helper()
	r.Now = now
	for range 5 {
		b.last, b.visit = b.site.Serve(b.visit, r, func() string { tokens++; return fmt.Sprint("token", tokens) })
		if b.path = r.Path; b.last.Location == "" {
			b.page = string(b.last.Body)
			return
		}
		r = Request{Path: b.last.Location, Now: now}
	}
	b.t.Fatalf("%s leads in a circle", r.Path)
}

func (b *browser) get(path string) {
	b.t.Helper()
	b.send(Request{Path: path})
}

// post sends a form with the word of the visit that its page has.
func (b *browser) post(path string, form url.Values) {
	b.t.Helper()
	if m := regexp.MustCompile(`name="visit" value="([^"]*)"`).FindStringSubmatch(b.page); m != nil && !form.Has("visit") {
		if form == nil {
			form = url.Values{}
		}
		form.Set("visit", m[1])
	}
	b.send(Request{Post: true, Path: path, Form: form})
}

// places are those of what the page asks.
func (b *browser) places() (all []string) {
	for _, m := range regexp.MustCompile(`name="(?:choice|text)-(\d+(?:-\d+)?)"`).FindAllStringSubmatch(b.page, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}

// due is the first question that the page asks, or -1.
func (b *browser) due() int {
	if !strings.HasPrefix(b.path, "/q/") {
		return -1
	}
	number, _, _ := strings.Cut(b.places()[0], "-")
	q, err := strconv.Atoi(number)
	if err != nil {
		b.t.Fatal(b.path)
	}
	return q
}

// answer fills in the page's form truthfully and sends it.
func (b *browser) answer(want *rules.Intake) {
	b.t.Helper()
	form := url.Values{}
	skips := true
	for _, place := range b.places() {
		number, statement, states := strings.Cut(place, "-")
		at, _ := strconv.Atoi(number)
		q, a := &b.visit.edition.pack().Questions[at], want.Answers[at]
		b.seen[q.ID] = true
		choose := func(value string) {
			if !b.offers(place, value) {
				b.t.Fatalf("%s offers no %q:\n%s", q.ID, value, b.page)
			}
			form.Add("choice-"+place, value)
		}
		if a.State != rules.Unanswered || states {
			skips = false
		}
		if states {
			k, _ := strconv.Atoi(statement)
			switch {
			case a.Ticks&q.Statements[k].Covers != 0:
				choose("1")
			case a.State == rules.Unsure:
				choose("unsure")
			default:
				choose("0")
			}
			continue
		}
		ticked := false
		for i := range q.Options {
			if a.Ticks>>i&1 != 0 && b.offers(place, strconv.Itoa(i)) {
				choose(strconv.Itoa(i))
				ticked = true
			}
		}
		switch {
		case a.State == rules.Unsure:
			choose("unsure")
		case a.State == rules.Unanswered:
		case q.Kind.IsNumber():
			form.Set("text-"+place, strconv.Itoa(a.Int))
		case q.Kind.IsText():
			form.Set("text-"+place, a.Text)
		case !ticked && q.Kind.Many():
			choose("none")
		}
	}
	if skips {
		form.Set("act", "skip")
	}
	b.post(b.path, form)
}

func (b *browser) offers(place, value string) bool {
	return strings.Contains(b.page, `name="choice-`+place+`" value="`+value+`"`)
}

// fill answers as the intake says until the questions end.
func (b *browser) fill(want *rules.Intake) {
	b.t.Helper()
	for range 3 * len(want.Answers) {
		if !strings.HasPrefix(b.path, "/q/") {
			return
		}
		b.answer(want)
	}
	b.t.Fatalf("the questions do not end: at %s\n%s", b.path, b.page)
}

// saved reads the file with the answers back.
func (b *browser) saved() *rules.Intake {
	b.t.Helper()
	back := b.path
	b.get("/answers.yaml")
	data := b.last.Body
	b.get(back)
	in, problems := packfile.ParseIntakes(data, "answers.yaml", packfile.YAML, b.visit.edition.pack())
	if len(in) != 1 || problems.Errors() != nil {
		b.t.Fatalf("%v\n%s", problems, data)
	}
	return in[0]
}

// expected is the part of a page that the report of the intake is.
func expected(t testing.TB, program *engine.Program, in *rules.Intake, region int) string {
	t.Helper()
	v := &Visit{edition: Compiled(program)[0], region: region}
	voice := v.voice(in)
	style := report.NewStyle(program, voice)
	style.Program, _ = report.Version()
	var b bytes.Buffer
	if err := report.HTMLPart(&b, style, report.Visit{Result: program.Eval(in, voice), Intake: in}, ""); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// people returns intakes of people who answer everything that is required.
func people(program *engine.Program, n int) (all []*rules.Intake) {
	p := program.Pack()
	g := gen.Plausible(p, 21)
	for len(all) < n {
		in := g.Next()
		for q := range in.Answers {
			switch question := &p.Questions[q]; {
			case in.Answers[q].State != rules.Unanswered || !question.Required && !question.Advice:
			case question.Kind.IsNumber():
				in.Answers[q] = rules.Answer{State: rules.Answered, Int: question.Min}
			case question.Kind.Many() && !question.AtLeastOne:
				in.Answers[q] = rules.Answer{State: rules.Answered}
			default:
				in.Answers[q] = rules.Answer{State: rules.Answered, Ticks: 1}
			}
		}
		all = append(all, in)
	}
	return all
}

// TestSameResults sends random people through the pages and wants their answers in the file,
// and the result that the file gives.
func TestSameResults(t *testing.T) {
	n := 60
	if full {
		n = 300
	}
	stops := 0
	for i, want := range people(backcare()[0], n) {
		program := backcare()[i%2]
		s := New(Compiled(program), Options{Idle: time.Minute})
		b := newBrowser(t, s)
		b.post("/begin", url.Values{"region": {"GB"}})
		b.fill(want)
		if b.visit.stopped() {
			stops++
		}
		b.post("/finish", nil)
		got := b.saved()
		for q := range got.Answers {
			p := program.Pack()
			asked := b.seen[p.Questions[q].ID]
			if a := got.Answers[q]; b.visit.stopped() && a.State != rules.Answered && a.Ticks&^want.Answers[q].Ticks == 0 {
				continue // a list that was not answered to its end
			}
			if asked && got.Answers[q] != want.Answers[q] && program.Applies(got)[q] || !asked && got.Answers[q].State != rules.Unanswered {
				t.Fatalf("person %d, %s: %+v, want %+v", i, p.Questions[q].ID, got.Answers[q], want.Answers[q])
			}
		}
		if d := cmp.Diff(expected(t, program, got, s.editions[0].region("GB")), b.report()); d != "" {
			t.Fatalf("person %d: the page is not the report (-want +got):\n%s", i, d)
		}
	}
	if stops == 0 || stops == n {
		t.Errorf("%d of %d people stopped at an emergency", stops, n)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// slip is what an emergency page adds to the report.
var slip = regexp.MustCompile(`\n<form class="slip".*</form>`)

// report is the part of the page that is the report.
func (b *browser) report() string {
	return slip.ReplaceAllString(between(b.page, `<main id="main">`, "\n<div class=\"after\">"), "")
}

// title is the page's title.
func (b *browser) title() string { return html.UnescapeString(between(b.page, "<title>", "</title>")) }

func TestComplaints(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	b.post("/begin", url.Values{"region": {"IN"}})
	p := b.visit.edition.pack()
	for _, c := range []struct {
		question string
		form     url.Values
		says     string
	}{
		{"respondent", url.Values{}, "Select one answer"},
		{"respondent", url.Values{"choice": {"77"}}, "Select one of the answers shown"},
		{"respondent", url.Values{"choice": {"-1"}}, "Select one of the answers shown"},
		{"respondent", url.Values{"choice": {"none"}}, "Select one of the answers shown"},
		{"respondent", url.Values{"choice": {"0", "1"}}, "Select one answer"},
		{"age", url.Values{"text": {"forty"}}, "Enter a whole number from"},
		{"age", url.Values{"text": {"-4"}}, "Enter a whole number from"},
		{"age", url.Values{"text": {"99999999999999999999999"}}, "Enter a whole number from"},
		{"age", url.Values{}, "Enter a whole number from"},
	} {
		q := p.QuestionIndex(c.question)
		if q < 0 {
			t.Fatal(c.question)
		}
		b.get("/q/" + strconv.Itoa(q) + "-all")
		form := url.Values{}
		for name, values := range c.form {
			form[name+"-"+strconv.Itoa(q)] = values
		}
		b.post(b.path, form)
		if b.due() != q || !strings.Contains(b.page, `class="fault">`+c.says) || !strings.HasPrefix(b.title(), "Error:") {
			t.Errorf("%s, %v: at %s, %q", c.question, c.form, b.path, b.title())
		}
		m := regexp.MustCompile(`<li><a href="#([^"]+)">([^<]*)</a>`).FindStringSubmatch(b.page)
		if m == nil || !strings.Contains(b.page, `id="`+m[1]+`"`) || !strings.Contains(b.page, `class="fault">`+m[2]) {
			t.Errorf("%s, %v: the summary %q leads nowhere, or says something else", c.question, c.form, m)
		}
		b.get(b.path)
	}
}

// TestSummaryTellsApart sends a page of several questions empty and wants each to be named in the summary.
func TestSummaryTellsApart(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	b.post("/begin", nil)
	b.post(b.path, nil)
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`<li><a href="#[^"]+">([^<]*)</a>`).FindAllStringSubmatch(b.page, -1) {
		if seen[m[1]] {
			t.Errorf("%q is there twice", m[1])
		}
		seen[m[1]] = true
	}
	if len(seen) < 3 {
		t.Errorf("the summary names %v", seen)
	}
	for _, says := range []string{"? – Select one answer", "? – Enter a whole number from 0 to 120"} {
		if !strings.Contains(b.page, says) {
			t.Errorf("the summary lacks %q: %v", says, seen)
		}
	}
}

// TestSummaryNamesAll sends a page on which some answers are wrong, each in its own way, and some are missing, and wants each
// to be named in the summary, with a link to its field and the words that stand there.
func TestSummaryNamesAll(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	b.post("/begin", nil)
	p := b.visit.edition.pack()
	for _, c := range []struct{ respondent, age string }{{"", "forty"}, {"77", "200"}, {"0", "200"}, {"0", ""}, {"", ""}, {"77", "forty"}, {"", "200"}} {
		form, wrong := url.Values{}, 0
		for _, place := range b.places() {
			number, _, _ := strings.Cut(place, "-")
			q, _ := strconv.Atoi(number)
			switch id := p.Questions[q].ID; {
			case id == "respondent" && c.respondent != "":
				form.Set("choice-"+place, c.respondent)
			case id == "age":
				form.Set("text-"+place, c.age)
			}
			if p.Questions[q].Required && form.Get("choice-"+place) != "0" {
				wrong++
			}
		}
		b.post(b.path, form)
		faults := regexp.MustCompile(`(?s)<div class="item[^"]* wrong">.*?class="fault">([^<]*)<(.*?)</fieldset>`).FindAllStringSubmatch(b.page, -1)
		links := regexp.MustCompile(`<li><a href="#([^"]+)">[^<]* – ([^<]*)</a>`).FindAllStringSubmatch(b.page, -1)
		if len(faults) != wrong || len(links) != wrong {
			t.Fatalf("%+v: of %d the page names %q, the summary %q", c, wrong, faults, links)
		}
		for i := range links {
			if links[i][2] != faults[i][1] || !strings.Contains(faults[i][2], `id="`+links[i][1]+`"`) {
				t.Errorf("%+v: the summary says %q, the field %q", c, links[i], faults[i])
			}
		}
	}
}

// TestNotSureApart wants "not sure" and "none of these" behind a word that sets them apart.
func TestNotSureApart(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	b.post("/begin", url.Values{"region": {"IN"}})
	for _, question := range []string{"setting", "today", "sitting_hours"} {
		b.get(fmt.Sprintf("/q/%d-all", b.visit.edition.pack().QuestionIndex(question)))
		_, last, apart := strings.Cut(b.page, `<p class="or">or</p>`)
		if !apart || strings.Contains(last, `value="0"`) || !strings.Contains(last, `value="unsure"`) {
			t.Errorf("%s: nothing is apart:\n%s", question, b.page)
		}
	}
}

// TestTypedStays wants what was typed wrongly to stand in the field, escaped.
func TestTypedStays(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	b.post("/begin", nil)
	q := b.visit.edition.pack().QuestionIndex("age")
	b.get("/q/" + strconv.Itoa(q) + "-all")
	field := "text-" + strconv.Itoa(q)
	b.post(b.path, url.Values{field: {`"><script>alert(1)</script>`}})
	if strings.Contains(b.page, "<script") || !strings.Contains(b.page, `&lt;script&gt;`) {
		t.Errorf("the page holds %s", between(b.page, "<fieldset", "</fieldset>"))
	}
	b.post(b.path, url.Values{field: {"४६"}})
	if got := b.visit.session.Draft().Answers[q].Int; got != 46 {
		t.Errorf("४६ was read as %d", got)
	}
}

// TestBackAndChange goes back by link and by address, and changes an answer from the page of all.
func TestBackAndChange(t *testing.T) {
	program := backcare()[0]
	want := people(program, 1)[0]
	b := newBrowser(t, site(Options{}))
	b.post("/begin", nil)
	first := b.path
	b.answer(want)
	second := b.path
	if first == second {
		t.Fatal("nothing was answered")
	}
	b.get(strings.Replace(second, "/q/", "/back/", 1))
	if b.path != first || !strings.Contains(b.page, " checked>") {
		t.Fatalf("back leads to %s, with nothing chosen", b.path)
	}
	b.get(strings.Replace(first, "/q/", "/back/", 1))
	if b.path != "/" || !strings.Contains(b.page, `href="`+first+`"`) {
		t.Errorf("back from the first question leads to %s", b.path)
	}
	b.get(second)
	b.fill(want)
	if b.path != "/check" {
		t.Fatalf("the questions end at %s", b.path)
	}
	changes := regexp.MustCompile(`href="(/q/\d+-all)"`).FindAllStringSubmatch(b.page, -1)
	if len(changes) < 20 {
		t.Fatalf("%d answers can be changed", len(changes))
	}
	b.get(changes[1][1])
	b.answer(want)
	if b.path != "/check" {
		t.Errorf("a change leads to %s", b.path)
	}
	b.post("/finish", nil)
	b.get(changes[1][1]) // Back from the result
	if b.due() < 0 {
		t.Errorf("back from the result leads to %s", b.path)
	}
}

// TestStaleAndForeign sends what belongs to no visit, to another one, or to a question that
// is not asked any more.
func TestStaleAndForeign(t *testing.T) {
	s := site(Options{})
	b := newBrowser(t, s)
	for _, path := range []string{"/q/0", "/check", "/result", "/stop", "/answers.yaml", "/back/1", "/still"} {
		if b.get(path); b.last.Status != statusGone {
			t.Errorf("%s without a visit: %d", path, b.last.Status)
		}
		if b.post(path, url.Values{"visit": {"x"}}); b.last.Status != statusGone {
			t.Errorf("a form for %s without a visit: %d", path, b.last.Status)
		}
	}
	for _, path := range []string{"/nothing", "/q", "/q/x", "/q/-1", "/q/99999", "/q/0/1", "/check/1", "//", "/../etc"} {
		if b.get(path); b.last.Status != statusNotFound && b.last.Status != statusGone {
			t.Errorf("%s: %d", path, b.last.Status)
		}
	}
	b.post("/begin", nil)
	for _, path := range []string{"/q", "/q/x", "/q/-1", "/q/99999", "/q/0/1", "/check/1", "/begin"} {
		if b.get(path); b.last.Status != statusNotFound {
			t.Errorf("%s: %d at %s", path, b.last.Status, b.path)
		}
	}
	b.get("/q/0")
	b.post("/q/0", url.Values{"visit": {"another"}, "choice-0": {"0"}})
	if b.last.Status != statusConflict || b.visit.session.Seen(0) {
		t.Errorf("a page of another visit was taken: %d", b.last.Status)
	}
	pregnancy := b.visit.edition.pack().QuestionIndex("pregnancy")
	b.get("/q/0")
	b.post("/q/"+strconv.Itoa(pregnancy), url.Values{"choice-" + strconv.Itoa(pregnancy): {"0"}})
	if b.visit.session.Seen(pregnancy) && !b.visit.interviewAsks(pregnancy) {
		t.Error("an answer was taken to a question that does not apply")
	}
	b.get("/q/0")
	b.post("/delete", nil)
	if b.visit != nil || b.path != "/" {
		t.Errorf("after deleting, at %s", b.path)
	}
}

func (v *Visit) interviewAsks(q int) bool {
	return v.edition.Program().Applies(v.session.Draft().Intake)[q]
}

// emergency leads a browser to an emergency.
func emergency(t *testing.T, b *browser) {
	t.Helper()
	program := backcare()[0]
	for _, want := range people(program, 300) {
		if program.Decide(want).Disposition == rules.Emergency {
			b.post("/begin", url.Values{"agree": {"yes"}})
			if b.fill(want); b.path == "/stop" {
				return
			}
		}
	}
	t.Fatal("nobody has an emergency")
}

func TestEmergencyStops(t *testing.T) {
	b := newBrowser(t, site(Options{}))
	emergency(t, b)
	if !strings.Contains(b.page, `class="action stop"`) || !b.visit.Emergency() {
		t.Errorf("the page says something else:\n%s", b.page)
	}
	action, at, record := strings.Index(b.page, `class="action stop"`), strings.Index(b.page, `action="/stop"`), strings.Index(b.page, `class="record"`)
	if action < 0 || at < action || record < at {
		t.Errorf("the way back from a slip is at %d, what to do at %d, the record at %d", at, action, record)
	}
	for _, path := range []string{"/q/0", "/check", "/back/3"} {
		if b.get(path); b.path != "/stop" {
			t.Errorf("%s leads away from the emergency, to %s", path, b.path)
		}
	}
	b.post("/stop", nil)
	if b.due() < 0 {
		t.Errorf("a slip cannot be corrected: at %s", b.path)
	}
	if b.get("/check"); b.path == "/check" {
		if b.post("/finish", nil); !strings.Contains(b.page, `class="action stop"`) {
			t.Error("an emergency that was not corrected is gone")
		}
	}
}

func TestLanguages(t *testing.T) {
	s := site(Options{})
	b := newBrowser(t, s)
	b.send(Request{Path: "/", Languages: []string{"fr", "hi-IN"}})
	if !strings.Contains(b.page, `<html lang="hi">`) {
		t.Error("the browser's language is not heard")
	}
	if regions := between(b.page, "<select", "</select>"); !strings.Contains(regions, ">भारत<") || regexp.MustCompile(`>[^<]*[A-Za-z][^<]*<`).MatchString(regions) {
		t.Errorf("the regions in Hindi are %s", regions)
	}
	for _, shown := range []string{`<strong lang="hi" aria-current="true">हिन्दी</strong>`, `lang="en">English</button>`} {
		if !strings.Contains(between(b.page, "<header", "</header>"), shown) {
			t.Errorf("the top lacks %s", shown)
		}
	}
	b.send(Request{Path: "/", Query: "en", Languages: []string{"hi"}})
	if !strings.Contains(b.page, `<html lang="en">`) {
		t.Error("the language that was asked for is not heard")
	}
	b.post("/begin", url.Values{"lang": {"en"}})
	program := backcare()[0]
	want := people(program, 2)[1]
	for range 4 {
		b.answer(want)
	}
	before, at := slices.Clone(b.visit.session.Draft().Answers), b.path
	b.post("/language", url.Values{"lang": {"hi"}})
	if b.path != at || !strings.Contains(b.page, `<html lang="hi">`) || !slices.Equal(before, b.visit.session.Draft().Answers) {
		t.Errorf("after the switch, at %s", b.path)
	}
	b.fill(want)
	b.post("/finish", nil)
	if got, want := b.report(), expected(t, backcare()[1], b.saved(), 0); got != want {
		t.Error("the result in Hindi is another")
	}
}

// TestSwitchKeepsInput switches the language on pages whose form is filled in and not sent, and wants what
// is in the fields, and what is wrong with it, in the other language.
func TestSwitchKeepsInput(t *testing.T) {
	b := newBrowser(t, site(Options{Practice: "Sandhill", Keep: func(*rules.Intake) error { return nil }}))
	b.post("/begin", url.Values{"switch": {"hi"}, "region": {"US"}, "agree": {"no"}, "kind": {"rest"}})
	if b.visit != nil || !strings.Contains(b.page, `<html lang="hi">`) || strings.HasPrefix(b.title(), "त्रुटि") {
		t.Errorf("the switch on the first page leads to %q", b.title())
	}
	for _, kept := range []string{`value="US" selected`, `value="no" checked`, `value="rest" checked`, "<details open>"} {
		if !strings.Contains(b.page, kept) {
			t.Errorf("the first page has lost %s", kept)
		}
	}
	b.post("/begin", url.Values{"lang": {"en"}, "agree": {"no"}})
	p := b.visit.edition.pack()
	for _, c := range []struct {
		question string
		form     url.Values
		kept     []string
		wrong    bool
	}{
		{"respondent", url.Values{"choice": {"1"}}, []string{`value="1" checked`}, false},
		{"age", url.Values{"text": {"4 <6"}}, []string{`value="4 &lt;6"`}, true},
		{"notes", url.Values{"text": {"since\nMay"}}, []string{"since\nMay</textarea>"}, false},
		{"medicines", url.Values{"choice": {"0", "2"}}, []string{`value="0" checked`, `value="2" checked`}, false},
		{"medicines", url.Values{"choice": {"none"}}, []string{`value="none" checked`}, false},
		{"medicines", url.Values{"choice": {"none", "1"}}, []string{`value="none" checked`, `value="1" checked`}, true},
		{"medicines", url.Values{"choice": {"unsure"}}, []string{`value="unsure" checked`}, false},
	} {
		q := strconv.Itoa(p.QuestionIndex(c.question))
		b.get("/q/0") // another page, which forgets what was typed at the last
		b.get("/q/" + q + "-all")
		before := slices.Clone(b.visit.session.Draft().Answers)
		form := url.Values{}
		for name, values := range c.form {
			form[name+"-"+q] = values
		}
		check := func(when, lang string) {
			t.Helper()
			for _, kept := range c.kept {
				if !strings.Contains(b.page, kept) || !strings.Contains(b.page, `<html lang="`+lang+`">`) {
					t.Errorf("%s %v, %s: the page has lost %s:\n%s", c.question, c.form, when, kept, between(b.page, "<fieldset", "</fieldset>"))
				}
			}
		}
		send := func(extra string) {
			all := maps.Clone(form)
			if extra != "" {
				all.Set("switch", extra)
			}
			b.post(b.path, all)
		}
		send("hi")
		check("not sent", "hi")
		if strings.Contains(b.page, `class="fault"`) || !slices.Equal(before, b.visit.session.Draft().Answers) {
			t.Errorf("%s %v: the switch sends the answer", c.question, c.form)
		}
		if !c.wrong {
			send("en")
			continue
		}
		send("")
		check("wrong", "hi")
		if !strings.Contains(b.page, `class="fault"`) {
			t.Errorf("%s %v: taken", c.question, c.form)
		}
		send("en")
		check("wrong", "en")
		if !strings.HasPrefix(b.title(), "Error:") || !strings.Contains(b.page, `class="fault">`) {
			t.Errorf("%s %v: the error is lost: %q", c.question, c.form, b.title())
		}
	}
	if m := regexp.MustCompile(`<button[^>]*form="ask"[^>]*>`).FindString(b.page); strings.Contains(m, "name=") {
		t.Errorf("Enter in a field presses %s", m)
	}
}

// TestFollowUp brings the file of one visit to the next.
func TestFollowUp(t *testing.T) {
	program := backcare()[0]
	var want *rules.Intake
	for _, in := range people(program, 50) {
		if program.Decide(in).Disposition == rules.Proceed {
			want = in
		}
	}
	b := newBrowser(t, site(Options{}))
	b.post("/begin", nil)
	b.fill(want)
	b.get("/answers.yaml")
	unfinished := b.last.Body
	b.get("/check")
	first := len(b.seen)
	b.post("/finish", nil)
	b.get("/answers.yaml")
	file := b.last.Body

	again := newBrowser(t, site(Options{}))
	again.send(Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"last"}}, File: file})
	again.fill(want)
	if again.path != "/check" || len(again.seen) >= first {
		t.Errorf("who comes back is asked %d questions, not fewer than %d; at %s", len(again.seen), first, again.path)
	}
	if again.post("/finish", nil); strings.Contains(again.page, `class="removed"`) {
		t.Error("something is said to be removed although nothing was")
	}
	thinner := bytes.Replace(file, []byte("medicines: []"), []byte("medicines: [anticoagulant]"), 1)
	again.send(Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"last"}}, File: thinner})
	for range 60 { // saying twice that it is no longer so
		if again.fill(want); again.path == "/check" {
			break
		}
	}
	again.post("/finish", nil)
	removed := again.site.editions[0].Program().Changed(again.visit.session.LastVisit(), again.visit.session.Final(), again.visit.voice(want))
	if len(removed) == 0 || !strings.Contains(between(again.page, `class="removed"`, "</section>"), html.EscapeString(removed[0].Labels[0])) {
		t.Errorf("the page does not say that %v was removed", removed)
	}
	again.send(Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"rest"}}, File: unfinished})
	if again.path != "/check" {
		t.Errorf("finished answers lead to %s", again.path)
	}
	for name, bad := range map[string][]byte{"empty": {}, "no answers": []byte("x: [1"), "binary": {0, 1, 2}, "another pack": []byte("pack: other 1.0.0\nanswers: {}\n")} {
		again.get("/")
		again.send(Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"last"}}, File: bad})
		if again.due() >= 0 && name != "empty" || again.path == "/begin" && !strings.HasPrefix(again.title(), "Error:") {
			t.Errorf("a file that is %s leads to %s", name, again.path)
		}
	}
}

// TestFileInPart begins from files of which not everything can be read, and wants to be told what.
func TestFileInPart(t *testing.T) {
	for file, says := range map[string]string{
		"date: 2026-13-45\nanswers:\n  age: 40\n":            "asked again: date<",
		"answers:\n  agee: 40\n  pain_area: [neck, elbow]\n": "asked again: agee; Where does it hurt or feel tight?<",
		"answers: [1]\n": "asked again: answers<",
		"date: 2099-01-01\nanswers:\n  age: 40\n":  "The date in the file, 2099-01-01, has not come yet.",
		"date: 2099-01-01\nanswers:\n  agee: 40\n": "asked again: agee The date in the file, 2099-01-01",
	} {
		b := newBrowser(t, site(Options{}))
		b.send(Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"rest"}}, File: []byte(file)})
		if !strings.Contains(b.page, says) {
			t.Errorf("%q: not %q:\n%s", file, says, between(b.page, `role="status">`, "</div>"))
		}
		if date := b.visit.session.Draft().Date; date != now.Format(time.DateOnly) {
			t.Errorf("%q: the answers are of %s", file, date)
		}
	}
}

// TestPromiseConsent hands over what somebody has agreed to, and nothing else.
func TestPromiseConsent(t *testing.T) {
	var kept []*rules.Intake
	var failing error
	s := site(Options{Practice: "Sandhill & Sons", Keep: func(in *rules.Intake) error {
		if failing == nil {
			kept = append(kept, in)
		}
		return failing
	}})
	b := newBrowser(t, s)
	if !strings.Contains(b.page, "Sandhill &amp; Sons") {
		t.Error("the first page does not say who reads the answers")
	}
	if b.post("/begin", nil); b.visit != nil || !strings.HasPrefix(b.title(), "Error:") {
		t.Error("an interview begins without a word on who may have the answers")
	}
	want := people(backcare()[0], 1)[0]
	b.post("/begin", url.Values{"agree": {"no"}})
	b.fill(want)
	if b.post("/finish", nil); len(kept) != 0 || strings.Contains(b.page, "Sandhill") {
		t.Error("answers were handed over although nobody agreed")
	}
	b.get("/")
	b.post("/begin", url.Values{"agree": {"yes"}})
	b.fill(want)
	failing = fmt.Errorf("disk full")
	if b.post("/finish", nil); !strings.Contains(b.page, "could not be given to Sandhill") || strings.Contains(b.page, "disk full") {
		t.Error("nobody is told that the answers were not handed over")
	}
	failing = nil
	if b.post("/finish", nil); len(kept) != 1 || !strings.Contains(b.page, "Sandhill &amp; Sons has your answers") {
		t.Errorf("%d interviews were handed over", len(kept))
	}
	b.post("/finish", nil)
	b.get("/q/0")
	if b.path != "/result" || len(kept) != 1 {
		t.Errorf("after handing over: at %s, %d interviews", b.path, len(kept))
	}
	if d := cmp.Diff(kept[0].Answers, b.visit.session.Final().Answers); d != "" {
		t.Error(d)
	}
}

// TestKiosk wants pages that end by themselves, but for an emergency.
func TestKiosk(t *testing.T) {
	s := site(Options{Kiosk: true, Idle: 5 * time.Minute})
	b := newBrowser(t, s)
	if b.last.Refresh != "" {
		t.Error("the first page ends")
	}
	b.post("/begin", nil)
	if b.last.Refresh != "240; url=/still" {
		t.Errorf("a question ends with %q", b.last.Refresh)
	}
	if b.get("/still"); b.last.Refresh != "60; url=/ended" || !strings.Contains(b.page, `href="/q/0"`) {
		t.Errorf("the question whether somebody is there ends with %q", b.last.Refresh)
	}
	if b.get("/ended"); b.visit != nil || !strings.Contains(b.page, "no longer here") {
		t.Error("answers are there after the page that says they are gone")
	}
	if b.get("/"); strings.Contains(b.page, "Go on") {
		t.Error("whoever comes next can go on with the answers")
	}
	emergency(t, b)
	if b.last.Refresh != "" {
		t.Error("an emergency ends by itself")
	}
	if b.get("/ended"); b.visit == nil || b.path != "/stop" {
		t.Errorf("an emergency is at %s", b.path)
	}
	open := newBrowser(t, site(Options{Idle: 5 * time.Minute}))
	open.post("/begin", nil)
	if open.get("/ended"); open.visit == nil || open.last.Status != statusNotFound {
		t.Error("answers end where no screen is shared")
	}
}

// TestEveryPageSays wants on every kind of page the emergency number, a title, a language
// and a way on, and words in place of every id.
func TestEveryPageSays(t *testing.T) {
	s := site(Options{Region: 2})
	b := newBrowser(t, s)
	check := func() {
		t.Helper()
		for _, must := range []string{`call <a href="tel:999">999</a>`, `<html lang="en">`, "<title>", "<h1", `name="viewport"`} {
			if !strings.Contains(b.page, must) {
				t.Errorf("%s lacks %q", b.path, must)
			}
		}
		if strings.Contains(b.page, "web_") || strings.Contains(b.page, "<script") || strings.Contains(b.page, " style=") {
			t.Errorf("%s holds an id, a script or a style", b.path)
		}
	}
	check()
	b.get("/nothing")
	check()
	b.post("/begin", url.Values{"region": {"GB"}})
	check()
	b.fill(people(backcare()[0], 1)[0])
	check()
	b.post("/finish", nil)
	check()
}

// FuzzServe wants an answer to whatever is asked.
func FuzzServe(f *testing.F) {
	f.Add("/q/3", "choice-3=1&text-3=5", "/check", "x=y", []byte("answers: {age: 40}"))
	f.Add("/back/1", "act=skip", "/finish", "", []byte("{}"))
	f.Add("/language", "lang=hi", "/stop", "", []byte(nil))
	s := site(Options{})
	f.Fuzz(func(t *testing.T, one, form, two, form2 string, file []byte) {
		_, v := s.Serve(nil, Request{Post: true, Path: "/begin", Form: url.Values{"kind": {"rest"}}, File: file, Now: now}, func() string { return "t" })
		for i, path := range []string{one, two, one, two} {
			values, _ := url.ParseQuery([]string{form, form2}[i%2])
			values.Set("visit", "t")
			var a Answer
			a, v = s.Serve(v, Request{Post: i < 2, Path: path, Form: values, Now: now}, func() string { return "t" })
			if a.Status == 0 || a.Status >= 500 || a.Location == "" && len(a.Body) == 0 {
				t.Errorf("%s: %+v", path, a)
			}
		}
	})
}
