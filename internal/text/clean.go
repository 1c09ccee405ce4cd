// Package text makes text from outside harmless and fits it to a terminal's columns. One
// table says which characters may reach which reader. Everybody may import the package; it
// imports nothing of the project.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Policy names a kind of reader, whom some characters must not reach: those that steer a
// terminal, that change the direction of writing, or that its format cannot hold. What it
// does with them stands in the table of policies. Every policy but Source and JSON lets all
// letters and marks of every script through, the joiners of Indic scripts included.
type Policy uint8

const (
	Pack   Policy = iota // texts that authors write: a pack with other characters is refused
	Screen               // the interview's screen, where texts may have several lines
	Line                 // terminal, HTML and Markdown: one line, whose markup is escaped apart
	Source               // a line of a file that is quoted beside a complaint
	JSON                 // JSON that is encoded already
	Cell                 // a cell of CSV
	FHIR                 // strings and XHTML of FHIR
)

// policies say for each policy which characters stay, which become a space, and what becomes
// of the others.
var policies = [...]struct {
	keeps, blanks func(rune) bool
	other         func(to []byte, r rune) []byte
}{
	Pack:   {isHarmless, never, replace},
	Screen: {func(r rune) bool { return r != '\t' && isHarmless(r) }, isTab, drop},
	Line:   {isPrintable, isBlank, escape},
	Source: {isPrintable, isTab, replace},
	JSON:   {isGraphic, never, escapeJSON},
	Cell:   {isCell, never, escape},
	FHIR:   {isFHIR, never, replace},
}

// Keeps reports whether the character may reach the reader as it is.
func (p Policy) Keeps(r rune) bool { return policies[p].keeps(r) }

// Clean returns the text as it may reach the reader. Bytes that are not UTF-8 become U+FFFD.
func (p Policy) Clean(s string) string {
	keeps := policies[p].keeps
	i := 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || !keeps(r) {
			break
		}
		i += size
	}
	if i == len(s) {
		return s
	}
	clean := append(make([]byte, 0, len(s)+8), s[:i]...)
	for _, r := range s[i:] {
		clean = p.Append(clean, r)
	}
	return string(clean)
}

// IndexRefused returns the place of the first character that must not reach the reader, or
// -1.
func (p Policy) IndexRefused(s string) int {
	keeps := policies[p].keeps
	return strings.IndexFunc(s, func(r rune) bool { return !keeps(r) })
}

// Append appends a character as it may reach the reader.
func (p Policy) Append(to []byte, r rune) []byte {
	switch policy := &policies[p]; {
	case policy.keeps(r):
		return utf8.AppendRune(to, r)
	case policy.blanks(r):
		return append(to, ' ')
	default:
		return policy.other(to, r)
	}
}

func never(rune) bool   { return false }
func isTab(r rune) bool { return r == '\t' }

// isHarmless reports whether a character steers neither a terminal nor the direction of
// writing. Ends of lines and tabs are harmless.
func isHarmless(r rune) bool {
	return r == '\n' || r == '\t' || !unicode.IsControl(r) && !isDirection(r)
}

// isDirection reports whether a character changes the direction of writing.
func isDirection(r rune) bool { return r >= 0x61c && unicode.Is(unicode.Bidi_Control, r) }

// isJoiner reports whether a character is one of the two that Indic scripts need, although
// nothing of them is printed.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

func isPrintable(r rune) bool { return unicode.IsPrint(r) || isJoiner(r) }

// isBlank reports whether a character that is not printable stands for a space.
func isBlank(r rune) bool {
	return r == '\n' || r == '\t' || r == '\r' || unicode.Is(unicode.Zs, r)
}

// isGraphic reports whether a character of encoded JSON can stay: between its strings stand
// ends of lines and tabs, within them there are none.
func isGraphic(r rune) bool { return r < ' ' || unicode.IsGraphic(r) || isJoiner(r) }

// isCell reports whether a character can stand in a quoted cell of CSV, as ends of lines and
// tabs can.
func isCell(r rune) bool {
	return r == '\r' || isHarmless(r) && r != '\u2028' && r != '\u2029'
}

// isFHIR reports whether FHIR's strings and XHTML can hold a character.
func isFHIR(r rune) bool {
	switch r {
	case '\r':
		return true
	case 0xfffe, 0xffff, '\u2028', '\u2029':
		return false
	}
	return isHarmless(r)
}

func drop(to []byte, _ rune) []byte    { return to }
func replace(to []byte, _ rune) []byte { return utf8.AppendRune(to, utf8.RuneError) }
func escape(to []byte, r rune) []byte  { return fmt.Appendf(to, `\u{%x}`, r) }

func escapeJSON(to []byte, r rune) []byte {
	for _, unit := range utf16.AppendRune(nil, r) {
		to = fmt.Appendf(to, `\u%04x`, unit)
	}
	return to
}
