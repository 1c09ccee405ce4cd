package report

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// progress is how a person's visits follow one another.
type progress struct {
	When    []string
	Series  []series
	Rows    [][]string // the comparison as a table, whose first row is its head
	Changes []string   // since the visit before the last, in words
}

// series is a measure from 0 to 10 over all visits; -1 is no answer.
type series struct {
	Name   string
	Values []int
}

// scaleMax is the top of the usual eleven-point scales that are drawn over time.
const scaleMax = 10

// progressOf is what a visit shows of those before it: the last of several compares them
// all, and a single follow-up that shows therapies says how it was at first. Else it is nil.
func progressOf(s *page, visits []Visit, i int) *progress {
	switch {
	case i > 0 && i == len(visits)-1:
		return newProgress(s, visits)
	case dispositionNamed(visits[i].Result.Disposition).CarriesTherapies():
		return firstVisit(s, visits[i])
	}
	return nil
}

// newProgress compares the visits of one person, in their order. No therapy is named where
// none may be had now.
func newProgress(s *page, visits []Visit) *progress {
	g := &progress{Series: s.measures(visits)}
	var results, therapies []string
	for i, v := range visits {
		r := cleanCopy(v.Result)
		when, therapy := s.word("progress_visit", "n", i+1), "–"
		if v.Intake != nil && v.Intake.Date != "" {
			when = text.Line.Clean(v.Intake.Date)
		}
		if len(r.Therapies) > 0 {
			therapy = r.Therapies[0].Name
		}
		g.When, results, therapies = append(g.When, when), append(results, s.word("disposition_"+r.Disposition)), append(therapies, therapy)
	}
	g.tabulate(s)
	g.column(s.word("progress_outcome"), results)
	before, now := visits[len(visits)-2], visits[len(visits)-1]
	if dispositionNamed(now.Result.Disposition).CarriesTherapies() {
		g.column(s.word("progress_therapy"), therapies)
	}
	g.Changes = s.changes(before, now)
	return g
}

// firstVisit is the progress of one follow-up whose answers say how the measures were at
// the first visit; nil when they do not.
func firstVisit(s *page, v Visit) *progress {
	if v.Intake == nil {
		return nil
	}
	g := &progress{When: []string{s.word("progress_first"), s.word("progress_now")}}
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
	g.tabulate(s)
	return g
}

// measures collects every measure that is asked at each visit on a scale from 0 to 10.
func (s *page) measures(visits []Visit) (all []series) {
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
			all = append(all, series{s.short(question), values})
		}
	}
	return all
}

// short names a question in a table: by its phrase, or by its id, in words, which are English.
func (s *page) short(q *rules.Question) string {
	if !q.Short.Empty() {
		return upperFirst(s.say(q.Short))
	}
	if !s.english() {
		return s.say(q.Ask)
	}
	return upperFirst(strings.ReplaceAll(q.ID, "_", " "))
}

// tabulate begins the table: a row for each visit, a column for each measure.
func (g *progress) tabulate(s *page) {
	g.column(s.word("progress_when"), g.When)
	for _, measure := range g.Series {
		var cells []string
		for _, value := range measure.Values {
			if value < 0 {
				cells = append(cells, "–")
			} else {
				cells = append(cells, fmt.Sprint(value))
			}
		}
		g.column(measure.Name, cells)
	}
}

// column adds a column to the table, with a cell for each visit.
func (g *progress) column(head string, cells []string) {
	if g.Rows == nil {
		g.Rows = make([][]string, 1+len(cells))
	}
	for i, cell := range append([]string{head}, cells...) {
		g.Rows[i] = append(g.Rows[i], cell)
	}
}

// changes words what changed between two visits: the result, the therapies and, for
// practitioners, every answer, free text excepted.
func (s *page) changes(before, after Visit) (all []string) {
	a, b := cleanCopy(before.Result), cleanCopy(after.Result)
	if a.Disposition != b.Disposition {
		all = append(all, s.word("progress_result", "now", s.word("disposition_"+b.Disposition), "before", s.word("disposition_"+a.Disposition)))
	}
	if dispositionNamed(b.Disposition).CarriesTherapies() {
		if added := namesWithout(b.Therapies, a.Therapies); added != "" {
			all = append(all, s.word("progress_added", "therapies", added))
		}
		if dropped := namesWithout(a.Therapies, b.Therapies); dropped != "" {
			all = append(all, s.word("progress_dropped", "therapies", dropped))
		}
	}
	if !s.practitioner() || before.Intake == nil || after.Intake == nil {
		return all
	}
	unasked := make([]uint64, len(s.Pack.Questions))
	for _, n := range s.Pack.NeverAsked(before.Intake) {
		unasked[n.Question] = n.Options
	}
	for q := range s.Pack.Questions {
		question, was, is := &s.Pack.Questions[q], before.Intake.Answers[q], after.Intake.Answers[q]
		if is.State == rules.Answered {
			is.Ticks &^= unasked[q] // what was not asked then is no change
		}
		if !question.Kind.IsText() && was != is {
			all = append(all, s.word("progress_answer", "question", s.subject(question.ID), "now", s.given(question, is), "before", s.given(question, was)))
		}
	}
	return all
}

// namesWithout names the therapies of a that are not in b.
func namesWithout(a, b []engine.TherapyAdvice) string {
	var names []string
	for _, t := range a {
		if !slices.ContainsFunc(b, func(o engine.TherapyAdvice) bool { return o.ID == t.ID }) {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, ", ")
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
