package packfile

import (
	"io/fs"
	"slices"
	"strings"

	"knead/internal/words"
	"knead/rules"
)

// Parse reads the folder of a pack and complains about everything that is wrong with
// it, in order of place. The pack is nil when there are Errors; mere warnings come with a
// pack. It does not read the clock: see [StaleReview].
func Parse(fsys fs.FS) (*rules.Pack, rules.Problems) {
	p := newPackParser()
	files := readPack(fsys, &p.problems)
	for _, f := range files {
		p.addFile(f)
	}
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

// packParser turns the nodes of a pack's files into a Pack. It goes on after a problem, so
// that all are found; what it has built by then is thrown away.
type packParser struct {
	pack     *rules.Pack
	problems problems

	lists   map[string][]*node // the list sections of all files, joined
	singles map[string]entry   // the sections that stand once

	vocabulary *names // what conditions speak of; the three below share it
	questions  *names
	derived    *names
	conditions *names

	sections, tags, therapies, schedules, care, sources, rules, regions *names

	options []*names // by question
	areas   *names   // options of the areas question

	typeless map[string]bool // questions whose type could not be read

	physicianSuggestions []entry // of therapies that only physicians perform, by id
}

func newPackParser() *packParser {
	p := &packParser{
		pack:       &rules.Pack{Areas: -1, SessionsDone: -1},
		lists:      map[string][]*node{},
		singles:    map[string]entry{},
		vocabulary: newNames("question, derived number or named condition"),
		questions:  newNames("question"),
		derived:    newNames("derived number"),
		conditions: newNames("named condition"),
		sections:   newNames("section"),
		tags:       newNames("tag"),
		therapies:  newNames("therapy"),
		schedules:  newNames("schedule"),
		care:       newNames("care item"),
		sources:    newNames("source"),
		rules:      newNames("rule"),
		regions:    newNames("region"),
		typeless:   map[string]bool{},
	}
	p.questions.shared, p.derived.shared, p.conditions.shared = p.vocabulary, p.vocabulary, p.vocabulary
	return p
}

// addFile joins the top-level keys of a file to those of the others.
func (p *packParser) addFile(f packFile) {
	count := 0
	for root, problems := range yamlDocuments(f.data, f.path) {
		p.problems = append(p.problems, problems...)
		count++
		switch {
		case count == 2:
			at := rules.Pos{File: f.path}
			if root != nil {
				at = root.pos
			}
			p.problems.addAt(at, "", "several-documents", "a file of a pack holds one document; remove the line --- or split the file")
		case count > 2:
		case root != nil && root.kind != nullNode:
			p.addDocument(root)
		case len(problems) == 0:
			count = 0
		}
	}
	if count == 0 {
		p.problems.addAt(rules.Pos{File: f.path, Line: 1}, "", "empty-file", "the file is empty")
	}
}

func (p *packParser) addDocument(root *node) {
	singles := []string{"pack", "dispositions"}
	lists := []string{
		"regions", "sections", "questions", "derived", "conditions", "tags", "sources",
		"therapies", "schedules", "care", "notes", "rules", "rows", "invariants", "accepted",
	}
	root.mend(slices.Concat(singles, lists)...)
	r := mapping(&p.problems, root, "a pack file")
	for _, key := range singles {
		n := r.get(key)
		if n == nil {
			continue
		}
		e := root.entries[slices.IndexFunc(root.entries, func(e entry) bool { return e.key == key })]
		if first, again := p.singles[key]; again {
			p.problems.addAt(e.pos, key, "duplicate-section", "%q stands twice in this pack", key).Related = &first.pos
			continue
		}
		p.singles[key] = e
	}
	for _, key := range lists {
		p.lists[key] = append(p.lists[key], list(&p.problems, r.get(key), key)...)
	}
	r.finish()
}

// parse reads every section. Ids come first, so that sections can refer to each other.
func (p *packParser) parse() {
	p.declareIDs()
	p.parseSections()
	p.parseQuestions()
	header := p.parseHeader()
	texts := words.For(p.pack.Language)
	labelBools(p.pack, texts.Say("no"), texts.Say("yes"))
	p.parseDispositions()
	p.parseRegions()
	p.parseDerived()
	p.parseConditions()
	p.parseAskIfs()
	p.parseReturnings()
	p.parseLifted(header)
	p.parseTags()
	p.parseSources()
	p.parseTherapies()
	p.parseSchedules()
	p.parseCare()
	p.parseNotes()
	p.parseRules()
	p.parseInvariants()
	p.parseAccepted()
	p.parseRows()
	p.checkUnsureWording()
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
			p.problems.add(id, "reserved-id", "the id %q has a meaning of its own; choose another", id.text)
		}
	}
}

// maxSet is the number of things a bit set can hold.
const maxSet = 64

// reservedID reports whether an id means something else where a question's id may stand.
func reservedID(id string) bool {
	switch id {
	case "id", "date", "pack", "always", rules.NoneWord, rules.UnsureWord:
		return true
	}
	return slices.Contains(conditionKeys(), id)
}

// declare enters the ids of one section and returns the number of its items.
func (p *packParser) declare(section string, space *names, most int) int {
	items := p.lists[section]
	for i, item := range items {
		if most > 0 && i == most {
			p.problems.add(item, "too-many", "more than %d %s", most, section)
		}
		if item.kind != mapNode {
			continue // complained about where the item is read
		}
		item.mend(referred(section)...)
		if id := item.get("id"); id != nil {
			space.declare(&p.problems, id, i)
		}
	}
	if len(items) == 0 && (section == "questions" || section == "rules" || section == "therapies" || section == "sections") {
		p.problems.addAt(rules.Pos{}, section, "missing-section", "the pack has no %s", section)
	}
	return len(items)
}

// referred returns the keys of a section's items that other parts of a pack are read by.
func referred(section string) []string {
	switch section {
	case "questions":
		return []string{"id", "type", "required", "options", "range", "max_length"}
	case "therapies":
		return []string{"id", "areas", "tags"}
	}
	return []string{"id"}
}

// open starts reading an item of a section.
func (p *packParser) open(n *node, what string) (*record, string) {
	r := mapping(&p.problems, n, what)
	id := r.need("id")
	if id == nil {
		return r, ""
	}
	return r, id.text
}
