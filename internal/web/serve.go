package web

import (
	"bytes"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// The fields of forms beside those of questions.
const (
	visitField    = "visit"
	languageField = "lang"
	switchField   = "switch" // the language to go on in, with what is in the form
	regionField   = "region"
	agreeField    = "agree"
	kindField     = "kind"
	actField      = "act"
	openField     = "open" // the place of a statement whose list is to be shown
)

// Serve answers a request of somebody with that visit, or with none (nil). It returns the
// visit that they have afterwards: another one when an interview began, nil when it ended.
// NewToken makes a random word that nobody can guess.
func (s *Site) Serve(v *Visit, r Request, newToken func() string) (Answer, *Visit) {
	if a, ok := s.always(v, r); ok {
		return a, v
	}
	if r.Post && r.Path == "/begin" {
		return s.begin(v, r, newToken)
	}
	switch {
	case s.Kiosk && !r.Post && r.Path == "/ended":
		return s.ended(v, r)
	case v == nil && s.needsVisit(r.Path):
		return s.message(v, r, "web_gone_title", "web_gone_text", statusGone), nil
	case v == nil:
		return s.message(v, r, "web_not_found_title", "web_not_found_text", statusNotFound), nil
	case r.Post && r.Form.Get(visitField) != v.token:
		return s.message(v, r, "web_other_title", "web_other_text", statusConflict), v
	case r.Post && r.Path == "/delete":
		return seeOther("/"), nil
	}
	a, ok := s.visited(v, r)
	if !ok {
		a = s.message(v, r, "web_not_found_title", "web_not_found_text", statusNotFound)
	}
	return a, v
}

// always answers what needs no visit.
func (s *Site) always(v *Visit, r Request) (Answer, bool) {
	switch {
	case r.Post:
		return Answer{}, false
	case r.Path == "/":
		return s.first(v, r, nil), true
	case r.Path == "/style.css":
		return Answer{Status: statusOK, Type: "text/css; charset=utf-8", Body: []byte(Style)}, true
	}
	return Answer{}, false
}

// ended takes the answers from a screen before which nobody is any more, unless they are an emergency.
func (s *Site) ended(v *Visit, r Request) (Answer, *Visit) {
	if v != nil && v.Emergency() {
		return v.onward(), v
	}
	return s.message(nil, r, "web_gone_title", "web_gone_text", statusOK), nil
}

// needsVisit reports whether a path is one of an interview.
func (s *Site) needsVisit(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"q", "back", "check", "finish", "stop", "result", "answers.yaml", "delete", "language", "still"}, first)
}

// visited answers what is about a visit; ok is false when there is no such page.
func (s *Site) visited(v *Visit, r Request) (a Answer, ok bool) {
	before, place, numbered := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
	if numbered && !v.isPlace(place) {
		return a, false
	}
	switch action := strings.TrimSuffix(before+"/", "/"); {
	case numbered && before == "q" && r.Post:
		return s.answer(v, place, r.Form), true
	case numbered && before == "q":
		return s.question(v, place, r), true
	case numbered && before == "back" && !r.Post:
		return v.back(place), true
	case numbered:
		return a, false
	case action == "check" && !r.Post:
		return s.check(v, r), true
	case action == "finish" && r.Post:
		return s.finish(v), true
	case action == "stop" && !r.Post:
		return s.stop(v, r), true
	case action == "stop":
		return v.slip(), true
	case action == "result" && !r.Post:
		return s.result(v, r), true
	case action == "answers.yaml" && !r.Post:
		return v.save(), true
	case action == "language" && r.Post:
		v.speak(s.edition(r.Form.Get(languageField)))
		return v.onward(), true
	case action == "still" && !r.Post:
		return s.still(v, r), true
	}
	return a, false
}

func seeOther(path string) Answer { return Answer{Status: statusSeeOther, Location: path} }

