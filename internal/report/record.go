package report

import (
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// record is the answers of a visit as they are filed: who gave them, and section by section
// first what is so and then what was asked and is not.
type record struct {
	By       string // who filled it in and when, and with what; empty when nothing is known
	Screened string // by how many statements; empty when the lists were read
	Sections []recordSection
}

type recordSection struct {
	Title string
	Given []given
	None  []string // subjects of lists of which nothing applies
}

// given is an answer and what it answers.
type given struct{ Subject, Answer string }

// Footer names a visit at the foot of each of its printed pages.
func (d *document) Footer() string {
	id := ""
	if d.ID != nil {
		id = *d.ID
	}
	return strings.Join(known(id, d.Date), " · ")
}

// record puts the answers of a visit into words. There is nothing to file without answers.
func (b *builder) record(in *rules.Intake) {
	if len(b.r.Answers) == 0 {
		return
	}
	out := &record{}
	if in != nil {
		out.By = text.Line.Clean(strings.Join(known(in.Context.Author, in.Context.Authored), " · "))
		out.Screened = b.byStatements(in)
	}
	last := -1
	for _, a := range b.r.Answers {
		i := b.Pack.QuestionIndex(a.Question)
		if i < 0 {
			continue
		}
		q := &b.Pack.Questions[i]
		if q.Section != last {
			last = q.Section
			out.Sections = append(out.Sections, recordSection{Title: b.say(b.Pack.Sections[last].Title)})
		}
		section := &out.Sections[len(out.Sections)-1]
		if subject := b.heading(q); b.isNone(q, a) {
			section.None = append(section.None, subject)
		} else {
			section.Given = append(section.Given, given{subject, b.labels(a)})
		}
	}
	b.doc.Record = out
}

// known returns the texts that are not empty.
func known(texts ...string) (all []string) {
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

// heading names a question above its answer.
func (s *page) heading(q *rules.Question) string {
	if short := s.say(q.Short); short != "" {
		return upperFirst(short)
	}
	return s.say(q.Ask)
}

// isNone reports whether an answer says that nothing of a list applies.
func (s *page) isNone(q *rules.Question, a engine.Answer) bool {
	return q.AllowsNone() && len(a.Values) == 0 && a.State == rules.Answered.String()
}

// state words the state of an answer. An emergency ends the interview, and the rest of the list that
// named it is stored as unsure, so in an emergency nobody is said to have been unsure.
func (b *builder) state(state string) string {
	if state == rules.Unsure.String() && b.r.Disposition == rules.Emergency.String() {
		return b.word("state_not_known")
	}
	return b.word("state_" + state)
}

// labels joins what an answer says.
func (b *builder) labels(a engine.Answer) string {
	labels := a.Labels
	if a.State == rules.Unsure.String() {
		labels = append(append([]string{}, labels...), b.state(a.State))
	}
	return upperFirst(strings.Join(labels, "; "))
}

// byStatements says of how many statements none applies, where lists were answered by them and
// not sign by sign; it is empty elsewhere.
func (s *page) byStatements(in *rules.Intake) string {
	if in == nil || !in.Screened {
		return ""
	}
	all, denied := 0, 0
	for q := range s.Pack.Questions {
		a := in.Answers[q]
		if a.State == rules.Unanswered {
			continue
		}
		for _, st := range s.Pack.Questions[q].Statements {
			all++
			if a.State == rules.Answered && a.Ticks&st.Covers == 0 {
				denied++
			}
		}
	}
	return s.word("report_by_statements", "denied", denied, "all", all)
}
