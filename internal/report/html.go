package report

import (
	"html/template"
	"io"
	"strings"
)

// HTML writes the visits as one file that needs nothing else: no scripts, no pictures or
// styles from elsewhere. A person's last visit shows how it went since the first.
func HTML(w io.Writer, style Style, visits []Visit) error {
	css, err := templates.ReadFile("style.css")
	if err != nil {
		return err
	}
	p := newPage(style)
	t := template.New("html.tmpl").Funcs(p.functions()).Funcs(template.FuncMap{
		"marks": marks, "names": names, "weeks": newWeekCharts,
		"lines":  func(g *progress) *lineChart { return newLineChart(p.word("report_line_label"), g) },
		"places": func() []int { return []int{6, 16, 26, 36, 46} }, // of the steps of the meter of firmness
	})
	return template.Must(t.ParseFS(templates, "html.tmpl", "charts.tmpl")).Execute(w, struct {
		Language, Title string
		Style           template.CSS
		Visits          []*document
	}{style.Pack.Language, style.say(style.Pack.Title), template.CSS(css), documents(style, visits)})
}

// names joins the names of things.
func names(items []item) string {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.Name
	}
	return strings.Join(all, ", ")
}
