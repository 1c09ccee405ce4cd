package report

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/internal/words"
	"knead/rules"
)

//go:embed *.tmpl style.css
var templates embed.FS

// page is a text that is being written: how, and in which words.
type page struct {
	Style
	words *words.Catalog
}

func newPage(style Style) page { return page{Style: style, words: words.For(style.Pack.Language)} }

// word returns a text of the program in the pack's language, with placeholders filled in.
func (s *page) word(id string, pairs ...any) string { return s.words.Say(id, pairs...) }

// functions are what the templates of every format call.
func (s *page) functions() map[string]any {
	return map[string]any{
		"word": func(id string, pairs ...any) (string, error) {
			if !s.words.Has(id) {
				return "", fmt.Errorf("no words for %q", id)
			}
			return s.word(id, pairs...), nil
		},
		"stop": func() string { return s.word("report_stop") }, "practitioner": s.practitioner, "dose": s.dose,
		"signers":  s.signers,
		"numbered": numbered, "lowerFirst": lowerFirst, "upperFirst": upperFirst,
		"joined": func(parts []string) string { return strings.Join(parts, ", ") },
		"spaced": func(parts []string) string { return strings.Join(parts, " ") },
	}
}

// signers says who signs a record: the practitioner and, of a session that may be, the client.
func (s *page) signers(session bool) []string {
	if session {
		return []string{s.word("report_sign_practitioner"), s.word("report_sign_client")}
	}
	return []string{s.word("report_sign_practitioner")}
}

func (s *page) practitioner() bool { return s.Audience == rules.Practitioner }

// english reports whether ids, which are English, can stand for questions.
func (s *page) english() bool {
	base, _, _ := strings.Cut(s.Pack.Language, "-")
	return base == "en"
}

// say words a text of the pack.
func (s Style) say(t rules.Text) string { return text.Line.Clean(s.Wording.Say(t)) }

// dated is the date of an intake and, so that nobody takes it for the person's, what of its answers
// is only assumed.
func (s *page) dated(in *rules.Intake) string {
	var parts []string
	if in.Date != "" {
		parts = append(parts, text.Line.Clean(in.Date))
	}
	if s.WhatIf != "" {
		parts = append(parts, s.word("report_what_if", "answers", s.WhatIf))
	}
	return strings.Join(parts, " · ")
}

// about names an intake, its date and, for practitioners, the pack.
func (s *page) about(id *string, date string, pack engine.PackRef) string {
	var parts []string
	if id != nil {
		parts = append(parts, s.word("report_intake")+" "+*id)
	}
	if date != "" {
		parts = append(parts, date)
	}
	if s.practitioner() {
		parts = append(parts, s.word("report_pack")+" "+pack.Name+" "+pack.Version)
	}
	return strings.Join(parts, " · ")
}

// dose says how firm, how long and by whom.
func (s *page) dose(t therapy) string {
	return fmt.Sprintf("%s %s, %d %s, %s", t.Pressure, s.word("report_pressure"), t.Minutes, s.word("report_minutes"), t.Provider)
}

// joined names things by their ids, with commas between them.
func joined(ids []string, name func(id string) string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = name(id)
	}
	return strings.Join(names, ", ")
}

// numbered joins numbers with commas.
func numbered(numbers []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ", ")
}

// without returns the elements of a that are not in b.
func without(a, b []string) (rest []string) {
	for _, id := range a {
		if !slices.Contains(b, id) {
			rest = append(rest, id)
		}
	}
	return rest
}

// named returns the value with that name among those up to last, which stands in for a name
// that is not known.
func named[T interface {
	~uint8
	String() string
}](name string, last T) T {
	for v := range last {
		if v.String() == name {
			return v
		}
	}
	return last
}

// dispositionNamed returns the disposition with that name; an unknown name is the most
// cautious one.
func dispositionNamed(name string) rules.Disposition { return named(name, rules.Emergency) }