func (v *Visit) path() string {
	place := v.session.Place()
	switch {
	case v.done:
		return "/result"
	case v.stopped():
		return "/stop"
	case place == "":
		return "/check"
	}
	return "/q/" + place
}

func (v *Visit) stopped() bool {
	_, stopped := v.session.Stopped()
	return stopped
}

// onward leads to what is due.
func (v *Visit) onward() Answer { return seeOther(v.path()) }

// begin starts an interview in place of whatever there was.
func (s *Site) begin(old *Visit, r Request, newToken func() string) (Answer, *Visit) {
	e := s.edition(append([]string{r.Form.Get(switchField), r.Form.Get(languageField)}, r.Languages...)...)
	wrong := map[string]string{}
	if r.Form.Has(switchField) {
		if old != nil {
			old.speak(e)
		}
		r.Query = e.Language
		return s.first(old, r, wrong), old
	}
	region := e.region(r.Form.Get(regionField))
	if region < 0 {
		region = s.Region
	}
	agree := r.Form.Get(agreeField)
	if s.Keep != nil && agree != "yes" && agree != "no" {
		wrong[agreeField] = e.words().Say("web_wrong_agree", "practice", s.Practice)
	}
	var draft *rules.Draft
	var notice string
	kind := r.Form.Get(kindField)
	switch {
	case r.File == nil:
	case kind != "last" && kind != "rest":
		wrong[kindField] = e.words().Say("web_wrong_kind")
	default:
		var problems rules.Problems
		draft, problems = packfile.ParseDraft(r.File, "", syntax(r.File), e.pack())
		if draft == nil {
			wrong[kindField] = e.words().Say("web_wrong_file")
		} else if errs := problems.Errors(); errs != nil {
			notice = e.words().Say("resume_dropped") + " " + strings.Join(fields(errs, e.pack()), "; ")
		}
		if draft != nil && draft.Date > r.Now.AddDate(0, 0, 1).Format(time.DateOnly) { // a day for where it is tomorrow already
			notice = joined(notice, e.words().Say("web_date_ahead", "date", draft.Date))
			draft.Date = ""
		}
	}
	if len(wrong) > 0 {
		r.Query = e.Language
		return s.first(old, r, wrong), old
	}
	v := s.start(e, region, draft, kind == "last", newToken(), r.Now)
	v.agreed, v.notice = agree == "yes" && s.Keep != nil, notice
	return v.onward(), v
}

// syntax decides how a file of answers is written: by its first character.
func syntax(data []byte) packfile.Format {
	begin := bytes.TrimLeft(data, " \t\r\n\ufeff")
	if len(begin) > 0 && begin[0] == '{' {
		return packfile.JSON
	}
	return packfile.YAML
}

