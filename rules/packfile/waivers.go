package packfile

import (
	"regexp"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// parseWaivers reads the findings that the authors stand by.
func (p *packParser) parseWaivers() {
	for _, n := range p.lists["accepted"] {
		r := p.mapping(n, "an accepted finding")
		a := rules.Waiver{Pos: n.pos}
		a.Property, _ = p.word(r.need("property"), "a property")
		a.Subject, _ = p.word(r.need("subject"), "an id")
		if named := r.get("rules"); named != nil {
			a.Rules = []string{}
			for _, item := range p.list(named, "rules") {
				if _, ok := p.rules.find(item); ok {
					a.Rules = append(a.Rules, item.text)
				}
			}
		}
		a.When = p.condition(r.get("when"))
		a.Reason, _ = p.prose(r.need("reason"), "the reason")
		r.finish()
		p.pack.Waivers = append(p.pack.Waivers, a)
	}
}

// ParseWaivers reads a file with nothing but a list of less safe changes that are meant,
// each with the rules that bring it about or for whom it is meant. Its conditions speak of
// the new pack's questions, its rules are those of either pack.
func ParseWaivers(data []byte, file string, old, new *rules.Pack) ([]rules.Waiver, rules.Problems) {
	p := parserFor(new)
	for i := range old.Rules {
		if id := old.Rules[i].ID; new.RuleIndex(id) < 0 {
			p.rules.enter(id, len(p.rules.ids))
		}
	}
	for root, problems := range yamlDocuments(data, file) {
		p.problems = append(p.problems, problems...)
		if root == nil {
			continue
		}
		r := p.mapping(root, "a file of accepted findings")
		p.lists["accepted"] = append(p.lists["accepted"], p.list(r.need("accepted"), "findings")...)
		r.finish()
	}
	p.parseWaivers()
	for _, a := range p.pack.Waivers {
		if a.Rules == nil && a.When == nil && !slices.Contains(rules.AnswerChanges, a.Property) {
			p.addAt(a.Pos, "rules", "missing-key", `missing key "rules": name all rules that bring the change about, or where none does, say with "when" for whom it is meant`)
		}
	}
	return p.pack.Waivers, p.problems.sorted()
}

// rowFormat is the shape of the id of a row: RF-06a, CI-12.
var rowFormat = regexp.MustCompile(`^[A-Z]+-[0-9]+[a-z]?$`)

// parseRows reads the rows that the pack is to carry out, after everything that names
// them. Where a pack lists rows, its rules and invariants may name only those, and each row
// must have a rule or a reason.
func (p *packParser) parseRows() {
	places := map[string]rules.Pos{}
	for _, n := range p.lists["rows"] {
		r := p.mapping(n, "a row")
		row := rules.Requirement{Pos: n.pos}
		id := r.need("id")
		row.ID, _ = p.word(id, "a row id")
		row.Title, _ = p.prose(r.need("title"), "text")
		row.Unexpressed, _ = p.prose(r.get("unexpressed"), "the reason")
		row.Partly, _ = p.prose(r.get("partly"), "what is left out, and why")
		r.finish()
		first, again := places[row.ID]
		switch {
		case id == nil || row.ID == "":
			continue
		case !rowFormat.MatchString(row.ID):
			p.add(id, "bad-id", "malformed row id %s: expected capitals, a dash and a number, such as RF-06a", text.Quote(row.ID))
		case again:
			p.add(id, "duplicate-id", "the row %s stands here already", text.Quote(row.ID)).Related = &first
		}
		places[row.ID] = n.pos
		p.pack.Requirements = append(p.pack.Requirements, row)
	}
	p.checkRows()
}

// checkRows holds the rows that rules name to the list of rows, where there is one.
func (p *packParser) checkRows() {
	if len(p.pack.Requirements) == 0 {
		return
	}
	var known []string
	for _, row := range p.pack.Requirements {
		known = append(known, row.ID)
	}
	carried := map[string]*rules.Rule{}
	for i := range p.pack.Rules {
		rule := &p.pack.Rules[i]
		for _, row := range rule.Requirements {
			carried[row] = rule
		}
		p.rowsKnown(rule.Requirements, rule.Pos, known)
	}
	for _, inv := range p.pack.Invariants {
		p.rowsKnown(inv.Requirements, inv.Pos, known)
	}
	for _, row := range p.pack.Requirements {
		rule := carried[row.ID]
		switch {
		case rule == nil && row.Unexpressed == "":
			p.addAt(row.Pos, row.ID, "row-without-rule", "no rule carries out row %q; give the reason as unexpressed: …", row.ID).Warning = true
		case rule != nil && row.Unexpressed != "":
			w := p.addAt(row.Pos, row.ID, "row-with-rule", "row %q is said to be unexpressed, but rule %q carries it out", row.ID, rule.ID)
			w.Warning, w.Related = true, &rule.Pos
		}
	}
}

// rowsKnown refuses names that belong to a listed series, such as RF, but are not in it.
func (p *packParser) rowsKnown(rows []string, pos rules.Pos, known []string) {
	for _, row := range rows {
		letters, _, _ := strings.Cut(row, "-")
		series := slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, letters+"-") })
		if series && rowFormat.MatchString(row) && !slices.Contains(known, row) {
			p.addAt(pos, "rows", "unknown-row", "unknown row %s%s", text.Quote(row), text.Hint(row, known))
		}
	}
}
