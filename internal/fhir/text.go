package fhir

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"knead/internal/text"
)

// encodeText returns a text as FHIR's strings can hold it: no control characters but tab and
// line ends, not empty, no white space at its ends. Whatever differs from the text itself
// is said in the extension that comes with it, or else that is nil.
func (n Names) encodeText(s string) (string, element) {
	fit := shown(s)
	if fit == s && s != "" {
		return s, nil
	}
	return fit, element{{"extension", []element{extension(n.at(extExact), "valueString", quoteJSON(s))}}}
}

// quoteJSON writes a text as a JSON string without characters that FHIR's strings cannot
// hold.
func quoteJSON(s string) string {
	quoted, _ := unescaped(s)
	var out strings.Builder
	for _, r := range string(quoted) {
		if text.FHIR.Keeps(r) {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// decodeText returns the exact text of a string and the extension that came with it, and
// whether the two belong together.
func decodeText(fit, exact string) (string, bool) {
	s, ok := unquoteJSON(exact)
	again, _ := Names{}.encodeText(s)
	return s, ok && again == fit
}

// shown prepares text from packs and intakes for a field that people read.
func shown(s string) string { return strings.TrimSpace(text.FHIR.Clean(s)) }

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

// narrative is a text alone in words.
func narrative(element, text string) *Narrative {
	var p page
	p.line(element, text)
	return p.narrative()
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
