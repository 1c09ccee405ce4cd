package report

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/internal/words"
	"knead/rules"
)

// progress is how a person's visits follow one another.
type progress struct {
	words   *words.Catalog
	Steps   []step
	Series  []series
	Changes []string // since the visit before the last, in words
	stopped bool     // no therapy is named, since none may be had now
}

// step is one visit.
type step struct {
	When, Result, Therapy string
}

// series is a measure from 0 to 10 over all steps; -1 is no answer.
type series struct {
	Name   string
	Values []int
}

// scaleMax is the top of the usual eleven-point scales that are drawn over time.
const scaleMax = 10

// newProgress compares the visits of one person, in their order.
func newProgress(style Style, visits []Visit) *progress {
	s := newPage(style)
	g := &progress{words: s.words, stopped: !dispositionNamed(visits[len(visits)-1].Result.Disposition).CarriesTherapies()}
	for i, v := range visits {
		r := cleanCopy(v.Result)
		st := step{When: s.word("progress_visit", "n", i+1), Result: s.word("disposition_" + r.Disposition), Therapy: "–"}
		if v.Intake != nil && v.Intake.Date != "" {
			st.When = text.Line.Clean(v.Intake.Date)
		}
		if len(r.Therapies) > 0 {
			st.Therapy = r.Therapies[0].Name
		}
		g.Steps = append(g.Steps, st)
	}
	g.measure(&s, visits)
	if n := len(visits); n > 1 {
		g.compare(&s, visits[n-2], visits[n-1])
	}
	return g
}

// measure collects every measure that is asked at each visit on a scale from 0 to 10.
func (g *progress) measure(s *page, visits []Visit) {
	for q := range s.Pack.Questions {
		question := &s.Pack.Questions[q]
		if !question.Kind.IsNumber() || !question.EachVisit || question.Min != 0 || question.Max != scaleMax {
			continue
		}
		values, known := make([]int, len(visits)), 0
		for i, v := range visits {
			values[i] = -1
			if v.Intake != nil && v.Intake.Answers[q].State == rules.Answered {
				values[i] = v.Intake.Answers[q].Int
				known++
			}
		}
		if known > 1 {
			g.Series = append(g.Series, series{s.short(question), values})
		}
	}
}

// short names a question in a table: by its id, in words, which are English.
func (s *page) short(q *rules.Question) string {
	if !s.english() {
		return s.say(q.Ask)
	}
	return upperFirst(strings.ReplaceAll(q.ID, "_", " "))
}

// progressOf is what a visit shows of those before it: the last of several compares them
// all, and a single follow-up that shows therapies says how it was at first. Else it is nil.
func progressOf(style Style, visits []Visit, i int) *progress {
	switch {
	case i > 0 && i == len(visits)-1:
		return newProgress(style, visits)
	case dispositionNamed(visits[i].Result.Disposition).CarriesTherapies():
		return firstVisit(style, visits[i])
	}
	return nil
}

// firstVisit is the progress of one follow-up whose answers say how the measures were at
// the first visit; nil when they do not.
func firstVisit(style Style, v Visit) *progress {
	if v.Intake == nil {
		return nil
	}
	s := newPage(style)
	g := &progress{words: s.words}
	for q := range s.Pack.Questions {
		was := &s.Pack.Questions[q]
		if was.Returning.By != rules.ReturningFirst || was.Max != scaleMax || was.Min != 0 {
			continue
		}
		then, now := v.Intake.Answers[q], v.Intake.Answers[was.Returning.Question]
		if then.State == rules.Answered && now.State == rules.Answered && !slices.Contains(v.Result.Ignored, was.ID) {
			g.Series = append(g.Series, series{s.short(&s.Pack.Questions[was.Returning.Question]), []int{then.Int, now.Int}})
		}
	}
	if len(g.Series) == 0 {
		return nil
	}
	g.Steps = []step{{When: s.word("progress_first")}, {When: s.word("progress_now")}}
	return g
}

// compare words what changed between two visits: the result, the therapies and, for
// practitioners, every answer.
func (g *progress) compare(s *page, before, after Visit) {
	a, b := cleanCopy(before.Result), cleanCopy(after.Result)
	if a.Disposition != b.Disposition {
		g.Changes = append(g.Changes, s.word("progress_result", "now", s.word("disposition_"+b.Disposition), "before", s.word("disposition_"+a.Disposition)))
	}
	if dispositionNamed(b.Disposition).CarriesTherapies() {
		g.list(s, "progress_added", minus(b.Therapies, a.Therapies))
		g.list(s, "progress_dropped", minus(a.Therapies, b.Therapies))
	}
	if s.practitioner() && before.Intake != nil && after.Intake != nil {
		g.answers(s, before, after)
	}
}

func (g *progress) list(s *page, id string, names []string) {
	if len(names) > 0 {
		g.Changes = append(g.Changes, s.word(id, "therapies", strings.Join(names, ", ")))
	}
}

// minus names the therapies of a that are not in b.
func minus(a, b []engine.TherapyAdvice) (names []string) {
	for _, t := range a {
		if !slices.ContainsFunc(b, func(o engine.TherapyAdvice) bool { return o.ID == t.ID }) {
			names = append(names, t.Name)
		}
	}
	return names
}

// answers lists every answer that is not what it was, free text excepted.
func (g *progress) answers(s *page, before, after Visit) {
	for q := range s.Pack.Questions {
		question := &s.Pack.Questions[q]
		a, b := before.Intake.Answers[q], after.Intake.Answers[q]
		if question.Kind.IsText() || a == b {
			continue
		}
		g.Changes = append(g.Changes, s.word("progress_answer", "question", s.subject(question.ID), "now", s.given(question, b), "before", s.given(question, a)))
	}
}

// given words an answer of an intake.
func (s *page) given(q *rules.Question, a rules.Answer) string {
	v, state := engine.Value{}, [...]string{"unanswered", "unsure", "answered"}[a.State]
	if q.Kind.IsNumber() && a.State == rules.Answered {
		v.Range = &[2]int{a.Int, a.Int}
	} else {
		v.Options = q.Ticked(a)
	}
	return s.answer(q.ID, v, state)
}

// Rows is the comparison as a table, whose first row is its head.
func (g *progress) Rows() [][]string {
	rows := [][]string{{g.words.Say("progress_when")}}
	for _, st := range g.Steps {
		rows = append(rows, []string{st.When})
	}
	add := func(head string, cell func(i int) string) {
		rows[0] = append(rows[0], head)
		for i := range g.Steps {
			rows[i+1] = append(rows[i+1], cell(i))
		}
	}
	for _, series := range g.Series {
		add(series.Name, func(i int) string {
			if series.Values[i] < 0 {
				return "–"
			}
			return fmt.Sprint(series.Values[i])
		})
	}
	if len(g.Steps) > 0 && g.Steps[0].Result == "" {
		return rows
	}
	add(g.words.Say("progress_outcome"), func(i int) string { return g.Steps[i].Result })
	if !g.stopped {
		add(g.words.Say("progress_therapy"), func(i int) string { return g.Steps[i].Therapy })
	}
	return rows
}
