package report

import (
	"fmt"
	"math"
	"slices"

	"knead/engine"
	"knead/rules"
)

// plan is a course of sessions in words, and week by week.
type plan struct {
	Name    string
	Phases  []phase
	Weeks   []week
	Review  string
	Most    string
	Because []statement
}

// phase is a part of a plan.
type phase struct{ Weeks, Rate, Minutes string }

// week is one week of a plan, for a picture of it.
type week struct {
	Number      int
	Sessions    int // at least
	Extra       int // that may come on top
	Least, Most int // minutes
	Review      bool
}

// shownWeeks is how many weeks a picture shows.
const shownWeeks = 52

func (b *builder) plan() {
	from := b.r.Plan
	if from == nil {
		return
	}
	p := &plan{
		Review:  fmt.Sprintf("%s %d", b.word("report_review"), from.ReviewWeek),
		Most:    b.word("report_at_most", "sessions", b.sessions(from.MaxSessions)),
		Because: b.statements(from.Because),
	}
	if i := slices.IndexFunc(b.Pack.Schedules, func(s rules.Schedule) bool { return s.ID == from.Schedule }); i >= 0 {
		p.Name = b.say(b.Pack.Schedules[i].Name)
	}
	for _, ph := range from.Phases {
		p.Phases = append(p.Phases, phase{
			Weeks: b.weeks(ph.Weeks), Rate: b.rate(ph.SessionsPerWeek),
			Minutes: span(ph.Minutes[0], ph.Minutes[1]) + " " + b.word("report_minutes"),
		})
		p.Weeks = append(p.Weeks, weeksOf(ph, from.ReviewWeek)...)
	}
	limit(p.Weeks, from.MaxSessions)
	b.doc.Plan = p
}

// limit draws no more sessions than there may be: those that may come on top go to the first
// weeks that have room for them.
func limit(weeks []week, most int) {
	for i := range weeks {
		weeks[i].Sessions = min(weeks[i].Sessions, most)
		most -= weeks[i].Sessions
	}
	for i := range weeks {
		weeks[i].Extra = min(weeks[i].Extra, most)
		most -= weeks[i].Extra
	}
}

// weeksOf lays the sessions of a phase out by weeks, the first as early as can be.
func weeksOf(ph engine.PlanPhase, review int) (all []week) {
	sofar := func(rate float64, weeks int) int { return int(math.Ceil(rate*float64(weeks) - 1e-9)) }
	for n := ph.Weeks[0]; n <= min(ph.Weeks[1], shownWeeks); n++ {
		i := n - ph.Weeks[0]
		least := sofar(ph.SessionsPerWeek[0], i+1) - sofar(ph.SessionsPerWeek[0], i)
		most := sofar(ph.SessionsPerWeek[1], i+1) - sofar(ph.SessionsPerWeek[1], i)
		all = append(all, week{n, least, max(0, most-least), ph.Minutes[0], ph.Minutes[1], n == review})
	}
	return all
}

// sessions counts sessions.
func (s *page) sessions(n int) string {
	if n == 1 {
		return s.word("report_session")
	}
	return s.word("report_sessions", "n", n)
}

func (s *page) weeks(w [2]int) string {
	if w[0] == w[1] {
		return fmt.Sprintf("%s %d", s.word("report_week"), w[0])
	}
	return fmt.Sprintf("%s %s", s.word("report_weeks"), span(w[0], w[1]))
}

// span returns "a" or "a–b".
func span(a, b int) string {
	if a == b {
		return fmt.Sprint(a)
	}
	return fmt.Sprintf("%d–%d", a, b)
}

// rate words a range of sessions per week; fractions as once every so many weeks.
func (s *page) rate(r [2]float64) string {
	switch {
	case r[0] == r[1] || r[0] >= 1 && whole(r[0]) && whole(r[1]):
		if whole(r[0]) {
			return span(int(r[0]), int(r[1])) + " " + s.word("report_per_week")
		}
		return s.often(r[0])
	}
	return s.word("report_from_to", "from", s.often(r[0]), "to", s.often(r[1]))
}

func whole(f float64) bool { return f == math.Trunc(f) }

// often words a frequency: so many a week, once every so many weeks, or so many in four weeks.
func (s *page) often(rate float64) string {
	switch {
	case rate == 1:
		return s.word("report_once_a_week")
	case whole(rate):
		return fmt.Sprintf("%d %s", int(rate), s.word("report_per_week"))
	case rate > 0 && whole(1/rate):
		return s.word("report_every_weeks", "n", int(1/rate))
	}
	return s.word("report_in_four_weeks", "n", int(rate*4))
}
