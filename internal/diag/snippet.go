package diag

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode"

	"knead/internal/text"
	"knead/rules"
)

// Printer prints problems with the line they are about and a caret under the place. It is
// for files that authors write; a person's answers are never printed this way.
type Printer struct {
	Source func(file string) []byte // the content of a file, or nil; asked once for each
	Width  int                      // of the terminal
	Color  bool

	lines map[string][]string  // of the files asked for so far
	runes map[rules.Pos][]rune // of the lines asked for so far, as they are shown
}

// Print writes the problems, an empty line behind each.
func (d *Printer) Print(b *bytes.Buffer, problems rules.Problems) {
	for _, p := range problems {
		d.problem(b, p)
	}
}

func (d *Printer) problem(b *bytes.Buffer, p rules.Problem) {
	kind, paint := "error", "31"
	if p.Warning {
		kind, paint = "warning", "33"
	}
	fmt.Fprintf(b, "%s: %s: %s\n", d.paint("1", p.Pos.String()), d.paint(paint+";1", kind), p.Message)
	d.snippet(b, p.Pos, paint)
	if p.Related != nil {
		fmt.Fprintf(b, "  the other place is %v\n", p.Related)
		d.snippet(b, *p.Related, "36")
	}
	b.WriteByte('\n')
}

// paint colours a text when colours are wanted.
func (d *Printer) paint(code, s string) string {
	if !d.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// snippet prints the line of a place, cut to the terminal, with a caret under the word.
func (d *Printer) snippet(b *bytes.Buffer, p rules.Pos, paint string) {
	line, ok := d.line(p)
	if !ok {
		return
	}
	margin := fmt.Sprintf("%6d | ", p.Line)
	before, marked, after := cutAt(line, p.Col, 4*d.Width)
	if room := d.Width - len(margin); text.Width(before+marked+after) > room {
		before = lastColumns(before, room/2)
		after = firstColumns(after, room-text.Width(before+marked))
	}
	fmt.Fprintf(b, "%s%s\n", margin, before+marked+after)
	if p.Col > 0 {
		carets := strings.Repeat("^", max(text.Width(marked), 1))
		fmt.Fprintf(b, "%s | %s%s\n", strings.Repeat(" ", 6), strings.Repeat(" ", text.Width(before)), d.paint(paint, carets))
	}
}

// line returns the characters of the line of a place without what would steer a terminal.
func (d *Printer) line(p rules.Pos) ([]rune, bool) {
	p.Col = 0
	if line, known := d.runes[p]; known {
		return line, true
	}
	if d.lines == nil {
		d.lines, d.runes = map[string][]string{}, map[rules.Pos][]rune{}
	}
	lines, known := d.lines[p.File]
	if !known {
		if source := d.Source(p.File); len(source) > 0 {
			lines = strings.Split(string(source), "\n")
		}
		d.lines[p.File] = lines
	}
	if p.Line < 1 || p.Line > len(lines) {
		return nil, false
	}
	d.runes[p] = []rune(text.Source.Clean(strings.TrimRight(lines[p.Line-1], "\r")))
	return d.runes[p], true
}

// cutAt cuts a line before and after the word that begins at a column, and leaves out what
// is further from it than so many characters.
func cutAt(runes []rune, col, most int) (before, word, after string) {
	start := min(max(col-1, 0), len(runes))
	end := start
	for end < len(runes) && (unicode.IsLetter(runes[end]) || unicode.IsDigit(runes[end]) || runes[end] == '_') {
		end++
	}
	if start < len(runes) && (runes[start] == '"' || runes[start] == '\'') {
		for end = start + 1; end < len(runes) && runes[end] != runes[start]; end++ {
		}
		end = min(end+1, len(runes))
	}
	if end == start {
		end = min(start+1, len(runes))
	}
	end = min(end, start+40)
	return string(runes[max(start-most, 0):start]), string(runes[start:end]), string(runes[end:min(end+most, len(runes))])
}

// lastColumns returns the end of a text that fits the width, marked when it was cut.
func lastColumns(s string, width int) string {
	if text.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	return "…" + string(runes[sort.Search(len(runes), func(i int) bool { return text.Width(string(runes[i:]))+1 <= width }):])
}

// firstColumns returns the beginning of a text that fits the width, marked when it was cut.
func firstColumns(s string, width int) string {
	if text.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	return string(runes[:sort.Search(len(runes), func(i int) bool { return text.Width(string(runes[:i+1]))+1 > width })]) + "…"
}
