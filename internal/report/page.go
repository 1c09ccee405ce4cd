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

// page is a text that is being written: how, in which words, and the lines so far.
type page struct {
	Style
	words *words.Catalog
	b     strings.Builder
}

func newPage(style Style) page { return page{Style: style, words: words.For(style.Pack.Language)} }

// word returns a text of the program in the pack's language, with placeholders filled in.
func (s *page) word(id string, pairs ...any) string { return s.words.Say(id, pairs...) }

func (s *page) practitioner() bool { return s.Audience == rules.Practitioner }

// english reports whether ids, which are English, can stand for questions.
func (s *page) english() bool {
	base, _, _ := strings.Cut(s.Pack.Language, "-")
	return base == "en"
}

// line writes one line as it is.
func (s *page) line(line string) { s.b.WriteString(line + "\n") }

// paragraph writes wrapped text whose first line begins with first.
func (s *page) paragraph(first, body string) {
	for _, line := range text.Wrap(first, strings.Repeat(" ", text.Width(first)), body, s.Width) {
		s.line(line)
	}
}

func (s *page) heading(title string) {
	s.line("")
	for _, line := range text.Wrap("", "", title, s.Width) {
		s.line(s.paint(bold, line))
	}
}

// The colours of a terminal, by what they mean.
const (
	bold  = "1"
	stop  = "1;31"
	wait  = "1;33"
	ready = "1;32"
)

func (s *page) paint(color, text string) string {
	if !s.Color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// title writes the disposition's title in the colour of its tone.
func (s *page) title(title, tone string) {
	color := map[string]string{"stop": stop, "wait": wait, "ready": ready}[tone]
	for _, line := range text.Wrap("", "", strings.ToUpper(title), s.Width) {
		s.line(s.paint(color, line))
	}
}

// say words a text of the pack.
func (s Style) say(t rules.Text) string { return text.Line.Clean(s.Wording.Say(t)) }

// about names an intake, its date and, for practitioners, the pack, each as escaped.
func (s *page) about(id *string, date string, pack engine.PackRef, escaped func(string) string) string {
	var parts []string
	if id != nil {
		parts = append(parts, s.word("report_intake")+" "+escaped(*id))
	}
	if date != "" {
		parts = append(parts, escaped(date))
	}
	if s.practitioner() {
		parts = append(parts, s.word("report_pack")+" "+escaped(pack.Name+" "+pack.Version))
	}
	return strings.Join(parts, " · ")
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

// asIs returns a text that needs no name or escape.
func asIs(s string) string { return s }

// missingIn returns the elements of a that b lacks.
func missingIn(b, a []string) (missing []string) {
	for _, id := range a {
		if !slices.Contains(b, id) {
			missing = append(missing, id)
		}
	}
	return missing
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

// rule names a rule behind what it says, for practitioners.
func (s *page) rule(id string) string {
	if s.practitioner() {
		return " [" + id + "]"
	}
	return ""
}

// sources names the sources of a statement, for practitioners.
func (s *page) sources(ids []string) string {
	if !s.practitioner() || len(ids) == 0 {
		return ""
	}
	return " [" + strings.Join(ids, ", ") + "]"
}
