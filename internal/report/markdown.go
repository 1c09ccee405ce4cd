package report

import (
	"io"
	"text/template"

	"knead/internal/text"
)

// Markdown writes the visits as CommonMark with tables. What comes from outside is escaped,
// so that it is shown as it was written.
func Markdown(w io.Writer, style Style, visits []Visit) error {
	p := newPage(style)
	t := template.New("markdown.tmpl").Funcs(p.functions()).Funcs(template.FuncMap{"escape": text.EscapeMarkdown, "nth": func(i int) int { return i + 1 }})
	return template.Must(t.ParseFS(templates, "markdown.tmpl")).Execute(w, documents(style, visits))
}
