package packfile

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"knead/internal/text"
	"knead/rules"
)

// parseHeader reads the section "pack" but for clearance_lifted, which it returns.
func (p *packParser) parseHeader() (lifted *node) {
	header, ok := p.singles["pack"]
	if !ok {
		p.addAt(rules.Pos{}, "pack", "missing-section", "the pack has no section \"pack\"")
		return nil
	}
	k := p.pack
	k.Pos = header.pos
	r := p.mapping(header.value, "the section pack")
	k.Name = p.matching(r.need("name"), "a name", idFormat.MatchString, "lower-case words joined by _")
	k.Version = p.matching(r.need("version"), "a version", rules.IsVersion, "a version such as 1.0.0")
	k.Language = p.matching(r.need("language"), "a language", languageTag.MatchString, "a language tag such as en or hi-IN")
	k.Title = p.text(r.need("title"))
	k.Author, _ = p.prose(r.need("author"), "a name")
	k.Reviewed = p.matching(r.need("reviewed"), "a date", rules.IsDate, "a date such as 2026-03-09")
	use := p.mapping(r.need("intended_use"), "intended_use")
	k.Use.For = p.text(use.need("for"))
	k.Use.NotFor = p.texts(use.need("not_for"), "not_for")
	k.Use.Limits = p.texts(use.need("limits"), "limits")
	k.Use.Opening = p.texts(use.get("opening"), "opening")
	use.finish()
	p.parseAreas(r.need("areas"))
	p.parseSessionsDone(r.get("sessions_done"))
	k.Person = p.questions.all(r.get("person"), "questions")
	lifted = r.get("clearance_lifted")
	k.Disclaimer = p.shownText(r.need("disclaimer"))
	k.DisclaimerLine = p.shownText(r.need("disclaimer_line"))
	short := r.get("disclaimer_short")
	k.DisclaimerShort = p.shownText(short)
	p.tooLong(short, k.DisclaimerShort, rules.MaxDisclaimer)
	r.finish()
	return lifted
}

// languageTag is a BCP 47 tag of a language, with a script or region if need be.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (p *packParser) matching(n *node, what string, matches func(string) bool, expected string) string {
	s, ok := p.word(n, what)
	if ok && !matches(s) {
		p.add(n, "bad-format", "malformed %s: expected %s", text.Quote(s), expected)
	}
	return s
}

// parseAreas finds the question whose options are body areas.
func (p *packParser) parseAreas(n *node) {
	i, ok := p.questions.find(n)
	if !ok {
		return
	}
	if !p.pack.Questions[i].Kind.Many() && !p.typeless[p.pack.Questions[i].ID] {
		p.add(n, "wrong-question", "the areas question %q must be of type multi", n.text)
		return
	}
	p.pack.Areas = i
	areas := *p.options[i]
	areas.what = "area"
	p.areas = &areas
	p.parseCovers(i)
}

func (p *packParser) parseSessionsDone(n *node) {
	i, ok := p.questions.find(n)
	switch {
	case !ok:
	case !p.pack.Questions[i].Kind.IsNumber() && !p.typeless[p.pack.Questions[i].ID]:
		p.add(n, "wrong-question", "the question %q counts sessions, so it must be of type int", n.text)
	default:
		p.pack.SessionsDone = i
	}
}

func (p *packParser) parseDispositions() {
	section, ok := p.singles["dispositions"]
	if !ok {
		p.addAt(rules.Pos{}, "dispositions", "missing-section", "the pack has no section \"dispositions\"")
		return
	}
	r := p.mapping(section.value, "the section dispositions")
	for d, name := range dispositionNames {
		w := p.mapping(r.need(name), "the wording of "+name)
		p.pack.Dispositions[d] = rules.DispositionText{
			Title:  p.shownText(w.need("title")),
			Short:  p.shortText(w.get("short")),
			Text:   p.shownText(w.need("text")),
			Unsure: p.shownText(w.get("unsure")),
		}
		w.finish()
	}
	r.finish()
}

var regionFormat = regexp.MustCompile(`^(default|[A-Z][A-Z0-9]{1,9})$`)

func (p *packParser) parseRegions() {
	for i, n := range p.lists["regions"] {
		r := p.mapping(n, "a region")
		g := rules.Region{Name: p.text(r.need("name")), Emergency: p.text(r.need("emergency")), Urgent: p.text(r.need("urgent")), Pos: n.pos}
		id := r.need("id")
		if g.ID = p.matching(id, "a region id", regionFormat.MatchString, "upper-case letters such as IN, or default"); g.ID != "" {
			p.regions.put(id, g.ID, i)
		}
		r.finish()
		p.pack.Regions = append(p.pack.Regions, g)
	}
	if len(p.pack.Regions) == 0 {
		p.addAt(rules.Pos{}, "regions", "missing-section", "the pack has no regions")
	}
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// text reads a text that no result shows, so that it cannot hold placeholders.
func (p *packParser) text(n *node) rules.Text { return p.wording(n, false) }

// shownText reads a text that results show.
func (p *packParser) shownText(n *node) rules.Text { return p.wording(n, true) }

// shortText reads a phrase of one-screen results.
func (p *packParser) shortText(n *node) rules.Text {
	t := p.text(n)
	p.tooLong(n, t, rules.MaxShort)
	return t
}

// tooLong complains about a phrase with more characters than a one-screen result has room for.
func (ps *problems) tooLong(n *node, t rules.Text, most int) {
	if long := max(utf8.RuneCountInString(t.Patient), utf8.RuneCountInString(t.Practitioner)); most > 0 && long > most {
		ps.add(n, "too-long", "expected at most %d characters, found %d", most, long)
	}
}

func (p *packParser) texts(n *node, what string) (found []rules.Text) {
	for _, item := range p.list(n, what) {
		found = append(found, p.text(item))
	}
	return found
}

// wording reads one text for both audiences, or {patient: …, practitioner: …}.
func (p *packParser) wording(n *node, shown bool) rules.Text {
	if n == nil {
		return rules.Text{}
	}
	if n.kind != mapNode {
		s := p.sentence(n, shown)
		return rules.Text{Patient: s, Practitioner: s}
	}
	r := p.mapping(n, "a text")
	t := rules.Text{Patient: p.sentence(r.need("patient"), shown), Practitioner: p.sentence(r.need("practitioner"), shown)}
	r.finish()
	return t
}

func (p *packParser) sentence(n *node, shown bool) string {
	s, _ := p.prose(n, "text")
	if !strings.ContainsAny(s, "{}") {
		return strings.TrimSpace(s)
	}
	for _, mark := range placeholder.FindAllString(s, -1) {
		switch {
		case mark != "{emergency}" && mark != "{urgent}":
			p.add(n, "unknown-placeholder", "unknown placeholder %s: expected {emergency} or {urgent}", text.Quote(mark))
		case !shown:
			p.add(n, "placeholder-not-shown", "the placeholder %s is filled in results only, and this text is not part of one", mark)
		}
	}
	return strings.TrimSpace(s)
}
