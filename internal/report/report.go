// Package report renders results for people. Every format reads the same [engine.Result];
// none of them evaluates anything.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"

	"knead/engine"
	"knead/rules"
)

// Style says how a result is rendered.
type Style struct {
	Pack     *rules.Pack // gives the names of areas, questions and care items
	Wording  engine.Wording
	Audience rules.Audience
	Width    int // columns
	Color    bool
	Detail   bool // of an explanation: every rule about its therapies
}

// area returns the name of a body area.
func (s Style) area(id string) string {
	q := &s.Pack.Questions[s.Pack.Areas]
	if i := q.OptionIndex(id); i >= 0 {
		return lowerFirst(s.say(q.Options[i].Label))
	}
	return id
}

// question returns the wording of a question.
func (s Style) question(id string) string {
	if i := s.Pack.QuestionIndex(id); i >= 0 {
		return s.say(s.Pack.Questions[i].Ask)
	}
	return id
}

// lowerFirst turns a label into a word within a sentence.
func lowerFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

// upperFirst turns a phrase into the beginning of a sentence.
func upperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// Printable makes text from outside harmless on a terminal: control characters and marks
// that change the direction of writing are shown as escapes, line ends and unusual spaces as
// spaces.
func Printable(s string) string {
	clean := func(r rune) bool { return unicode.IsPrint(r) || r == '\u200c' || r == '\u200d' }
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, func(r rune) bool { return !clean(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case clean(r):
			b.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r' || unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			b.WriteString(escaped(r))
		}
	}
	return b.String()
}

func escaped(r rune) string {
	const digits = "0123456789abcdef"
	e := []byte(`\u{`)
	started := false
	for shift := 20; shift >= 0; shift -= 4 {
		if d := r >> shift & 15; d != 0 || started || shift == 0 {
			started = true
			e = append(e, digits[d])
		}
	}
	return string(append(e, '}'))
}

// JSON writes a record as people and programs like to read it. What could harm a terminal,
// control characters and marks that change the direction of writing, stands as escapes.
func JSON(w io.Writer, record any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(record); err != nil {
		return err
	}
	var out strings.Builder
	for _, r := range b.String() {
		switch {
		case r < ' ' || unicode.IsGraphic(r) || r == '\u200c' || r == '\u200d':
			out.WriteRune(r)
		default:
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&out, `\u%04x`, unit)
			}
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}
