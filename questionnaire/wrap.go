package questionnaire

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Width returns how many columns a terminal uses for the text.
func Width(s string) int { return uniseg.StringWidth(s) }

// Clean returns the text without control characters other than line ends and without
// characters that change the direction of writing: text from outside must not steer a terminal.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// Wrap breaks the cleaned text into lines of at most width columns, at spaces where it
// can. A line of the text that begins with a space is a drawing: it is kept as it stands,
// and cut when it is too long.
func Wrap(s string, width int) []string {
	width = max(width, 8)
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimRight(Clean(s), "\n "), "\n") {
		if strings.HasPrefix(paragraph, " ") {
			lines = append(lines, Cut(paragraph, width))
			continue
		}
		lines = append(lines, wrapParagraph(paragraph, width)...)
	}
	return lines
}

func wrapParagraph(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && Width(line)+1+Width(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for Width(word) > width {
			head := Prefix(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	return append(lines, line)
}

// Cut shortens the text to width columns, with an ellipsis where something is missing.
func Cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	return strings.TrimRight(Prefix(s, width-1), " ") + "…"
}

// Prefix returns as many whole characters from the text's start as fit width columns, at
// least one.
func Prefix(s string, width int) string {
	used, end := 0, 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		used += g.Width()
		if used > width && end > 0 {
			break
		}
		_, end = g.Positions()
	}
	return s[:end]
}
