package packfile

import (
	"io/fs"
	"slices"
	"strings"

	"knead/internal/words"
	"knead/rules"
)

// Parse reads the folder of a pack and complains about everything that is wrong with it, in
// order of place. The pack is nil when there are errors; mere warnings come with a pack. It
// does not read the clock: see [rules.StaleReview].
func Parse(fsys fs.FS) (*rules.Pack, rules.Problems) {
	p := newPackParser()
	files := readPack(fsys, &p.problems)
	for _, f := range files {
		p.addFile(f)
	}
	p.languages(fsys)
	p.pack.Digest = digest(files)
	broken := slices.ContainsFunc(p.problems, losing)
	if len(files) > 0 {
		p.parse()
	}
	if broken {
		p.problems = slices.DeleteFunc(p.problems, consequence)
	}
	if p.problems.errors() != nil { // a misspelt reference leaves what it meant unused
		p.problems = slices.DeleteFunc(p.problems, func(p rules.Problem) bool { return p.Code == "unused" })
	}
	found := p.problems.sorted()
	if found.Errors() != nil {
		return nil, found
	}
	return p.pack, found
}

// losing reports whether a problem means that part of the pack was not looked at.
func losing(p rules.Problem) bool {
	return slices.Contains([]string{
		"unreadable", "too-large", "too-deep", "file-name", "not-text",
		"yaml-syntax", "yaml-alias", "yaml-merge", "several-documents",
	}, p.Code)
}

// consequence reports whether a problem may only be there because a file or a part of it
// could not be read.
func consequence(p rules.Problem) bool {
	switch p.Code {
	case "unknown-key", "unknown-word", "unknown-placeholder":
		return false
	case "missing-section", "no-unsure-words", "no-sessions-done", "empty-tag":
		return true
	}
	return strings.HasPrefix(p.Code, "unknown-")
}

// The sections of a pack: those that stand once, and those that are lists, of which files
// hold parts.
var (
	singleSections = []string{"pack", "dispositions"}
	listSections   = []string{
		"regions", "sections", "questions", "derived", "conditions", "tags", "sources",
		"therapies", "schedules", "care", "notes", "note_cues", "contradicts", "rules", "rows", "invariants", "accepted",
	}
)

// packParser turns the nodes of a pack's files into a Pack. It continues after a problem, so
// that all are found; what it has built by then is thrown away.
type packParser struct {
	pack *rules.Pack
	problems

	lists   map[string][]*node // the list sections of all files, joined
	singles map[string]entry   // the sections that stand once

	questions, derived, conditions *symbolTable // whose ids conditions use, so that all are different

	sections, tags, therapies, schedules, care, sources, rules, regions, contradictions *symbolTable

	options []*symbolTable // by question
	areas   *symbolTable   // options of the areas question

	typeless map[string]bool // questions whose type could not be read

	physicianSuggestions []entry // of therapies that only physicians perform, by id
}

func (p *packParser) symbols(over rules.Domain) *symbolTable {
	switch over {
	case rules.OverTherapies:
		return p.therapies
	case rules.OverAreas:
		return p.areas
	case rules.OverSchedules:
		return p.schedules
	case rules.OverCare:
		return p.care
	case rules.OverRules:
		return p.rules
	case rules.OverDispositions, rules.OverPressures, rules.OverMinutes, rules.OverRates:
	}
	panic("values without ids")
}

func newPackParser() *packParser {
	p := &packParser{
		pack:     &rules.Pack{Areas: -1, SessionsDone: -1},
		lists:    map[string][]*node{},
		singles:  map[string]entry{},
		typeless: map[string]bool{},
	}
	p.questions, p.derived, p.conditions = p.newSymbols("question"), p.newSymbols("derived number"), p.newSymbols("named condition")
	p.sections, p.tags, p.therapies = p.newSymbols("section"), p.newSymbols("tag"), p.newSymbols("therapy")
	p.schedules, p.care, p.sources = p.newSymbols("schedule"), p.newSymbols("care item"), p.newSymbols("source")
	p.rules, p.regions, p.contradictions = p.newSymbols("rule"), p.newSymbols("region"), p.newSymbols("contradiction")
	vocabulary := p.newSymbols("question, derived number or named condition")
	p.questions.shared, p.derived.shared, p.conditions.shared = vocabulary, vocabulary, vocabulary
	return p
}

