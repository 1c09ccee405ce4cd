package packfile

import (
	"fmt"
	"regexp"
	"time"

	"knead/rules"
)

var (
	versionFormat  = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)
	languageFormat = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// parseHeader reads the section "pack" but for clearance_lifted, which it returns.
func (p *packParser) parseHeader() (lifted *node) {
	header, ok := p.singles["pack"]
	if !ok {
		p.problems.addAt(rules.Pos{}, "pack", "missing-section", "the pack has no section \"pack\"")
		return nil
	}
	k, ps := p.pack, &p.problems
	k.Pos = header.pos
	r := mapping(ps, header.value, "the section pack")
	k.Name = p.matching(r.need("name"), "a name", idFormat, "lower-case words joined by _")
	k.Version = p.matching(r.need("version"), "a version", versionFormat, "a version such as 1.0.0")
	k.Language = p.matching(r.need("language"), "a language", languageFormat, "a language tag such as en or hi-IN")
	k.Title = p.text(r.need("title"))
	k.Author, _ = word(ps, r.need("author"), "a name")
	k.Reviewed = p.date(r.need("reviewed"))
	if n := r.need("intended_use"); n != nil {
		use := mapping(ps, n, "intended_use")
		k.Use.For = p.text(use.need("for"))
		k.Use.NotFor = p.texts(use.need("not_for"), "not_for")
		k.Use.Limits = p.texts(use.need("limits"), "limits")
		use.finish()
	}
	p.parseAreas(r.need("areas"))
	p.parseSessionsDone(r.get("sessions_done"))
	lifted = r.get("clearance_lifted")
	k.Disclaimer = p.shownText(r.need("disclaimer"))
	k.DisclaimerLine = p.shownText(r.need("disclaimer_line"))
	r.finish()
	return lifted
}

// matching reads a string of a fixed format.
func (p *packParser) matching(n *node, what string, format *regexp.Regexp, expected string) string {
	s, ok := word(&p.problems, n, what)
	if ok && !format.MatchString(s) {
		p.problems.add(n, "bad-format", "malformed %s: expected %s", rules.Quote(s), expected)
	}
	return s
}

func (p *packParser) date(n *node) string {
	s, ok := word(&p.problems, n, "a date")
	if ok && !isDate(s) {
		p.problems.add(n, "bad-format", "malformed %s: expected a date such as 2026-03-09", rules.Quote(s))
	}
	return s
}

// isDate reports whether s is a day of the calendar, written YYYY-MM-DD.
func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// parseAreas finds the question whose options are body areas.
func (p *packParser) parseAreas(n *node) {
	i, ok := p.questions.find(&p.problems, n)
	if !ok {
		return
	}
	if p.pack.Questions[i].Kind != rules.Multi && !p.typeless[p.pack.Questions[i].ID] {
		p.problems.add(n, "wrong-question", "the areas question %q must be of type multi", n.text)
		return
	}
	p.pack.Areas = i
	p.areas = newNames("area")
	*p.areas = *p.options[i]
	p.areas.what = "area"
	p.parseCovers(i)
}

func (p *packParser) parseSessionsDone(n *node) {
	i, ok := p.questions.find(&p.problems, n)
	if !ok {
		return
	}
	if p.pack.Questions[i].Kind != rules.Int && !p.typeless[p.pack.Questions[i].ID] {
		p.problems.add(n, "wrong-question", "the question %q counts sessions, so it must be of type int", n.text)
		return
	}
	p.pack.SessionsDone = i
}

// parseDispositions reads the general wording of every disposition.
func (p *packParser) parseDispositions() {
	section, ok := p.singles["dispositions"]
	if !ok {
		p.problems.addAt(rules.Pos{}, "dispositions", "missing-section", "the pack has no section \"dispositions\"")
		return
	}
	r := mapping(&p.problems, section.value, "the section dispositions")
	for d, name := range dispositionNames {
		n := r.need(name)
		if n == nil {
			continue
		}
		w := mapping(&p.problems, n, fmt.Sprintf("the wording of %s", name))
		p.pack.Dispositions[d] = rules.DispositionText{
			Title:  p.shownText(w.need("title")),
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
		r := mapping(&p.problems, n, "a region")
		g := rules.Region{Emergency: p.text(r.need("emergency")), Urgent: p.text(r.need("urgent")), Pos: n.pos}
		g.Name, _ = word(&p.problems, r.need("name"), "text")
		id := r.need("id")
		if g.ID = p.matching(id, "a region id", regionFormat, "upper-case letters such as IN, or default"); g.ID != "" {
			p.regions.put(&p.problems, id, g.ID, i)
		}
		r.finish()
		p.pack.Regions = append(p.pack.Regions, g)
	}
	if len(p.pack.Regions) == 0 {
		p.problems.addAt(rules.Pos{}, "regions", "missing-section", "the pack has no regions")
	}
}