// fields names what problems are about, each once: questions as they are asked, and other keys of the file.
func fields(problems rules.Problems, p *rules.Pack) (names []string) {
	for _, problem := range problems {
		name := problem.Field
		if q := p.QuestionIndex(name); q >= 0 {
			name = p.Questions[q].Ask.Patient
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// isPlace reports whether a place may be one of a page, now or with other answers.
func (v *Visit) isPlace(place string) bool {
	m := places.FindStringSubmatch(place)
	if m == nil {
		return false
	}
	q, err := strconv.Atoi(m[1])
	return err == nil && q < len(v.edition.pack().Questions)
}

var places = regexp.MustCompile(`^(\d{1,4})(-all|-\d{1,4})?$`)

// goTo goes to a page and reports whether it can be shown.
func (v *Visit) goTo(place string) bool {
	return v.changeable() && !v.stopped() && v.session.Go(place)
}

// answer takes what was answered at a page.
func (s *Site) answer(v *Visit, place string, form url.Values) Answer {
	if form.Has(switchField) {
		v.speak(s.edition(form.Get(switchField)))
		if v.goTo(place) {
			v.keep(place, form, v.interview().Page().Items)
			return seeOther("/q/" + place)
		}
	}
	v.wrong, v.typed, v.notice = nil, nil, ""
	if !v.goTo(place) {
		if v.changeable() && !v.stopped() {
			v.notice = v.edition.words().Say("web_moved")
		}
		return v.onward()
	}
	interview := v.interview()
	items := interview.Page().Items
	reply := questionnaire.Reply{Act: questionnaire.Give, Answers: make([]rules.Answer, len(items)), Pending: make([]questionnaire.Pending, len(items))}
	wrong := map[string]*questionnaire.Complaint{}
	for i, item := range items {
		if form.Get(actField) == "skip" {
			continue // an answer that is taken back
		}
		var c *questionnaire.Complaint
		if reply.Answers[i], reply.Pending[i], c = readItem(item, form); c != nil {
			wrong[item.Place] = c
		}
		if form.Get(openField) == item.Place {
			reply.Act, reply.Item = questionnaire.Open, i
		}
	}
	switch {
	case form.Get(actField) == "lists":
		reply.Act = questionnaire.Lists
	case reply.Act == questionnaire.Give && len(wrong) > 0:
		reply.Act = questionnaire.Some
	}
	err := interview.Reply(reply)
	v.done, v.failed = false, false
	for _, c := range complaints(err) {
		for _, i := range append(c.Items, c.Item) {
			if item := items[i]; wrong[item.Place] == nil {
				wrong[item.Place] = c
			}
		}
	}
	for i, item := range items {
		if len(wrong) > 0 && wrong[item.Place] == nil && item.Required && reply.Answers[i].State == rules.Unanswered {
			wrong[item.Place] = &questionnaire.Complaint{Code: questionnaire.StillOpen}
		}
	}
	if len(wrong) == 0 || reply.Act > questionnaire.Some || v.stopped() {
		return v.onward()
	}
	v.keep(place, form, items)
	v.wrong = wrong
	return seeOther("/q/" + place)
}

// complaints are those that an error joins.
func complaints(err error) (all []*questionnaire.Complaint) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			all = append(all, complaints(one)...)
		}
		return all
	}
	var c *questionnaire.Complaint
	if errors.As(err, &c) {
		all = append(all, c)
	}
	return all
}

// keep remembers what a form holds that is no answer yet, to be shown again at its page.
func (v *Visit) keep(place string, form url.Values, items []questionnaire.Item) {
	if v.at != place {
		v.wrong = nil
	}
	v.at, v.typed = place, url.Values{}
	for _, item := range items {
		for _, name := range []string{choiceField(item.Place), textField(item.Place)} {
			v.typed[name] = form[name]
		}
	}
}

// back leads to the page before a question.
func (v *Visit) back(place string) Answer {
	if !v.goTo(place) {
		return v.onward()
	}
	if !v.session.Back() {
		return seeOther("/")
	}
	return v.onward()
}

// slip goes back from an emergency to the answer that was a slip.
func (v *Visit) slip() Answer {
	if v.stopped() && v.changeable() {
		v.session.Back()
		v.done = false
	}
	return v.onward()
}

// finish hands the answers over, if the person agreed, and leads to the result.
func (s *Site) finish(v *Visit) Answer {
	v.done, v.failed = true, false
	if v.agreed && !v.sent {
		if err := s.Keep(v.session.Final()); err != nil {
			v.failed = true
		} else {
			v.sent = true
		}
	}
	return seeOther("/result")
}

// save is the file with all answers so far.
func (v *Visit) save() Answer {
	var b bytes.Buffer
	var err error
	if v.done {
		err = packfile.WriteIntake(&b, v.session.Final(), v.edition.pack())
	} else {
		err = packfile.WriteDraft(&b, v.session.Draft(), v.edition.pack())
	}
	if err != nil {
		panic(err) // it is written into memory
	}
	return Answer{Status: statusOK, Type: yamlType, FileName: "answers.yaml", Body: b.Bytes()}
}