// parserFor returns a parser for files that speak of a pack, such as its cases.
func parserFor(pack *rules.Pack) *packParser {
	p := newPackParser()
	known := *pack
	known.Waivers = nil
	p.pack = &known
	enterAll(p.questions, pack.Questions, func(q *rules.Question) string { return q.ID })
	for q := range pack.Questions {
		p.options = append(p.options, p.newSymbols("option"))
		enterAll(p.options[q], pack.Questions[q].Options, func(o *rules.Option) string { return o.ID })
	}
	enterAll(p.derived, pack.Derived, func(d *rules.Derived) string { return d.ID })
	enterAll(p.conditions, pack.Conditions, func(c *rules.NamedCondition) string { return c.ID })
	enterAll(p.therapies, pack.Therapies, func(t *rules.Therapy) string { return t.ID })
	enterAll(p.rules, pack.Rules, func(r *rules.Rule) string { return r.ID })
	enterAll(p.contradictions, pack.Contradicts, func(c *rules.Contradiction) string { return c.ID })
	enterAll(p.schedules, pack.Schedules, func(s *rules.Schedule) string { return s.ID })
	enterAll(p.care, pack.Care, func(c *rules.Care) string { return c.ID })
	p.areas = p.newSymbols("area")
	for i, o := range pack.Questions[pack.Areas].Options {
		if o.Covers == 0 {
			p.areas.enter(o.ID, i)
		}
	}
	return p
}

func enterAll[T any](s *symbolTable, parts []T, id func(*T) string) {
	for i := range parts {
		s.enter(id(&parts[i]), i)
	}
}

// addFile joins the top-level keys of a file to those of the others.
func (p *packParser) addFile(f packFile) {
	count := 0
	for root, found := range yamlDocuments(f.data, f.path) {
		p.problems = append(p.problems, found...)
		count++
		switch {
		case count == 2:
			at := rules.Pos{File: f.path}
			if root != nil {
				at = root.pos
			}
			p.addAt(at, "", "several-documents", "a file of a pack holds one document; remove the line --- or split the file")
		case count > 2:
		case root != nil && root.kind != nullNode:
			p.addDocument(root)
		case len(found) == 0:
			count = 0
		}
	}
	if count == 0 {
		p.addAt(rules.Pos{File: f.path, Line: 1}, "", "empty-file", "the file is empty")
	}
}

func (p *packParser) addDocument(root *node) {
	root.mend(slices.Concat(singleSections, listSections)...)
	r := p.mapping(root, "a pack file")
	for _, key := range singleSections {
		if r.get(key) == nil {
			continue
		}
		e := root.entries[slices.IndexFunc(root.entries, func(e entry) bool { return e.key == key })]
		if first, again := p.singles[key]; again {
			p.addAt(e.pos, key, "duplicate-section", "%q stands twice in this pack", key).Related = &first.pos
			continue
		}
		p.singles[key] = e
	}
	for _, key := range listSections {
		p.lists[key] = append(p.lists[key], p.list(r.get(key), key)...)
	}
	r.finish()
}

