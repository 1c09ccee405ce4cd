package text

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Width returns how many columns a terminal uses for the text.
func Width(s string) (width int) {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return uniseg.StringWidth(s)
		case c >= ' ' && c != 0x7f:
			width++
		}
	}
	return width // of ASCII, which is usual and much faster
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

// DropLast returns the text without its last character, which may be several code points.
func DropLast(s string) string {
	last := 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		last, _ = g.Positions()
	}
	return s[:last]
}

// Cut shortens the text to width columns, with an ellipsis where something is missing.
func Cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	return strings.TrimRight(Prefix(s, width-1), " ") + "…"
}

// Wrap breaks a paragraph at white space into lines of at most width columns. The first line
// begins with first, the others with rest. A word that is wider than a line stands alone.
func Wrap(first, rest, s string, width int) []string {
	return fill(first, rest, strings.Fields(s), width, Width)
}

// WrapRunes is [Wrap] for lines of at most so many code points.
func WrapRunes(first, rest, s string, most int) []string {
	return fill(first, rest, strings.Fields(s), most, utf8.RuneCountInString)
}

// WrapScreen breaks the text, cleaned for a [Screen], into lines of at most width columns,
// at spaces where it can. The first line begins with lead, the others stand below its text. A
// line of the text that begins with a space is a drawing: it is kept as it stands, and cut
// when it is too long.
func WrapScreen(lead, s string, width int) (lines []string) {
	width = max(width-Width(lead), 8)
	for paragraph := range strings.SplitSeq(strings.TrimRight(Screen.Clean(s), "\n "), "\n") {
		broken := []string{Cut(paragraph, width)}
		if !strings.HasPrefix(paragraph, " ") {
			broken = fill("", "", breakWords(strings.Fields(paragraph), width), width, Width)
		}
		for _, line := range broken {
			lines = append(lines, lead+line)
			lead = strings.Repeat(" ", Width(lead))
		}
	}
	return lines
}

// breakWords cuts words that are wider than a line.
func breakWords(words []string, width int) (broken []string) {
	for _, word := range words {
		for Width(word) > width {
			head := Prefix(word, width)
			broken, word = append(broken, head), word[len(head):]
		}
		broken = append(broken, word)
	}
	return broken
}

// fill puts words into lines that measure at most width.
func fill(first, rest string, words []string, width int, measure func(string) int) (lines []string) {
	line, used := first, measure(first)
	for i, word := range words {
		w := measure(word)
		switch {
		case i == 0:
		case used+1+w > width:
			lines = append(lines, line)
			line, used = rest, measure(rest)
		default:
			line += " "
			used++
		}
		line += word
		used += w
	}
	return append(lines, line)
}
