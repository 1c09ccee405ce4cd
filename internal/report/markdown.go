package report

import (
	"io"
	"strings"
	"text/template"
)

// Markdown writes the visits as CommonMark with tables. What comes from outside is escaped,
// so that it is shown as it was written.
func Markdown(w io.Writer, style Style, visits []Visit) error {
	p := newPage(style)
	t := template.New("markdown.tmpl").Funcs(p.functions()).Funcs(template.FuncMap{"escape": escape, "nth": func(i int) int { return i + 1 }})
	return template.Must(t.ParseFS(templates, "markdown.tmpl")).Execute(w, documents(style, visits))
}

// escape makes text plain text in Markdown and in the HTML made of it. Every character
// that could begin markup is escaped, also those that make addresses into links.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		case strings.ContainsRune("\\`*_{}[]>#|~!@$^", r),
			strings.ContainsRune("+-=", r) && i == 0,
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www"),
			(r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
