package fhir

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fitting returns a text as FHIR's strings can hold it: no control characters but tab and
// line ends, not empty, no white space at its ends. Whatever differs from the text itself
// is said in the extension that comes with it, or else that is nil.
func fitting(s string) (string, *Primitive) {
	fit := strings.TrimSpace(strings.Map(permitted, s))
	if fit == s && s != "" {
		return s, nil
	}
	exact, _ := quoteJSON(s)
	return fit, &Primitive{Extension: []Extension{{URL: extExact, ValueString: exact}}}
}

// permitted replaces a character that FHIR's strings or XHTML cannot hold.
func permitted(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return r
	case unicode.IsControl(r), r == 0xfffe, r == 0xffff, r == '\u2028', r == '\u2029':
		return utf8.RuneError
	}
	return r
}

// quoteJSON writes a text as a JSON string without characters that FHIR's strings cannot
// hold.
func quoteJSON(s string) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return "", err
	}
	var out strings.Builder
	for _, r := range strings.TrimSuffix(b.String(), "\n") {
		if permitted(r) == r {
			out.WriteRune(r)
			continue
		}
		const digits = "0123456789abcdef"
		out.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			out.WriteByte(digits[r>>shift&15])
		}
	}
	return out.String(), nil
}

// unfit returns the exact text of a string and the extension that came with it, and
// whether the two belong together.
func unfit(fit, exact string) (string, bool) {
	s, ok := unquoteJSON(exact)
	again, _ := fitting(s)
	return s, ok && again == fit
}

// shown prepares text from packs and intakes for a field that people read.
func shown(s string) string { return strings.TrimSpace(strings.Map(permitted, s)) }

// page builds the XHTML of a narrative.
type page struct{ b strings.Builder }

// line adds an element with escaped text.
func (p *page) line(element, text string) {
	p.b.WriteString("<" + element + ">" + html.EscapeString(shown(text)) + "</" + element + ">")
}

// list adds a heading with a list below it, or nothing when the list is empty.
func (p *page) list(heading string, items []string) {
	if len(items) == 0 {
		return
	}
	p.line("h3", heading)
	p.b.WriteString("<ul>")
	for _, item := range items {
		p.line("li", item)
	}
	p.b.WriteString("</ul>")
}

func (p *page) narrative() *Narrative {
	return &Narrative{Status: "generated", Div: `<div xmlns="http://www.w3.org/1999/xhtml">` + p.b.String() + "</div>"}
}

// unquoteJSON reads a JSON string.
func unquoteJSON(s string) (string, bool) {
	var out string
	err := json.Unmarshal([]byte(s), &out)
	return out, err == nil && utf8.ValidString(out)
}
