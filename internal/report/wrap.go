package report

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// wrap breaks text into lines at most width columns wide, the first of which begins with
// first and the others with as many spaces. A word wider than a line stands alone.
func wrap(first, text string, width int) string {
	var b strings.Builder
	b.WriteString(first)
	indent := runewidth.StringWidth(first)
	column, started := indent, false
	for _, word := range strings.Fields(text) {
		w := runewidth.StringWidth(word)
		switch {
		case !started:
		case column+1+w > width:
			b.WriteByte('\n')
			b.WriteString(strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += w
		started = true
	}
	b.WriteByte('\n')
	return b.String()
}

// width returns how many columns a text takes.
func width(s string) int { return runewidth.StringWidth(s) }
