package report

import (
	"fmt"
	"io"
	"strings"
	"text/template"

	"knead/internal/text"
)

// Text writes the visits as plain text that wraps to the style's width and reads well
// without colour: what to do first, then what fits, and the disclaimer last. Several visits
// of one person are followed by a comparison.
func Text(w io.Writer, style Style, visits []Visit) error {
	p := textPage{page: newPage(style)}
	t := p.template("text.tmpl", nil)
	for i, doc := range documents(style, visits) {
		if err := p.write(t, i, doc); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// textPage is a text that is being written: its template calls functions that add lines.
type textPage struct {
	page
	b strings.Builder
}

// template reads a template of text, with functions of its own beside those of every text.
func (p *textPage) template(name string, own template.FuncMap) *template.Template {
	writes := template.FuncMap{
		"title": p.title, "heading": p.heading, "para": p.para, "line": p.line, "phases": p.phases, "table": p.table,
		"about": p.about, "bold": func(s string) string { return p.paint(bold, s) }, "grounded": p.grounded,
		"rule": p.bracketed, "nth": func(format string, i int) string { return fmt.Sprintf(format, i+1) },
	}
	t := template.New(name).Funcs(p.functions()).Funcs(writes).Funcs(own)
	return template.Must(t.ParseFS(templates, name))
}

// write writes one record below those before it.
func (p *textPage) write(t *template.Template, before int, record any) error {
	if before > 0 {
		p.line(strings.Repeat("=", p.Width))
		p.line("")
	}
	return t.Execute(io.Discard, record)
}

// line writes one line as it is.
func (p *textPage) line(line string) string {
	p.b.WriteString(line + "\n")
	return ""
}

// para writes wrapped text whose first line begins with first.
func (p *textPage) para(first string, parts ...any) string {
	var body strings.Builder
	for _, part := range parts {
		fmt.Fprint(&body, part)
	}
	for _, line := range text.Wrap(first, strings.Repeat(" ", text.Width(first)), body.String(), p.Width) {
		p.line(line)
	}
	return ""
}

func (p *textPage) heading(title string) string {
	p.line("")
	return p.painted(bold, title)
}

// title writes the disposition's title in the colour of its tone.
func (p *textPage) title(title, tone string) string {
	return p.painted(tones[tone], strings.ToUpper(title))
}

func (p *textPage) painted(color, words string) string {
	for _, line := range text.Wrap("", "", words, p.Width) {
		p.line(p.paint(color, line))
	}
	return ""
}

// The colours of a terminal, by what they mean.
const (
	bold  = "1"
	stop  = "1;31"
	wait  = "1;33"
	ready = "1;32"
)

// tones are the colours of what a result begins with.
var tones = map[string]string{"stop": stop, "wait": wait, "ready": ready}

func (p *textPage) paint(color, text string) string {
	if !p.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// grounded is a statement with its sources and, for practitioners, its certainty.
func (p *textPage) grounded(st statement) string {
	return st.Text + p.bracketed(st.Sources...) + p.certainty(st.Certainty)
}

// bracketed names ids behind a statement, for practitioners.
func (p *textPage) bracketed(ids ...string) string {
	if !p.practitioner() || strings.Join(ids, "") == "" {
		return ""
	}
	return " [" + strings.Join(ids, ", ") + "]"
}

// certainty says how firm the ground of a statement is, for practitioners.
func (p *textPage) certainty(words string) string {
	if !p.practitioner() || words == "" {
		return ""
	}
	return " (" + words + ")"
}

// phases writes the phases of a plan in columns, or one that does not fit as a paragraph.
func (p *textPage) phases(phases []phase) string {
	weeks, rates := 14, 0
	for _, ph := range phases {
		weeks, rates = max(weeks, text.Width(ph.Weeks)), max(rates, text.Width(ph.Rate))
	}
	for _, ph := range phases {
		if line := "  " + pad(ph.Weeks, weeks) + " " + pad(ph.Rate, rates) + "  " + ph.Minutes; text.Width(line) <= p.Width {
			p.line(line)
		} else {
			p.para("  ", ph.Weeks, ": ", ph.Rate, ", ", ph.Minutes)
		}
	}
	return ""
}

// leastColumn is how narrow the last column of a table may get.
const leastColumn = 10

// table writes rows of cells, the first row as a head, in columns as wide as they need,
// the last of which wraps; or one row below the other where they do not fit.
func (p *textPage) table(rows [][]string) string {
	last := len(rows[0]) - 1
	widths, before := make([]int, last+1), 0 // the last column
	for i := range widths {
		for _, row := range rows {
			widths[i] = max(widths[i], text.Width(row[i]))
		}
		if i < last {
			before += 2 + widths[i]
		}
	}
	if before+2+min(widths[last], leastColumn) > p.Width {
		p.stacked(rows)
		return ""
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row[:last] {
			b.WriteString("  " + pad(cell, widths[i]))
		}
		p.para(b.String()+"  ", row[last])
	}
	return ""
}

// stacked writes each row below its first cell, every other cell beside its head.
func (p *textPage) stacked(rows [][]string) {
	for _, row := range rows[1:] {
		p.para("  ", p.paint(bold, row[0]))
		for i, cell := range row[1:] {
			p.para("    ", rows[0][i+1], ": ", cell)
		}
	}
}

// pad fills a cell up with spaces to a number of columns.
func pad(cell string, columns int) string {
	return cell + strings.Repeat(" ", max(columns-text.Width(cell), 0))
}
