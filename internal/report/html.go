package report

import (
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"knead/rules"
)

// HTML writes the visits as one file that needs nothing else: no scripts, no pictures or
// styles from elsewhere. A person's last visit shows how it went since the first.
func HTML(w io.Writer, style Style, visits []Visit) error {
	return writeHTML(w, "html.tmpl", style, visits, "")
}

// HTMLPart writes what another page shows of a visit: what stands in the main part of
// [HTML], and what the page adds below what to do. It needs the style [CSS].
func HTMLPart(w io.Writer, style Style, v Visit, below template.HTML) error {
	return writeHTML(w, "part", style, []Visit{v}, below)
}

// CSS is the style of [HTML].
func CSS() string {
	css, err := templates.ReadFile("style.css")
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(css)
}

func writeHTML(w io.Writer, name string, style Style, visits []Visit, below template.HTML) error {
	p := newPage(style)
	t := template.New("html.tmpl").Funcs(p.functions()).Funcs(template.FuncMap{
		"below": func() template.HTML { return below },
		"dial":  func(s string) template.HTML { return Dial(s, style.Region) },
		"marks": marks, "names": names, "weeks": newWeekCharts,
		"lines":  func(g *progress) *lineChart { return newLineChart(p.word("report_line_label"), g) },
		"places": func() []int { return []int{6, 16, 26, 36, 46} }, // of the steps of the meter of firmness
	})
	return template.Must(t.ParseFS(templates, "html.tmpl", "charts.tmpl")).ExecuteTemplate(w, name, struct {
		Language, Title string
		Style           template.CSS
		Letter          bool // printed pages are of the size Letter and not A4
		Visits          []*document
	}{style.Pack.Language, style.say(style.Pack.Title), template.CSS(CSS()), style.Region != nil && style.Region.ID == "US", documents(style, visits)})
}

var digits = regexp.MustCompile(`\d+`)

// Dial returns a text as HTML in which the telephone numbers of a region, which may be nil, are links that call them.
func Dial(s string, r *rules.Region) template.HTML {
	var b strings.Builder
	var numbers []string
	if r != nil {
		numbers = r.Numbers()
	}
	rest := 0
	for _, at := range digits.FindAllStringIndex(s, -1) {
		if number := s[at[0]:at[1]]; slices.Contains(numbers, number) {
			b.WriteString(template.HTMLEscapeString(s[rest:at[0]]) + `<a href="tel:` + number + `">` + number + `</a>`)
			rest = at[1]
		}
	}
	return template.HTML(b.String() + template.HTMLEscapeString(s[rest:]))
}

// names joins the names of things.
func names(items []item) string {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.Name
	}
	return strings.Join(all, ", ")
}
