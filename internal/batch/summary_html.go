package batch

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed summary.html.tmpl
var summaryPage string

// html renders the summary as one page that needs nothing else.
func (s *summary) html() ([]byte, error) {
	page, err := template.New("summary").Funcs(template.FuncMap{
		"percent": func(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) },
		"sums":    func() template.HTML { return template.HTML(template.HTMLEscapeString(s.sums())) },
		"bar":     func(share float64) string { return fmt.Sprintf("%.3f", 100*share) },
	}).Parse(summaryPage)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, s)
	return b.Bytes(), err
}
