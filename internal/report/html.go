package report

import (
	"html/template"
	"io"
	"strings"
)

// HTML writes the visits as one file that needs nothing else: no scripts, no pictures or
// styles from elsewhere. A person's last visit shows how it went since the first.
func HTML(w io.Writer, style Style, visits []Visit) error {
	return writeHTML(w, "html.tmpl", style, visits)
}

// HTMLPart writes what another page shows of the visits: what stands in the main part of
// [HTML]. It needs the style [CSS].
func HTMLPart(w io.Writer, style Style, visits []Visit) error {
	return writeHTML(w, "part", style, visits)
}

// CSS is the style of [HTML].
func CSS() string {
	css, err := templates.ReadFile("style.css")
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(css)
}

func writeHTML(w io.Writer, name string, style Style, visits []Visit) error {
	p := newPage(style)
	t := template.New("html.tmpl").Funcs(p.functions()).Funcs(template.FuncMap{
		"marks": marks, "names": names, "weeks": newWeekCharts,
		"lines":  func(g *progress) *lineChart { return newLineChart(p.word("report_line_label"), g) },
		"places": func() []int { return []int{6, 16, 26, 36, 46} }, // of the steps of the meter of firmness
	})
	return template.Must(t.ParseFS(templates, "html.tmpl", "charts.tmpl")).ExecuteTemplate(w, name, struct {
		Language, Title string
		Style           template.CSS
		Letter          bool
		Visits          []*document
	}{style.Pack.Language, style.say(style.Pack.Title), template.CSS(CSS()), style.Letter, documents(style, visits)})
}

// names joins the names of things.
func names(items []item) string {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.Name
	}
	return strings.Join(all, ", ")
}
