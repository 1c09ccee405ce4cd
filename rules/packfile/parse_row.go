package packfile

import (
	"regexp"
	"slices"
	"strings"

	"knead/rules"
)

// rowFormat is the shape of the id of a row: RF-06a, CI-12.
var rowFormat = regexp.MustCompile(`^[A-Z]+-[0-9]+[a-z]?$`)

// parseRows reads the rows that the pack is to carry out, after everything that names
// them. Where a pack lists rows, its rules and invariants may name only those, and each row must have a rule or a reason.
func (p *packParser) parseRows() {
	ps := &p.problems
	places := map[string]rules.Pos{}
	for _, n := range p.lists["rows"] {
		r := mapping(ps, n, "a row")
		row := rules.Row{Pos: n.pos}
		id := r.need("id")
		row.ID, _ = word(ps, id, "a row id")
		row.Title, _ = word(ps, r.need("title"), "text")
		row.Unexpressed, _ = word(ps, r.get("unexpressed"), "the reason")
		row.Partly, _ = word(ps, r.get("partly"), "what is left out, and why")
		r.finish()
		first, again := places[row.ID]
		switch {
		case id == nil || row.ID == "":
			continue
		case !rowFormat.MatchString(row.ID):
			ps.add(id, "bad-id", "malformed row id %s: expected capitals, a dash and a number, such as RF-06a", rules.Quote(row.ID))
		case again:
			ps.add(id, "duplicate-id", "the row %s stands here already", rules.Quote(row.ID)).Related = &first
		}
		places[row.ID] = n.pos
		p.pack.Rows = append(p.pack.Rows, row)
	}
	p.checkRows()
}

// checkRows holds the rows that rules name to the list of rows, where there is one.
func (p *packParser) checkRows() {
	if len(p.pack.Rows) == 0 {
		return
	}
	var known []string
	carried := map[string]*rules.Rule{}
	for i := range p.pack.Rules {
		for _, row := range p.pack.Rules[i].Rows {
			carried[row] = &p.pack.Rules[i]
		}
	}
	for i := range p.pack.Rows {
		row := &p.pack.Rows[i]
		known = append(known, row.ID)
		rule := carried[row.ID]
		switch {
		case rule == nil && row.Unexpressed == "":
			p.problems.addAt(row.Pos, row.ID, "row-without-rule", "no rule carries out row %q; give the reason as unexpressed: …", row.ID).Warning = true
		case rule != nil && row.Unexpressed != "":
			w := p.problems.addAt(row.Pos, row.ID, "row-with-rule", "row %q is said to be unexpressed, but rule %q carries it out", row.ID, rule.ID)
			w.Warning, w.Related = true, &rule.Pos
		}
	}
	for i := range p.pack.Rules {
		p.rowsKnown(p.pack.Rules[i].Rows, p.pack.Rules[i].Pos, known)
	}
	for i := range p.pack.Invariants {
		p.rowsKnown(p.pack.Invariants[i].Rows, p.pack.Invariants[i].Pos, known)
	}
}

// rowsKnown refuses names that belong to a listed series, such as RF, but are not in it.
func (p *packParser) rowsKnown(rows []string, pos rules.Pos, known []string) {
	for _, row := range rows {
		letters, _, _ := strings.Cut(row, "-")
		series := slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, letters+"-") })
		if series && rowFormat.MatchString(row) && !slices.Contains(known, row) {
			p.problems.addAt(pos, "rows", "unknown-row", "unknown row %s%s", rules.Quote(row), rules.Hint(row, known))
		}
	}
}
