package packfile

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"knead/internal/text"
	"knead/rules"
)

const (
	maxMinutes  = 600    // of a session
	maxWeeks    = 104    // of a course
	maxSessions = 500    // of a course
	maxRate     = 14 * 4 // fourteen sessions a week
)

func (p *packParser) parseTag(i int, id string, r *record) {
	t := &p.pack.Tags[i]
	*t = rules.Tag{ID: id, Title: p.text(r.need("title")), Pos: r.pos}
	by := p.mapping(r.get("required_by"), "what requires a tag")
	t.RequiredBy.Pressure = p.pressure(by.get("pressure"))
	t.RequiredBy.Words = p.wordList(by.get("words"), "words", "a word")
	by.finish()
}

func (p *packParser) parseSource(i int, id string, r *record) {
	s := &p.pack.Sources[i]
	s.ID, s.Pos = id, r.pos
	s.Citation, _ = p.prose(r.need("citation"), "text")
	s.Note, _ = p.prose(r.get("note"), "text")
	address := r.get("url")
	s.URL, _ = p.word(address, "an address")
	key := r.get
	if p.typed() {
		key = r.need
	}
	kind, _ := p.oneOf(key("type"), "type of source", sourceTypeNames)
	checked, known := p.oneOf(key("checked"), "way of checking", checkedNames)
	s.Type, s.Checked = rules.SourceType(kind), rules.Checked(checked)
	if seen := r.get("seen"); seen != nil {
		s.Seen = p.matching(seen, "a date", rules.IsDate, "a date such as 2026-03-09")
	} else if known && s.Checked != rules.Known {
		r.need("seen")
	}
	if s.URL != "" && s.Type != rules.Untyped && !rules.CanReach(s.URL) {
		p.add(address, "unreachable", "expected the public address of the source itself, not one of a test site, archive, blog host or copy")
	}
}

// typed reports whether the pack says of its sources what they are. One that does says it of all.
func (p *packParser) typed() bool {
	return slices.ContainsFunc(p.lists["sources"], func(n *node) bool { return n.get("type") != nil })
}

func (p *packParser) parseCare(i int, id string, r *record) {
	c := &p.pack.Care[i]
	c.ID, c.Pos = id, r.pos
	c.Name, c.Text = p.text(r.need("name")), p.shownText(r.need("text"))
	c.Short = p.shortText(r.get("short"))
	c.Evidence = p.text(r.need("evidence"))
	c.Sources, c.Certainty = p.ground(r)
}

// ground reads the sources and certainty that a statement rests on.
func (p *packParser) ground(r *record) (sources []int, certainty rules.Certainty) {
	sources = p.sources.all(r.need("sources"), "sources")
	n := r.need("certainty")
	c, ok := p.oneOf(n, "certainty", certaintyNames)
	certainty = rules.Certainty(c)
	if ok && len(sources) > 0 && !slices.ContainsFunc(sources, func(i int) bool { return p.pack.Sources[i].Bears(certainty) }) {
		p.add(n, "certainty-not-borne", "none of the sources bears the certainty %s: expected one of type %s whose text, abstract or reproduction was seen", certainty, strings.Join(rules.Bearers(certainty), ", "))
	}
	return sources, certainty
}

func (p *packParser) pressure(n *node) rules.Pressure {
	i, _ := p.oneOf(n, "pressure", pressureNames)
	return rules.Pressure(i)
}

func (p *packParser) parseTherapy(i int, id string, r *record) {
	t := &p.pack.Therapies[i]
	t.ID, t.Pos = id, r.pos
	t.Name = p.text(r.need("name"))
	t.Short = p.shortText(r.get("short"))
	t.OtherNames = p.wordList(orEmpty(r.get("other_names")), "names", "a name")
	t.About = p.text(r.need("about"))
	t.Areas = p.plainAreas(r.need("areas"))
	provider, _ := p.oneOf(r.need("provider"), "provider", providerNames)
	t.Provider = rules.Provider(provider)
	dose := r.need
	if t.Provider == rules.Physician {
		dose = r.get
	}
	p.parsePressures(t, dose("pressure"))
	t.Minutes, _ = p.pair(dose("minutes"), 1, maxMinutes)
	p.parseTags(t, r)
	t.Evidence = p.text(r.need("evidence"))
	t.Harms = p.text(r.need("harms"))
	t.Sources, t.Certainty = p.ground(r)
}

// parseTags reads the tags of a therapy. One that neither states any nor why none applies has
// every tag for what protects.
func (p *packParser) parseTags(t *rules.Therapy, r *record) {
	tags, harmless := orEmpty(r.get("tags")), r.get("harmless")
	t.Tags = p.tags.set(tags, "tags")
	t.Harmless, _ = p.prose(harmless, "a reason")
	switch {
	case tags != nil && harmless != nil:
		p.add(harmless, "harmless-tags", "harmless says why no tag applies, but the therapy has tags")
	case tags == nil && harmless == nil && len(p.pack.Tags) > 0 && r.n != nil:
		t.Untagged, t.Tags = true, 1<<len(p.pack.Tags)-1
		p.addAt(t.Pos, t.ID, "no-tags", "the therapy has no tags, so it is kept away like one that has all: add tags, or harmless with the reason why none applies").Warning = true
	}
}

