// Package web shows an interview and its result as pages for browsers. It opens no
// connection and reads no clock by itself: a [Request] goes in, an [Answer] comes out. The server, cmd/knead-serve,
// puts HTTP around it, and the page that works without one, cmd/knead-page, a browser's own
// events; both serve the same pages.
//
// A [Site] is a pack in its languages; a [Visit] is what one person has answered. Every page
// works without script: each question has an address, a form that is posted to it, and an
// answer that leads on by redirection, so that Back and Forward work. Addresses hold the number of a
// question and never an answer.
package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
)

// Options are how a site is served. The zero value serves pages that keep nothing.
type Options struct {
	Region   int    // of the pack, to begin with
	Practice string // who reads what Keep is given
	// Keep hands over a finished interview of somebody who agreed to that. Nil asks nobody.
	Keep func(*rules.Intake) error
	// Kiosk is for a screen that people share: pages end by themselves.
	Kiosk bool
	// Offline is for pages inside a browser, without a server.
	Offline bool
	Idle    time.Duration // how long whoever holds the visits keeps one without a request
}

// Site is a pack in each language that it speaks. It is safe for concurrent use when the
// functions of its editions are.
type Site struct {
	Options
	editions []Edition
}

// Edition is the pack in one language. Program returns it compiled, the same each time.
type Edition struct {
	Language string // as a BCP 47 tag
	Program  func() *engine.Program
}

func (e Edition) pack() *rules.Pack     { return e.Program().Pack() }
func (e Edition) words() *words.Catalog { return words.For(e.Language) }

// region is the place of a region in the pack, or -1.
func (e Edition) region(id string) int {
	return slices.IndexFunc(e.pack().Regions, func(r rules.Region) bool { return r.ID == id })
}

// Compiled are the editions of programs that are there already.
func Compiled(programs ...*engine.Program) (all []Edition) {
	for _, p := range programs {
		all = append(all, Edition{p.Pack().Language, func() *engine.Program { return p }})
	}
	return all
}

// New returns the site of a pack in its languages, the one to begin with first.
func New(editions []Edition, o Options) *Site { return &Site{o, editions} }

// edition returns that of a language, by the first of the tags that the pack speaks.
func (s *Site) edition(tags ...string) Edition {
	for _, tag := range tags {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, e := range s.editions {
			if own, _, _ := strings.Cut(strings.ToLower(e.Language), "-"); own == base {
				return e
			}
		}
	}
	return s.editions[0]
}

// Prepare compiles the program of somebody who reads the languages, the best first.
func (s *Site) Prepare(languages ...string) { s.edition(languages...).Program() }

// Request is what a browser asks for.
type Request struct {
	Post      bool
	Path      string
	Query     string     // the language of the first page
	Form      url.Values // of a post
	File      []byte     // an intake that came with the form
	Languages []string   // that the browser prefers, the best first
	Now       time.Time
}

// ByItself reports whether the browser asks without a click of anybody's.
func (r Request) ByItself() bool { return !r.Post && r.Path == stillPath }

// stillPath is the page that a kiosk shows when nobody has clicked for a while.
const stillPath = "/still"

// Answer is what a browser gets.
type Answer struct {
	Status   int
	Location string // where to go instead
	Type     string // of the body's content
	FileName string // under which the body is to be saved; empty for a page
	Refresh  string // value of the header Refresh
	Body     []byte
}

// The status codes of answers, as in HTTP, whose package is large.
const (
	statusOK       = 200
	statusSeeOther = 303
	statusNotFound = 404
	statusConflict = 409
	statusGone     = 410
)

// The kinds of content of answers.
const (
	htmlType = "text/html; charset=utf-8"
	yamlType = "application/yaml; charset=utf-8"
)

// Visit is one person's interview. It is not safe for concurrent use.
type Visit struct {
	edition Edition
	region  int
	session *questionnaire.Session
	token   string // names the visit in its forms, so that those of another are told apart

	agreed bool // that the practice reads the answers
	sent   bool // the practice has them
	done   bool // the person asked for the result
	failed bool // the practice could not be given them

	wrong  map[string]*questionnaire.Complaint // by the place of the item, of the page at
	typed  url.Values                          // what was sent from the page at and is no answer yet
	at     string
	notice string // is shown on the next page
}

// What pages say about a visit.
func (v *Visit) Token() string { return v.token }
func (v *Visit) Agreed() bool  { return v.agreed }
func (v *Visit) Sent() bool    { return v.sent }
func (v *Visit) Failed() bool  { return v.failed }
func (v *Visit) Done() bool    { return v.done }
func (v *Visit) Stopped() bool { return v.stopped() }

// Emergency reports whether the answers so far end the interview.
func (v *Visit) Emergency() bool {
	_, stopped := v.session.Stopped()
	return stopped || v.done && v.edition.Program().Decide(v.session.Final()).Disposition == rules.Emergency
}

// voice is how results and questions are worded for whoever reads them.
func (v *Visit) voice(in *rules.Intake) engine.Voice {
	return engine.Voice{Audience: questionnaire.Reader(v.edition.pack(), in), Region: v.region}
}

// logic tells a session what answers mean.
func (v *Visit) logic() questionnaire.Logic {
	program := v.edition.Program()
	return questionnaire.LogicOf(program, func(in *rules.Intake) (string, bool) {
		return "", program.Decide(in).Disposition == rules.Emergency // the page is the report
	})
}

// speak puts the visit into another language, with all its answers.
func (v *Visit) speak(e Edition) {
	place, draft, unconfirmed := v.session.Place(), v.session.Draft(), v.session.Unconfirmed()
	v.edition = e
	v.session = questionnaire.New(e.pack(), draft, v.logic())
	v.session.Restore(unconfirmed)
	if !v.session.Go(place) {
		v.session.Leave()
	}
}

// interview words the session for whoever reads it.
func (v *Visit) interview() *questionnaire.Interview {
	return &questionnaire.Interview{Session: v.session, Words: v.edition.words().Say, Adapt: true, Opened: true}
}

// start begins an interview: from nothing, or from the answers in a file.
func (s *Site) start(e Edition, region int, draft *rules.Draft, returning bool, token string, now time.Time) *Visit {
	v := &Visit{edition: e, region: region, token: token}
	switch {
	case draft == nil:
		v.session = questionnaire.Start(e.pack(), v.logic())
	case returning:
		v.session = questionnaire.Returning(e.pack(), draft.Intake, daysSince(draft.Date, now), v.logic())
	default:
		for _, n := range e.pack().NeverAsked(draft.Intake) {
			if draft.Answers[n.Question].Ticks == 0 {
				draft.Answers[n.Question] = rules.Answer{} // nothing fits of a list that has grown since
			}
		}
		v.session = questionnaire.New(e.pack(), draft, v.logic())
	}
	in := v.session.Draft().Intake
	if in.Date == "" {
		in.Date = now.Format(time.DateOnly)
	}
	in.Pack = e.pack().Name + " " + e.pack().Version
	return v
}

// daysSince returns the days from a date to now, or -1 when the date is none or lies ahead.
func daysSince(date string, now time.Time) int {
	then, err := time.ParseInLocation(time.DateOnly, date, now.Location())
	if err != nil || then.After(now) {
		return -1
	}
	return int(now.Sub(then).Hours()+12) / 24
}

// changeable reports whether answers may be given: not once somebody has read them.
func (v *Visit) changeable() bool { return !v.sent }
