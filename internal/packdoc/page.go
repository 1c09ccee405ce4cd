package packdoc

import (
	"fmt"
	"io"
	"strings"

	"knead/internal/text"
)

// page is what the parts of a Doc are written on. Strings are plain; the page escapes what
// its format needs.
type page interface {
	heading(level int, text, id string) // id may be empty
	para(text string)
	field(name string, values ...string)
	quote(who, text string)
	list(items []string)
	table(head []string, rows [][]string)
}

// markdown is a page in the common subset of Markdown.
type markdown struct{ b *strings.Builder }

var markdownEscapes = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "|", "\\|", "\n", " ")

func escape(s string) string { return markdownEscapes.Replace(s) }

func (m markdown) heading(level int, text, id string) {
	if id != "" {
		text = text + " (" + id + ")"
	}
	if m.b.Len() > 0 && !strings.HasSuffix(m.b.String(), "\n\n") {
		m.b.WriteByte('\n')
	}
	fmt.Fprintf(m.b, "%s %s\n\n", strings.Repeat("#", level), escape(text))
}

func (m markdown) para(text string) { fmt.Fprintf(m.b, "%s\n\n", escape(text)) }

func (m markdown) field(name string, values ...string) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return
	}
	fmt.Fprintf(m.b, "- **%s:** %s\n", escape(name), escape(strings.Join(values, ", ")))
}

func (m markdown) quote(who, text string) {
	if text != "" {
		fmt.Fprintf(m.b, "- *%s:* %s\n", escape(who), escape(text))
	}
}

func (m markdown) list(items []string) {
	for _, item := range items {
		fmt.Fprintf(m.b, "- %s\n", escape(item))
	}
	m.b.WriteByte('\n')
}

func (m markdown) table(head []string, rows [][]string) {
	fmt.Fprintf(m.b, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = escape(cell)
		}
		fmt.Fprintf(m.b, "| %s |\n", strings.Join(cells, " | "))
	}
	m.b.WriteByte('\n')
}

// plain is a page for the terminal.
type plain struct {
	b     *strings.Builder
	width int
}

func (p plain) heading(level int, text, id string) {
	if id != "" {
		text = id + ": " + text
	}
	if level <= 2 {
		text = strings.ToUpper(text)
	}
	p.b.WriteString("\n" + text + "\n")
}

// wrap writes words with a first prefix, and further lines below it.
func (p plain) wrap(first, rest, words string) {
	p.b.WriteString(strings.Join(text.WrapRunes(first, rest, words, p.width), "\n") + "\n")
}

func (p plain) para(text string) { p.wrap("  ", "  ", text) }

func (p plain) field(name string, values ...string) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return
	}
	p.wrap("  ", "    ", name+": "+strings.Join(values, ", "))
}

func (p plain) quote(who, text string) {
	if text != "" {
		p.wrap("  ", "    ", who+": "+text)
	}
}

func (p plain) list(items []string) {
	for _, item := range items {
		p.wrap("  - ", "    ", item)
	}
}

func (p plain) table(head []string, rows [][]string) {
	for _, row := range rows {
		var cells []string
		for i, cell := range row {
			if i > 0 && cell != "" && len(head) > 2 {
				cell = head[i] + " " + cell
			}
			if cell != "" {
				cells = append(cells, cell)
			}
		}
		if len(head) == 2 {
			p.field(row[0], row[1])
			continue
		}
		p.wrap("  ", "    ", strings.Join(cells, "; "))
	}
}

// Markdown writes the record as a document to read and sign.
func Markdown(w io.Writer, d *Doc) error {
	var b strings.Builder
	write(markdown{&b}, d)
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

// Text writes the record for a terminal of that many columns.
func Text(w io.Writer, d *Doc, width int) error {
	var b strings.Builder
	write(plain{&b, width}, d)
	_, err := io.WriteString(w, strings.TrimLeft(b.String(), "\n"))
	return err
}
