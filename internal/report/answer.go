package report

import (
	"fmt"
	"strings"

	"knead/engine"
	"knead/rules"
)

// subject names a question or a derived number.
func (s *page) subject(id string) string {
	for i := range s.Pack.Derived {
		if d := &s.Pack.Derived[i]; d.ID == id && s.english() {
			return s.say(d.Title)
		} else if d.ID == id {
			return s.sum(d)
		}
	}
	if s.practitioner() && s.english() {
		return strings.ReplaceAll(id, "_", " ")
	}
	return "“" + s.question(id) + "”"
}

// subjects names several questions.
func (s *page) subjects(ids []string) string { return joined(ids, s.subject) }

// sum names a derived number by the questions it is made of, where its title, which is
// English, cannot stand.
func (s *page) sum(d *rules.Derived) string {
	var b strings.Builder
	for i, t := range d.Terms {
		switch {
		case t.Weight < 0:
			b.WriteString("− ")
		case i > 0:
			b.WriteString("+ ")
		}
		if n := max(t.Weight, -t.Weight); n > 1 {
			fmt.Fprintf(&b, "%d × ", n)
		}
		b.WriteString("“" + s.say(s.Pack.Questions[t.Question].Ask) + "” ")
	}
	return strings.TrimSpace(b.String())
}

// answer words what was answered, and that it is not sure.
func (s *page) answer(question string, v engine.Value, state string) string {
	switch {
	case state == "answered":
		return s.value(question, v)
	case v.Range != nil, len(v.Options) > 0:
		return s.value(question, v) + ", " + s.word("state_"+state)
	}
	return s.word("state_" + state)
}

// value words an answer: labels of options, or numbers.
func (s *page) value(question string, v engine.Value) string {
	i := s.Pack.QuestionIndex(question)
	switch {
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[1] == s.Pack.Questions[i].Max:
		return s.word("report_or_more", "n", v.Range[0])
	case v.Range != nil && i >= 0 && v.Range[0] != v.Range[1] && v.Range[0] == s.Pack.Questions[i].Min:
		return s.word("report_or_less", "n", v.Range[1])
	case v.Range != nil:
		return span(v.Range[0], v.Range[1])
	case len(v.Options) == 0:
		return s.word("report_none")
	case i < 0:
		return strings.Join(v.Options, ", ")
	}
	return joined(v.Options, func(id string) string { return s.option(&s.Pack.Questions[i], id) })
}

// option returns the label of an option as a word within a sentence.
func (s Style) option(q *rules.Question, id string) string {
	if i := q.OptionIndex(id); i >= 0 {
		return lowerFirst(s.say(q.Options[i].Label))
	}
	return id
}
