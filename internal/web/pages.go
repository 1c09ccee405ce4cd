package web

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"knead/internal/report"
	"knead/internal/text"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
)

//go:embed page.tmpl
var pageTemplate string

//go:embed style.css
var ownStyle string

// Style is the style of all pages.
var Style = report.CSS() + ownStyle

// pages are the templates of all pages. What is in words comes from the view.
var pages = template.Must(template.New("page").Parse(pageTemplate))

// view is what every page has.
type view struct {
	*Site
	words     *words.Catalog
	Visit     *Visit
	Lang      string
	Title     string // of the page; the pack's title is added
	Brand     string
	Region    *rules.Region // whose emergency number is shown
	Languages []language    // none when there is no choice
	Errors    []fault
	Notice    string
	Form      string // the id of the form whose input a switch of language keeps
	Body      any    // what the page's own template reads
}

// language is one of those that a person may read.
type language struct{ Tag, Name string }

// fault is something wrong with what was sent, and the field that it is about.
type fault struct{ Field, Text string }

// Say returns a text of the program, with placeholders filled in.
func (v *view) Say(id string, pairs ...any) (string, error) {
	if !v.words.Has(id) {
		return "", fmt.Errorf("no words for %q", id)
	}
	return v.words.Say(id, pairs...), nil
}

// Dial makes links of the telephone numbers in a text.
func (v *view) Dial(text string) template.HTML { return report.Dial(text, v.Region) }

