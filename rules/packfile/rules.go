package packfile

import (
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

func (p *packParser) disposition(n *node) (rules.Disposition, bool) {
	i, ok := p.oneOf(n, "disposition", []string{
		rules.Clearance: "clearance", rules.Defer: "defer", rules.Refer: "refer", rules.Urgent: "urgent", rules.Emergency: "emergency",
	})
	return rules.Disposition(i), ok
}

func (p *packParser) parseRules() {
	lifting := p.pack.Reads(p.pack.ClearanceLifted)
	p.each("rules", "a rule", func(i int, id string, r *record) {
		p.parseRule(i, id, r)
		p.checkOptionalReads(&p.pack.Rules[i], lifting)
	})
	p.checkPhysicianSuggestions()
}

func (p *packParser) parseRule(i int, id string, r *record) {
	rule := &p.pack.Rules[i]
	rule.ID, rule.Pos, rule.Then.Schedule = id, r.pos, -1
	rule.Title, _ = p.prose(r.need("title"), "text")
	rule.Requirements = p.wordList(r.get("rows"), "rows", "text")
	rule.When = p.condition(r.need("when"))
	if then := r.need("then"); then != nil {
		p.parseEffect(&rule.Then, then)
	}
	rule.Text = p.shownText(r.need("text"))
	rule.Short = p.shortText(r.get("short"))
	unsure := r.get("unsure_text")
	rule.UnsureText = p.shownText(unsure)
	if unsure != nil && rule.Then.Disposition == rules.Proceed {
		p.add(unsure, "wrong-key", "unsure_text without a disposition is never shown")
	}
	rule.Sources, rule.Certainty = p.ground(r)
	if n := r.get("because"); n != nil {
		because := p.mapping(n, "because")
		rule.Because.Sources, rule.Because.Certainty = p.ground(because)
		because.finish()
	}
}

func (p *packParser) parseEffect(e *rules.Effect, n *node) {
	n.mend("disposition", "if_unsure")
	r := p.mapping(n, "an effect")
	if r.n != nil && len(n.entries) == 0 {
		p.add(n, "no-effect", "the rule does nothing: expected at least one effect")
	}
	p.parseDisposition(e, r)
	e.Exclude, e.ExcludeBy = p.selection(r.get("exclude"))
	p.parseCap(&e.Cap, r.get("cap"))
	e.Avoid = p.plainAreas(r.get("avoid"))
	p.parseCaution(&e.Caution, r.get("caution"))
	if i, ok := p.schedules.find(r.get("schedule")); ok {
		e.Schedule = i
	}
	p.parseSuggest(e, r.get("suggest"))
	wish := p.mapping(r.get("prefer"), "prefer")
	e.Prefer = p.pressure(wish.need("pressure"))
	wish.finish()
	e.Care = p.care.all(r.get("care"), "care items")
	r.finish()
}

func (p *packParser) parseDisposition(e *rules.Effect, r *record) {
	d, ok := p.disposition(r.get("disposition"))
	unsure := r.get("if_unsure")
	e.Disposition = d
	if !ok {
		if unsure != nil && r.n.get("disposition") == nil {
			p.add(unsure, "wrong-key", "if_unsure without a disposition has no effect")
		}
		return
	}
	e.IfUnsure = ifUnsure(e.Disposition)
	u, ok := p.disposition(unsure)
	if !ok {
		return
	}
	e.IfUnsure = u
	if e.IfUnsure.CarriesTherapies() && !e.Disposition.CarriesTherapies() {
		p.add(unsure, "unsafe-unsure", "if_unsure: %s would show therapies although %s does not", e.IfUnsure, e.Disposition)
	}
}

// ifUnsure is the disposition that an unsure answer leads to unless a rule says otherwise.
func ifUnsure(d rules.Disposition) rules.Disposition {
	switch d {
	case rules.Emergency:
		return rules.Urgent
	case rules.Urgent:
		return rules.Refer
	}
	return d
}

// selector reads therapies selected by {tag: heat} or by id.
func (p *packParser) selector(n *node) (s rules.Selector, ok bool) {
	if n.kind != mapNode {
		i, ok := p.therapies.find(n)
		return rules.Selector{Tag: -1, Therapy: i}, ok
	}
	r := p.mapping(n, "a selection by tag")
	i, ok := p.tags.find(r.need("tag"))
	r.finish()
	return rules.Selector{Tag: i, Therapy: -1}, ok
}

// selected returns the therapies that a selector stands for. A tag without therapies is
// complained about.
func (p *packParser) selected(s rules.Selector, pos rules.Pos, field string) uint64 {
	set := p.pack.Selected(s)
	if set == 0 && s.Tag >= 0 && s.Tag < maxSet {
		p.addAt(pos, field, "empty-tag", "no therapy has the tag %q", p.pack.Tags[s.Tag].ID)
	}
	return set
}

func (p *packParser) selection(n *node) (set uint64, by []rules.Selector) {
	for _, item := range p.list(n, "therapies") {
		s, ok := p.selector(item)
		if !ok {
			continue
		}
		if slices.Contains(by, s) {
			p.add(item, "repeated", "this selection stands twice in this list")
		}
		by = append(by, s)
		set |= p.selected(s, item.pos, item.field)
	}
	return set, by
}

func (p *packParser) parseCap(c *rules.Cap, n *node) {
	r := p.mapping(n, "a cap")
	c.Pressure = p.pressure(r.get("pressure"))
	c.Minutes, _ = p.whole(r.get("minutes"), 1, maxMinutes)
	c.Rate = p.rate(r.get("sessions_per_week"))
	r.finish()
	if r.n != nil && len(n.entries) == 0 {
		p.add(n, "no-effect", "the cap bounds nothing: expected pressure, minutes or sessions_per_week")
	}
}

func (p *packParser) parseCaution(c *rules.Caution, n *node) {
	switch {
	case n == nil:
	case n.is("visit"):
		c.General = true
	case n.is("stop"):
		c.General, c.Stop = true, true
	case n.kind == listNode:
		c.Therapies, _ = p.selection(n)
	default:
		p.add(n, "wrong-type", "expected \"visit\", \"stop\" or a list of therapies")
	}
}

// maxScore bounds the score of one suggestion.
const maxScore = 10

// parseSuggest reads scores by therapy or tag. A tag stands for all therapies that state it
// but those for physicians, which have to be named.
func (p *packParser) parseSuggest(e *rules.Effect, n *node) {
	if n == nil {
		return
	}
	if n.kind != mapNode {
		p.add(n, "wrong-type", "expected scores by therapy, such as {deep_tissue: 2}, found %s", n.found())
		return
	}
	if len(n.entries) == 0 {
		p.add(n, "no-effect", "nothing is suggested: expected scores by therapy")
	}
	scores := make([]int, len(p.pack.Therapies))
	for _, entry := range n.entries {
		s, ok := p.suggestion(entry)
		if !ok {
			continue
		}
		e.SuggestBy = append(e.SuggestBy, s)
		set := p.selected(s, entry.pos, entry.key)
		for t := range scores {
			if set&(1<<t) != 0 && (s.Tag < 0 || p.pack.Therapies[t].Provider != rules.Physician && !p.pack.Therapies[t].Untagged) {
				scores[t] += s.Score
			}
		}
	}
	for t, score := range scores {
		if score > 0 {
			e.Suggest = append(e.Suggest, rules.Suggestion{Therapy: t, Score: score})
		}
	}
}

func (p *packParser) suggestion(e entry) (s rules.Selector, ok bool) {
	s.Tag, s.Therapy = -1, -1
	if tag, by := strings.CutPrefix(e.key, "tag:"); by {
		s.Tag, ok = p.tags.lookup(e.pos, e.key, tag)
	} else if s.Therapy, ok = p.therapies.lookup(e.pos, e.key, e.key); ok && p.pack.Therapies[s.Therapy].Provider == rules.Physician {
		p.physicianSuggestions = append(p.physicianSuggestions, e)
	}
	var scored bool
	s.Score, scored = p.whole(e.value, 1, maxScore)
	return s, ok && scored
}

// checkOptionalReads refuses dispositions that depend on questions nobody has to answer:
// whoever answers all required questions harmlessly must be able to proceed.
func (p *packParser) checkOptionalReads(rule *rules.Rule, lifting []int) {
	if rule.Then.Disposition == rules.Proceed || rule.When == nil {
		return
	}
	for _, q := range p.pack.Reads(rule.When) {
		if question := p.pack.Questions[q]; !question.Required && !slices.Contains(lifting, q) {
			p.addAt(rule.Pos, question.ID, "optional-question",
				"the disposition of rule %q reads the optional question %q; make the question required", rule.ID, question.ID).Related = &question.Pos
		}
	}
}

// checkUnsureWording asks for words for every disposition that an unsure answer can lead
// to.
func (p *packParser) checkUnsureWording() {
	for i := range p.pack.Rules {
		rule := &p.pack.Rules[i]
		if rule.Then.Disposition == rules.Proceed || !rule.UnsureText.Empty() || !p.pack.Dispositions[rule.Then.IfUnsure].Unsure.Empty() {
			continue
		}
		p.addAt(rule.Pos, "unsure", "no-unsure-words",
			"an unsure answer can lead from rule %q to %s, but neither the rule has an unsure_text nor the disposition a text \"unsure\"", rule.ID, rule.Then.IfUnsure)
	}
}

// checkPhysicianSuggestions refuses arguments for what only physicians perform, unless a
// rule for everybody excludes it: then it can only stand among what is withheld.
func (p *packParser) checkPhysicianSuggestions() {
	var never uint64
	for i := range p.pack.Rules {
		if rule := &p.pack.Rules[i]; rule.When != nil && rule.When.Op == rules.Always {
			never |= rule.Then.Exclude
		}
	}
	for _, e := range p.physicianSuggestions {
		if never&(1<<p.therapies.index[e.key]) == 0 {
			p.addAt(e.pos, e.key, "physician-therapy",
				"%s is for physicians only: expected a rule with \"when: always\" that excludes it, so that it can only be withheld", text.Quote(e.key))
		}
	}
}
