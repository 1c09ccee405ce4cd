package report

import "io"

// Format is a form in which results are written.
type Format struct {
	Name       string
	Extensions []string // of the names of its files, the usual one first
	Write      func(w io.Writer, style Style, visits []Visit) error
}

// Formats returns the forms of results, the usual one first.
func Formats() []Format {
	return []Format{
		{"text", []string{".txt"}, Text},
		{"json", []string{".json"}, writeJSON},
		{"markdown", []string{".md", ".markdown"}, Markdown},
		{"html", []string{".html", ".htm"}, HTML},
	}
}

func writeJSON(w io.Writer, _ Style, visits []Visit) error {
	for _, v := range visits {
		if err := JSON(w, v.Result); err != nil {
			return err
		}
	}
	return nil
}
