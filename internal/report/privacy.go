package report

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/rules"
)

// Privacy says how much of what identifies a person a report keeps.
type Privacy uint8

const (
	// Full keeps everything.
	Full Privacy = iota
	// QuietIDs replaces each id by "person-1", "person-2" and so on, in order of appearance.
	QuietIDs
	// Redacted leaves out ids, dates and every quotation from free text. The answers a
	// report is about stay.
	Redacted
)

// Visits returns the visits as they may be shown. Those of one person stay together.
func (p Privacy) Visits(style Style, visits []Visit) []Visit {
	if p == Full {
		return visits
	}
	var shown []Visit
	quiet := quietNames{}
	for i, of := range byPerson(visits) {
		for _, v := range of {
			r := *v.Result
			v.person = fmt.Sprint(i)
			if r.ID, r.Missing = quiet.name(p, r.ID), slices.Clone(r.Missing); p == Redacted {
				unquote(style, r.Missing)
				r.Notes = withoutWords(r.Notes)
				r.Answers = slices.DeleteFunc(slices.Clone(r.Answers), func(a engine.Answer) bool { return style.isText(a.Question) })
			}
			if v.Intake != nil {
				in := *v.Intake
				in.Context = rules.Context{}
				if in.ID = quiet.name(p, in.ID); p == Redacted {
					in.Date = ""
				}
				v.Intake = &in
			}
			v.Result = &r
			shown = append(shown, v)
		}
	}
	return shown
}

// Explanations changes explanations to what may be shown.
func (p Privacy) Explanations(style Style, explanations []*engine.Explanation) {
	quiet := quietNames{}
	for _, e := range explanations {
		if p == Redacted {
			unquote(style, e.Missing)
			e.Notes = withoutWords(e.Notes)
		}
		if p != Full {
			e.ID = quiet.name(p, e.ID)
		}
	}
}

// isText reports whether a question is answered in the person's own words.
func (s Style) isText(question string) bool {
	i := s.Pack.QuestionIndex(question)
	return i < 0 || s.Pack.Questions[i].Kind.IsText()
}

// unquote says why an answer matters without quoting the notes.
func unquote(style Style, missing []engine.Missing) {
	for i := range missing {
		if q := style.Pack.QuestionIndex(missing[i].Question); q >= 0 && missing[i].State == engine.MissingNotes.String() {
			missing[i].Matters = style.Wording.Say(style.Pack.Questions[q].Why)
		}
	}
}

// withoutWords leaves of what notes mention only what it is about.
func withoutWords(notes []engine.Note) []engine.Note {
	notes = slices.Clone(notes)
	for i := range notes {
		notes[i].Words = ""
	}
	return notes
}

// quietNames gives ids new names, the same one for the same id.
type quietNames map[string]string

func (q quietNames) name(p Privacy, id *string) *string {
	if p == Redacted || id == nil {
		return nil
	}
	name, known := q[*id]
	if !known {
		name = fmt.Sprintf("person-%d", len(q)+1)
		q[*id] = name
	}
	return &name
}
