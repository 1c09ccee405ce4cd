package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed html.tmpl charts.tmpl style.css
var htmlFiles embed.FS

// htmlReport is what the template renders: one file for all visits.
type htmlReport struct {
	Language, Title string
	Style           template.CSS
	Visits          []htmlVisit
}

// htmlVisit is one visit with its pictures.
type htmlVisit struct {
	*document
	Body  *bodyChart
	Weeks []weekChart
	Line  *lineChart
}

// HTML writes the visits as one file that needs nothing else: no scripts, no pictures or
// styles from elsewhere. A person's last visit shows how it went since the first.
func HTML(w io.Writer, style Style, visits []Visit) error {
	t, err := template.New("html.tmpl").Funcs(template.FuncMap{
		"joined": func(parts []string) string { return joined(parts, asIs) },
		"places": func() []int { return []int{6, 16, 26, 36, 46} }, // of the steps of the meter of firmness
	}).ParseFS(htmlFiles, "*.tmpl")
	if err != nil {
		return err
	}
	css, err := htmlFiles.ReadFile("style.css")
	if err != nil {
		return err
	}
	out := htmlReport{Language: style.Pack.Language, Title: style.say(style.Pack.Title), Style: template.CSS(css)}
	for _, doc := range documents(style, visits) {
		out.Visits = append(out.Visits, newHTMLVisit(doc))
	}
	return t.Execute(w, out)
}

func newHTMLVisit(doc *document) htmlVisit {
	out := htmlVisit{document: doc}
	if doc.Ready {
		out.Body = newBodyChart(doc)
	}
	if doc.Plan != nil {
		out.Weeks = newWeekCharts(doc.Plan)
	}
	if g := doc.Progress; g != nil && len(g.Series) > 0 {
		out.Line = newLineChart(doc.Words.Say("report_line_label"), g)
	}
	return out
}

// htmlList is a list with the reader whom it is shown to.
type htmlList struct {
	list
	Practitioner bool
	Stop         string
}

// Shown are the lists of the page, those beside the drawing left out.
func (d *document) Shown() (shown []htmlList) {
	for _, l := range d.Lists {
		if !l.Beside {
			shown = append(shown, htmlList{l, d.Practitioner, d.Words.Say("report_stop")})
		}
	}
	return shown
}

// W gives the template the words it needs by their id.
func (d *document) W(id string) (string, error) {
	if !d.Words.Has(id) {
		return "", fmt.Errorf("no words for %q", id)
	}
	return d.Words.Say(id), nil
}