// parse reads every section. Ids come first, so that sections can refer to each other.
func (p *packParser) parse() {
	p.declareIDs()
	p.each("sections", "a section", p.parseSection)
	p.each("questions", "a question", p.parseQuestion)
	lifted := p.parseHeader()
	texts := words.For(p.pack.Language)
	labelBools(p.pack, texts.Say("no"), texts.Say("yes"))
	p.parseDispositions()
	p.parseRegions()
	p.each("derived", "a derived number", p.parseDerived)
	p.parseConditions()
	p.parseReferences()
	p.pack.ClearanceLifted = p.condition(lifted)
	p.each("tags", "a tag", p.parseTag)
	p.each("sources", "a source", p.parseSource)
	p.each("therapies", "a therapy", p.parseTherapy)
	p.each("schedules", "a schedule", p.parseSchedule)
	p.each("care", "a care item", p.parseCare)
	p.parseNotes()
	p.parseCues()
	p.parseContradictions()
	p.parseRules()
	p.parseInvariants()
	p.parseWaivers()
	p.parseRows()
	p.checkUnsureWording()
	p.checkTags()
	p.checkUnused()
}

// declareIDs enters the ids of all sections and makes room for their items.
func (p *packParser) declareIDs() {
	k := p.pack
	k.Sections = make([]rules.Section, p.declare("sections", p.sections, 0))
	k.Questions = make([]rules.Question, p.declare("questions", p.questions, 0))
	k.Derived = make([]rules.Derived, p.declare("derived", p.derived, 0))
	k.Conditions = make([]rules.NamedCondition, p.declare("conditions", p.conditions, 0))
	k.Tags = make([]rules.Tag, p.declare("tags", p.tags, maxSet))
	k.Therapies = make([]rules.Therapy, p.declare("therapies", p.therapies, maxSet))
	k.Schedules = make([]rules.Schedule, p.declare("schedules", p.schedules, 0))
	k.Care = make([]rules.Care, p.declare("care", p.care, 0))
	k.Sources = make([]rules.Source, p.declare("sources", p.sources, 0))
	k.Rules = make([]rules.Rule, p.declare("rules", p.rules, 0))
	for _, q := range p.lists["questions"] {
		if id := q.get("id"); id != nil && reservedID(id.text) {
			p.add(id, "reserved-id", "the id %q has a meaning of its own; choose another", id.text)
		}
	}
}

// maxSet is the number of things a bit set can hold.
const maxSet = 64

// reservedID reports whether an id means something else where a question's id may stand.
func reservedID(id string) bool {
	reserved := []string{"id", "date", "pack", "confirmed", "skipped", "screened", "context", "always", rules.NoneWord, rules.UnsureWord}
	return slices.Contains(reserved, id) || slices.Contains(conditionKeys, id)
}

// declare enters the ids of one section and returns the number of its items.
func (p *packParser) declare(section string, space *symbolTable, most int) int {
	items, keys := p.lists[section], []string{"id"} // that other parts of a pack are read by
	switch section {
	case "questions":
		keys = []string{"id", "type", "required", "options", "range", "max_length"}
	case "therapies":
		keys = []string{"id", "areas", "tags", "harmless"}
	case "schedules":
		keys = []string{"id", "max_sessions", "course_sessions"}
	}
	for i, item := range items {
		if most > 0 && i == most {
			p.add(item, "too-many", "more than %d %s", most, section)
		}
		if item.kind != mapNode {
			continue // complained about where the item is read
		}
		item.mend(keys...)
		space.declare(item.get("id"), i)
	}
	if len(items) == 0 && slices.Contains([]string{"questions", "rules", "therapies", "sections"}, section) {
		p.addAt(rules.Pos{}, section, "missing-section", "the pack has no %s", section)
	}
	return len(items)
}

// each reads the items of a section, which have ids.
func (p *packParser) each(section, what string, read func(i int, id string, r *record)) {
	for i, n := range p.lists[section] {
		r := p.mapping(n, what)
		id := ""
		if n := r.need("id"); n != nil {
			id = n.text
		}
		read(i, id, r)
		r.finish()
	}
}

// checkUnused warns of what the pack defines and nothing refers to.
func (p *packParser) checkUnused() {
	for _, s := range []*symbolTable{p.sources, p.conditions, p.derived, p.tags, p.schedules, p.care, p.sections} {
		for _, id := range s.ids {
			if !s.used[id] {
				p.addAt(s.places[id], id, "unused", "%s %q is not used", s.what, id).Warning = true
			}
		}
	}
}
