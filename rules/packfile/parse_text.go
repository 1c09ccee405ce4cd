package packfile

import (
	"regexp"
	"strings"

	"knead/rules"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// text reads a text that no result shows, so that it cannot hold placeholders.
func (p *packParser) text(n *node) rules.Text { return p.wording(n, false) }

// shownText reads a text that results show.
func (p *packParser) shownText(n *node) rules.Text { return p.wording(n, true) }

// texts reads a list of texts.
func (p *packParser) texts(n *node, what string) (found []rules.Text) {
	for _, item := range list(&p.problems, n, what) {
		found = append(found, p.text(item))
	}
	return found
}

func (p *packParser) wording(n *node, shown bool) rules.Text {
	if n == nil {
		return rules.Text{}
	}
	if n.kind != mapNode {
		s := p.sentence(n, shown)
		return rules.Text{Patient: s, Practitioner: s}
	}
	r := mapping(&p.problems, n, "a text")
	t := rules.Text{Patient: p.sentence(r.need("patient"), shown), Practitioner: p.sentence(r.need("practitioner"), shown)}
	r.finish()
	return t
}

func (p *packParser) sentence(n *node, shown bool) string {
	s, ok := word(&p.problems, n, "text")
	if !ok {
		return ""
	}
	if !strings.ContainsAny(s, "{}") {
		return strings.TrimSpace(s)
	}
	for _, mark := range placeholder.FindAllString(s, -1) {
		switch {
		case mark != "{emergency}" && mark != "{urgent}":
			p.problems.add(n, "unknown-placeholder", "unknown placeholder %s: expected {emergency} or {urgent}", rules.Quote(mark))
		case !shown:
			p.problems.add(n, "placeholder-not-shown", "the placeholder %s is filled in results only, and this text is not part of one", mark)
		}
	}
	return strings.TrimSpace(s)
}
