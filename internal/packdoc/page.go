package packdoc

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"text/template"

	"knead/internal/text"
	"knead/rules"
)

//go:embed doc.tmpl
var document string

// format is how a document is written. Texts are plain; it escapes what it needs to.
type format interface {
	heading(level int, text, id string) // id may be empty
	para(text string)
	field(name, value string)
	quote(who, text string)
	item(text string)
	begin(head []string) // a table
	row(head, cells []string)
	end() // of a table or list
}

// page is what the template writes on: it does not print, its functions write.
type page struct {
	format
	*Doc
	head []string // of the table
}

func write(f format, d *Doc) error {
	p := &page{format: f, Doc: d}
	t := template.New("doc").Funcs(template.FuncMap{
		"whole": func() bool { return !d.partial }, "title": p.title, "named": p.named, "both": p.both, "field": p.fields,
		"heading":     func(level int, text, id string) string { f.heading(level, text, id); return "" },
		"para":        func(text string) string { f.para(text); return "" },
		"item":        func(text string) string { f.item(text); return "" },
		"table":       func(head ...any) string { p.head = flat(head); f.begin(p.head); return "" },
		"row":         func(cells ...any) string { f.row(p.head, flat(cells)); return "" },
		"end_of_list": func() string { f.end(); return "" },
		"join":        func(lists ...any) string { return strings.Join(flat(lists), ", ") },
		"either":      func(ids []string) string { return strings.Join(ids, " or ") },
		"quoted":      quoted,
	})
	return template.Must(t.Parse(document)).Execute(io.Discard, d)
}

// title opens a section of a whole document; a part needs none.
func (p *page) title(text, explanation string) string {
	if p.partial {
		return ""
	}
	p.heading(2, text, "")
	if explanation != "" {
		p.para(explanation)
	}
	p.field("Read and agreed", "☐ yes  ☐ with changes: ________________ Name: ________________ Date: ________")
	p.end()
	return ""
}

// named begins something that is called by words for practitioners; those for patients follow.
func (p *page) named(w rules.Text, id, what string) string {
	p.heading(4, w.Practitioner, id)
	if w.Patient != w.Practitioner {
		p.quotes(what+" (patient)", w.Patient)
	}
	return ""
}

func (p *page) both(name string, w rules.Text) string {
	if w.Patient == w.Practitioner {
		return p.quotes(name, w.Patient)
	}
	p.quotes(name+" (patient)", w.Patient)
	return p.quotes(name+" (practitioner)", w.Practitioner)
}

func (p *page) quotes(who, text string) string {
	if text != "" {
		p.quote(who, text)
	}
	return ""
}

func (p *page) fields(name string, values ...any) string {
	if value := strings.Join(flat(values), ", "); value != "" {
		p.field(name, value)
	}
	return ""
}

// flat lists values and the members of lists as texts.
func flat(values []any) (all []string) {
	for _, v := range values {
		if list, ok := v.([]string); ok {
			all = append(all, list...)
		} else {
			all = append(all, fmt.Sprint(v))
		}
	}
	return all
}

func quoted(texts []string) []string {
	return each(texts, func(_ int, t *string) string { return "“" + *t + "”" })
}

// markdown is the common subset of Markdown.
type markdown struct{ *strings.Builder }

var markdownEscapes = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "|", "\\|", "\n", " ")

func escape(s string) string { return markdownEscapes.Replace(s) }

func (m markdown) heading(level int, text, id string) {
	if id != "" {
		text += " (" + id + ")"
	}
	if m.Len() > 0 && !strings.HasSuffix(m.String(), "\n\n") {
		m.end()
	}
	fmt.Fprintf(m, "%s %s\n\n", strings.Repeat("#", level), escape(text))
}

func (m markdown) para(text string) { fmt.Fprintf(m, "%s\n\n", escape(text)) }
func (m markdown) field(name, value string) {
	fmt.Fprintf(m, "- **%s:** %s\n", escape(name), escape(value))
}
func (m markdown) quote(who, text string) { fmt.Fprintf(m, "- *%s:* %s\n", escape(who), escape(text)) }
func (m markdown) item(text string)       { fmt.Fprintf(m, "- %s\n", escape(text)) }
func (m markdown) end()                   { m.WriteByte('\n') }

func (m markdown) begin(head []string) {
	fmt.Fprintf(m, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
}

func (m markdown) row(_, cells []string) {
	fmt.Fprintf(m, "| %s |\n", strings.Join(each(cells, func(_ int, c *string) string { return escape(*c) }), " | "))
}

// plain is text for the terminal.
type plain struct {
	*strings.Builder
	width int
}

func (p plain) heading(level int, text, id string) {
	if id != "" {
		text = id + ": " + text
	}
	if level <= 2 {
		text = strings.ToUpper(text)
	}
	p.WriteString("\n" + text + "\n")
}

// wrap writes words with a first prefix, and further lines below it.
func (p plain) wrap(first, rest, words string) {
	p.WriteString(strings.Join(text.WrapRunes(first, rest, words, p.width), "\n") + "\n")
}

func (p plain) para(text string)         { p.wrap("  ", "  ", text) }
func (p plain) field(name, value string) { p.wrap("  ", "    ", name+": "+value) }
func (p plain) quote(who, text string)   { p.field(who, text) }
func (p plain) item(text string)         { p.wrap("  - ", "    ", text) }
func (p plain) begin([]string)           {}
func (p plain) end()                     {}

// row writes a row on its own: in a table of more than two columns, cells after the first
// come with what stands over them.
func (p plain) row(head, cells []string) {
	if len(head) == 2 {
		if cells[1] != "" {
			p.field(cells[0], cells[1])
		}
		return
	}
	var filled []string
	for i, cell := range cells {
		switch {
		case cell == "":
		case i == 0:
			filled = append(filled, cell)
		default:
			filled = append(filled, head[i]+" "+cell)
		}
	}
	p.wrap("  ", "    ", strings.Join(filled, "; "))
}

// Markdown writes the record as a document to read and sign.
func Markdown(w io.Writer, d *Doc) error {
	var b strings.Builder
	if err := write(markdown{&b}, d); err != nil {
		return err
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

// Text writes the record for a terminal of that many columns.
func Text(w io.Writer, d *Doc, width int) error {
	var b strings.Builder
	if err := write(plain{&b, width}, d); err != nil {
		return err
	}
	_, err := io.WriteString(w, strings.TrimLeft(b.String(), "\n"))
	return err
}
