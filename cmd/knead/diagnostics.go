package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"knead/rules"
)

// diagnostics prints problems with the line they are about and a caret under the place. It
// is for files that authors write; a person's answers are never printed this way.
type diagnostics struct {
	source func(file string) []byte // the content of a file, or nil; asked once for each
	place  func(file string) string // how the reader finds a file
	width  int                      // of the terminal
	color  bool

	lines map[string][]string // of the files asked for so far
}

// write prints the problems, an empty line between them.
func (d *diagnostics) write(w io.Writer, problems rules.Problems) error {
	var b bytes.Buffer
	for _, p := range problems {
		d.problem(&b, p)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (d *diagnostics) problem(b *bytes.Buffer, p rules.Problem) {
	kind, paint := "error", "31"
	if p.Warning {
		kind, paint = "warning", "33"
	}
	fmt.Fprintf(b, "%s: %s: %s\n", d.paint("1", d.where(p.Pos)), d.paint(paint+";1", kind), p.Message)
	d.snippet(b, p.Pos, paint)
	if p.Related != nil {
		fmt.Fprintf(b, "  the other place is %s\n", d.where(*p.Related))
		d.snippet(b, *p.Related, "36")
	}
	b.WriteByte('\n')
}

func (d *diagnostics) where(p rules.Pos) string {
	p.File = d.place(p.File)
	return p.String()
}

// paint colours a text when colours are wanted.
func (d *diagnostics) paint(code, s string) string {
	if !d.color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// snippet prints the line of a place, cut to the terminal, with a caret under the word.
func (d *diagnostics) snippet(b *bytes.Buffer, p rules.Pos, paint string) {
	line, ok := d.line(p)
	if !ok {
		return
	}
	margin := fmt.Sprintf("%6d | ", p.Line)
	before, marked, after := cutAt(line, p.Col)
	if room := d.width - len(margin); uniseg.StringWidth(before+marked+after) > room {
		before = lastColumns(before, room/2)
		after = firstColumns(after, room-uniseg.StringWidth(before+marked))
	}
	fmt.Fprintf(b, "%s%s\n", margin, before+marked+after)
	if p.Col > 0 {
		carets := strings.Repeat("^", max(uniseg.StringWidth(marked), 1))
		fmt.Fprintf(b, "%s | %s%s\n", strings.Repeat(" ", 6), strings.Repeat(" ", uniseg.StringWidth(before)), d.paint(paint, carets))
	}
}

// line returns the line of a place without what would steer a terminal.
func (d *diagnostics) line(p rules.Pos) (string, bool) {
	if d.lines == nil {
		d.lines = map[string][]string{}
	}
	lines, known := d.lines[p.File]
	if !known {
		if source := d.source(p.File); len(source) > 0 {
			lines = strings.Split(string(source), "\n")
		}
		d.lines[p.File] = lines
	}
	if p.Line < 1 || p.Line > len(lines) {
		return "", false
	}
	return strings.Map(harmless, strings.TrimRight(lines[p.Line-1], "\r")), true
}

// harmless replaces a character that would steer a terminal.
func harmless(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d':
		return unicode.ReplacementChar
	}
	return r
}

// cutAt cuts a line before and after the word that begins at a column.
func cutAt(line string, col int) (before, word, after string) {
	runes := []rune(line)
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
	return string(runes[:start]), string(runes[start:end]), string(runes[end:])
}

// lastColumns returns the end of a text that fits the width, marked when it was cut.
func lastColumns(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && uniseg.StringWidth(string(runes))+1 > width {
		runes = runes[1:]
	}
	return "…" + string(runes)
}

// firstColumns returns the beginning of a text that fits the width, marked when it was cut.
func firstColumns(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && uniseg.StringWidth(string(runes))+1 > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
