package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed html.tmpl style.css
var htmlFiles embed.FS

// htmlReport is what the template renders: one file for all visits.
type htmlReport struct {
	Language, Title string
	Drawings        template.HTML
	Style           template.CSS
	Visits          []htmlVisit
}

// htmlVisit is one visit with its pictures.
type htmlVisit struct {
	*document
	Body  template.HTML
	Weeks []template.HTML
	Line  template.HTML
}

// HTML writes the visits as one file that needs nothing else: no scripts, no pictures or
// styles from elsewhere. A person's last visit shows how it went since the first.
func HTML(w io.Writer, style Style, visits []Visit) error {
	t, err := template.New("html.tmpl").Funcs(template.FuncMap{"meter": meter, "joined": func(parts []string) string { return joined(parts, asIs) }}).ParseFS(htmlFiles, "html.tmpl")
	if err != nil {
		return err
	}
	css, err := htmlFiles.ReadFile("style.css")
	if err != nil {
		return err
	}
	out := htmlReport{Language: style.Pack.Language, Title: style.say(style.Pack.Title), Drawings: drawings(), Style: template.CSS(css)}
	for _, doc := range documents(style, visits) {
		out.Visits = append(out.Visits, newHTMLVisit(doc))
	}
	return t.Execute(w, out)
}

func newHTMLVisit(doc *document) htmlVisit {
	out := htmlVisit{document: doc}
	if doc.Ready {
		var avoid, names []string
		for _, a := range doc.Avoid {
			avoid, names = append(avoid, a.Area), append(names, a.Name)
		}
		label := doc.Words.Say("report_body_label", "areas", doc.Areas)
		if len(names) > 0 {
			label += " " + doc.Words.Say("report_body_avoid", "areas", strings.Join(names, ", "))
		}
		out.Body = bodyChart(label, doc.Words.Say("report_front"), doc.Words.Say("report_back"), doc.Hurts, avoid)
	}
	if doc.Plan != nil {
		out.Weeks = weekChart(doc.Plan)
	}
	if g := doc.Progress; g != nil && len(g.Series) > 0 {
		out.Line = lineChart(doc.Words.Say("report_line_label"), g)
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