// checkTags warns of therapies that lack a tag by what they are.
func (p *packParser) checkTags() {
	pressing, _ := p.pack.PressureTags()
	for i := range p.pack.Therapies {
		t := &p.pack.Therapies[i]
		for k := range p.pack.Tags {
			tag := &p.pack.Tags[k]
			why := ""
			switch by := tag.RequiredBy; {
			case t.Tags>>k&1 != 0:
			case by.Pressure != 0 && t.Most >= by.Pressure && t.Tags&pressing == 0:
				why = "it presses up to " + t.Most.String()
			case t.Harmless == "":
				if word := saidOf(t, by.Words); word != "" {
					why = "a name of it says " + text.Quote(word)
				}
			}
			if why != "" {
				p.addAt(t.Pos, t.ID, "lacks-tag", "the therapy may lack the tag %q: %s", tag.ID, why).Warning = true
			}
		}
	}
}

// saidOf returns the first of some words that a name of a therapy says.
func saidOf(t *rules.Therapy, words []string) string {
	said := strings.Join(append(slices.Clone(t.OtherNames), t.Name.Patient, t.Name.Practitioner), " ")
	all := strings.FieldsFunc(strings.ToLower(said), func(r rune) bool { return !unicode.IsLetter(r) })
	i := slices.IndexFunc(words, func(w string) bool { return slices.Contains(all, strings.ToLower(w)) })
	if i < 0 {
		return ""
	}
	return words[i]
}

// orEmpty returns a list that may be empty, and nothing when it is.
func orEmpty(n *node) *node {
	if n != nil && n.kind == listNode && len(n.items) == 0 {
		return nil
	}
	return n
}

func (p *packParser) parsePressures(t *rules.Therapy, n *node) {
	r := p.mapping(n, "pressure")
	t.Usual, t.Least, t.Most = p.pressure(r.need("usual")), p.pressure(r.need("least")), p.pressure(r.need("most"))
	r.finish()
	if t.Usual != 0 && t.Least != 0 && t.Most != 0 && (t.Usual < t.Least || t.Usual > t.Most) {
		p.add(n, "empty-range", "the usual pressure %s is not from %s to %s", t.Usual, t.Least, t.Most)
	}
}

func (p *packParser) parseSchedule(i int, id string, r *record) {
	s := &p.pack.Schedules[i]
	s.ID, s.Pos = id, r.pos
	s.Name = p.text(r.need("name"))
	last := p.parsePhases(s, r.need("phases"))
	review := r.need("review_week")
	var ok bool
	if s.ReviewWeek, ok = p.whole(review, 1, maxWeeks); ok && last > 0 && s.ReviewWeek > last {
		p.add(review, "review-outside", "the review in week %d is after the last week, %d", s.ReviewWeek, last)
	}
	here, course := r.get("max_sessions"), r.get("course_sessions")
	s.MaxSessions, _ = p.whole(here, 1, maxSessions)
	s.CourseSessions, _ = p.whole(course, 1, maxSessions)
	switch {
	case here == nil && course == nil && r.n != nil:
		p.add(r.n, "missing-key", "missing key \"max_sessions\" or \"course_sessions\" in a schedule")
	case here != nil && course != nil:
		p.add(course, "sessions-twice", "either max_sessions or course_sessions, not both")
	case course != nil && p.pack.SessionsDone < 0:
		p.add(course, "no-sessions-done", "course_sessions needs pack.sessions_done, the question that counts the sessions so far")
	}
	s.Sources, s.Certainty = p.ground(r)
}

// parsePhases reads phases that join from week 1 on, and returns the last week.
func (p *packParser) parsePhases(s *rules.Schedule, n *node) (last int) {
	for _, item := range p.list(n, "phases") {
		r := p.mapping(item, "a phase")
		weeks := r.need("weeks")
		span, ok := p.pair(weeks, 1, maxWeeks)
		phase := rules.Phase{Weeks: span, Rate: p.rates(r.need("sessions_per_week"))}
		phase.Minutes, _ = p.pair(r.need("minutes"), 1, maxMinutes)
		r.finish()
		s.Phases = append(s.Phases, phase)
		switch {
		case !ok:
			return 0
		case span[0] > last+1:
			p.add(weeks, "phase-gap", "gap: this phase begins in week %d, expected week %d", span[0], last+1)
		case span[0] <= last:
			p.add(weeks, "phase-overlap", "overlap: this phase begins in week %d, expected week %d", span[0], last+1)
		}
		last = max(last, span[1])
	}
	return last
}

func (p *packParser) rates(n *node) [2]rules.Rate {
	least, greatest := p.ends(n)
	a, b := p.rate(least), p.rate(greatest)
	if a > b && b > 0 {
		p.add(n, "empty-range", "the range [%s, %s] holds nothing: the least comes first", least.text, greatest.text)
	}
	return [2]rules.Rate{a, b}
}

// rate reads sessions per week in quarters: 0.25, 1, 1.5.
func (ps *problems) rate(n *node) rules.Rate {
	if n == nil {
		return 0
	}
	for r := rules.Rate(1); r <= maxRate && n.kind == numberNode; r++ {
		if n.text == strconv.FormatFloat(r.PerWeek(), 'f', -1, 64) {
			return r
		}
	}
	ps.add(n, "wrong-number", "expected sessions per week from 0.25 to 14 in quarters, such as 0.25, 0.5 or 2")
	return 0
}