// Fault returns what is wrong with a field, or "".
func (v *view) Fault(field string) string {
	for _, f := range v.Errors {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// Minutes is how long answers are kept without a request.
func (v *view) Minutes() int { return int(v.Idle.Minutes()) }

// view begins a page in the language of the visit or, without one, of the request.
func (s *Site) view(v *Visit, r Request) *view {
	e, region := s.edition(append([]string{r.Query}, r.Languages...)...), s.Region
	if v != nil {
		e, region = v.edition, v.region
	}
	p := e.pack()
	shown := &view{Site: s, words: e.words(), Visit: v, Lang: p.Language, Brand: p.Title.Patient, Region: &p.Regions[region]}
	for _, one := range s.editions {
		if len(s.editions) > 1 {
			shown.Languages = append(shown.Languages, language{one.Language, one.words().Say("language_name")})
		}
	}
	return shown
}

// render executes the page's template.
func (v *view) render(name string, status int) Answer {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, v); err != nil {
		panic(err) // it is written into memory, and the tests show every page
	}
	a := Answer{Status: status, Type: htmlType, Body: b.Bytes()}
	if v.Kiosk && v.Visit != nil && !v.Visit.Emergency() {
		const warning = 60
		a.Refresh = fmt.Sprintf("%d; url="+stillPath, int(v.Idle.Seconds())-warning)
		if name == "still" {
			a.Refresh = fmt.Sprintf("%d; url=/ended", warning)
		}
	}
	return a
}

// first is the page that everybody begins with.
func (s *Site) first(v *Visit, r Request, wrong map[string]string) Answer {
	shown := s.view(v, r)
	if wrong != nil {
		shown = s.view(nil, r)
		shown.Visit = v
	}
	e := s.edition(shown.Lang)
	for _, field := range []string{agreeField, kindField} {
		if wrong[field] != "" {
			shown.Errors = append(shown.Errors, fault{field, wrong[field]})
		}
	}
	use := &e.pack().Use
	body := struct {
		Opening  []string
		NotFor   []string
		Regions  []rules.Region
		Region   int
		Old      bool
		Reviewed string
		CanAgree bool
		Path     string
		Agree    string
		Kind     string
	}{Regions: e.pack().Regions, Region: s.Region, Reviewed: e.pack().Reviewed, CanAgree: s.Keep != nil, Agree: r.Form.Get(agreeField), Kind: r.Form.Get(kindField)}
	for _, t := range use.Opening {
		body.Opening = append(body.Opening, t.Patient)
	}
	if body.Opening == nil {
		body.Opening = []string{use.For.Patient}
	}
	for _, t := range use.NotFor {
		body.NotFor = append(body.NotFor, t.Patient)
	}
	if v != nil {
		body.Path, body.Region = v.path(), v.region
	}
	if i := e.region(r.Form.Get(regionField)); i >= 0 {
		body.Region = i
	}
	body.Old = s.Offline && isOld(body.Reviewed, r.Now.AddDate(-1, 0, 0))
	shown.Title, shown.Form, shown.Body = e.pack().Title.Patient, "begin", body
	return shown.render("first", statusOK)
}

// item is a question of a page.
type item struct {
	questionnaire.Item
	Choice   string // the names of its fields
	Text     string
	Typed    string
	Inputs   []input
	Last     []input // "none of these" and "not sure"
	Fault    string
	Hint     string
	Before   string // what is suggested, or was so at the last visit
	Explains bool   // some option has a help
	List     string // the question whose list a statement stands for
}

// input is a radio button or a box to tick.
type input struct {
	ID, Value, Label string
	Checked          bool
}

// question is the page that asks.
func (s *Site) question(v *Visit, place string, r Request) Answer {
	if !v.goTo(place) {
		return v.onward()
	}
	if v.at != place {
		v.wrong, v.typed = nil, nil
	}
	page := v.interview().Page()
	shown := s.view(v, r)
	shown.Notice = joined(v.notice, page.Notice)
	body := struct {
		questionnaire.Page
		Items   []item
		Place   string
		Skips   bool // nothing on the page has to be answered
		Several bool
		Lists   []item // the first statement of each list
	}{Page: page, Place: place, Skips: true, Several: len(page.Items) > 1}
	lists := map[string]bool{}
	for _, it := range page.Items {
		one := v.item(it)
		if number, _, _ := strings.Cut(it.Place, "-"); it.Statement && !lists[number] {
			lists[number] = true
			q, _ := strconv.Atoi(number)
			one.List = v.edition.pack().Questions[q].Ask.For(questionnaire.Reader(v.edition.pack(), v.session.Draft().Intake))
			body.Lists = append(body.Lists, one)
		}
		if c := v.wrong[it.Place]; c != nil {
			one.Fault = complain(v.edition.words(), c, it)
			text := one.Fault
			if body.Several {
				text = one.Ask + " – " + text // else the links would read alike
			}
			shown.Errors = append(shown.Errors, fault{one.firstField(), text})
		}
		body.Skips = body.Skips && !it.Required
		body.Items = append(body.Items, one)
	}
	switch shown.Title = page.Items[0].Ask; {
	case body.Several && page.Items[0].Statement:
		shown.Title = v.edition.words().Say("statements")
	case body.Several:
		shown.Title = page.Section
	}
	shown.Form, shown.Body = "ask", body
	return shown.render("question", statusOK)
}

// item lays out a question with the answer that it has, or that is suggested.
func (v *Visit) item(it questionnaire.Item) item {
	one := item{Item: it, Choice: choiceField(it.Place), Text: textField(it.Place)}
	given := it.Given
	ticks := given.Ticks
	if it.Pending.Ticks != 0 {
		ticks = it.Pending.Ticks
	}
	add := func(to *[]input, value, label string, checked bool) {
		if v.typed != nil {
			checked = slices.Contains(v.typed[one.Choice], value)
		}
		*to = append(*to, input{ID: one.Choice + "-" + value, Value: value, Label: label, Checked: checked})
	}
	for _, o := range it.Options {
		add(&one.Inputs, strconv.Itoa(o.Tick), o.Label, ticks>>o.Tick&1 != 0)
		one.Explains = one.Explains || o.Help != ""
	}
	if it.None {
		none := given.State == rules.Answered && given.Ticks == 0 && !it.Suggested && !it.Doubted && it.Pending.Ticks == 0
		add(&one.Last, noneValue, v.edition.words().Say("none"), none)
	}
	if it.Unsure {
		label := v.edition.words().Say("unsure")
		if it.Statement {
			label = v.edition.words().Say("web_not_sure")
		}
		add(&one.Last, unsureValue, label, given.State == rules.Unsure)
	}
	switch one.Typed = it.Pending.Text; {
	case v.typed != nil:
		one.Typed = text.Screen.Clean(v.typed.Get(one.Text))
	case one.Typed != "" || given.State != rules.Answered:
	case it.Kind.IsNumber():
		one.Typed = strconv.Itoa(given.Int)
	case it.Kind.IsText():
		one.Typed = given.Text
	}
	say := v.edition.words().Say
	if it.Suggested {
		one.Before = it.GivenLine(say)
	}
	switch {
	case it.Kind.IsNumber():
		one.Hint = say("web_hint_number", "min", it.Min, "max", it.Max)
	case it.Kind.IsText():
		one.Hint = say("web_hint_text", "max", it.Max)
	case it.Kind.Many():
		one.Hint = say("web_hint_multi")
	}
	return one
}

// firstField is the id of the field that a complaint leads to.
func (i *item) firstField() string {
	if len(i.Inputs) > 0 {
		return i.Inputs[0].ID
	}
	return i.Text
}

// IsText and the like say which fields an item has.
func (i item) IsText() bool   { return i.Kind.IsText() }
func (i item) IsNumber() bool { return i.Kind.IsNumber() }
func (i item) Many() bool     { return i.Kind.Many() }

// section is a part of the page of all answers.
type section struct {
	Title string
	Lines []line
}

type line struct {
	questionnaire.Entry
	Number int
}

// check is the page of all answers.
func (s *Site) check(v *Visit, r Request) Answer {
	if v.stopped() || v.sent {
		return v.onward()
	}
	v.session.Leave()
	menu := v.interview().Page().Menu
	shown := s.view(v, r)
	shown.Notice = v.notice
	body := struct {
		*questionnaire.Menu
		Sections []section
	}{Menu: menu}
	for i, l := range v.session.Review() {
		entry := menu.Entries[i+1]
		if len(body.Sections) == 0 || body.Sections[len(body.Sections)-1].Title != entry.Group {
			body.Sections = append(body.Sections, section{Title: entry.Group})
		}
		last := &body.Sections[len(body.Sections)-1]
		last.Lines = append(last.Lines, line{entry, l.Question})
	}
	shown.Title, shown.Body = menu.Title, body
	return shown.render("check", statusOK)
}

// stop is the page of an emergency, which ends the questions.
func (s *Site) stop(v *Visit, r Request) Answer {
	if !v.stopped() {
		return v.onward()
	}
	return s.results(v, r)
}

// result is the page with what the answers lead to.
func (s *Site) result(v *Visit, r Request) Answer {
	if !v.done {
		return v.onward()
	}
	return s.results(v, r)
}

func (s *Site) results(v *Visit, r Request) Answer {
	final := v.session.Final()
	voice := v.voice(final)
	program := v.edition.Program()
	style := report.NewStyle(program, voice)
	style.Program, _ = report.Version()
	result := program.Eval(final, voice)
	if last := v.session.LastVisit(); last != nil {
		result.Changed = program.Changed(last, final, voice)
	}
	shown := s.view(v, r)
	var slip, b bytes.Buffer
	err := pages.ExecuteTemplate(&slip, "slip", shown)
	err = errors.Join(err, report.HTMLPart(&b, style, report.Visit{Result: result, Intake: final}, template.HTML(slip.String())))
	if err != nil {
		panic(err) // it is written into memory
	}
	if v.notice != "" {
		shown.Notice = v.notice
	}
	shown.Title = style.Wording.Say(v.edition.pack().Dispositions[program.Decide(final).Disposition].Title)
	shown.Body = struct{ Report template.HTML }{template.HTML(b.String())}
	return shown.render("result", statusOK)
}

// still asks somebody before a shared screen whether they are there.
func (s *Site) still(v *Visit, r Request) Answer {
	shown := s.view(v, r)
	shown.Title = v.edition.words().Say("web_still_title")
	shown.Body = struct{ Path string }{v.path()}
	return shown.render("still", statusOK)
}

// message is a page that says why there is nothing else.
func (s *Site) message(v *Visit, r Request, title, text string, status int) Answer {
	shown := s.view(v, r)
	shown.Title = shown.words.Say(title)
	path := "/"
	if v != nil {
		path = v.path()
	}
	shown.Body = struct{ Text, Path string }{shown.words.Say(text, "minutes", shown.Minutes()), path}
	a := shown.render("message", status)
	if a.Refresh = ""; s.Kiosk && v == nil && r.Path != "/" {
		a.Refresh = "60; url=/"
	}
	return a
}

// Full is the page for somebody who would be one too many.
func (s *Site) Full(r Request) Answer {
	return s.message(nil, r, "web_full_title", "web_full_text", 503)
}

// Refused is the page for what a browser may not send.
func (s *Site) Refused(r Request, status int) Answer {
	return s.message(nil, r, "web_refused_title", "web_refused_text", status)
}

func joined(texts ...string) string {
	texts = slices.DeleteFunc(texts, func(t string) bool { return t == "" })
	if len(texts) == 2 {
		return texts[0] + " " + texts[1]
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return ""
}

// isOld reports whether a date lies before a day.
func isOld(date string, day time.Time) bool {
	at, err := time.Parse(time.DateOnly, date)
	return err == nil && at.Before(day)
}
