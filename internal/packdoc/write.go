package packdoc

import (
	"fmt"
	"slices"
	"strconv"
)

// write puts the parts of the record on a page, those for reviewers first.
func write(p page, d *Doc) {
	if !d.partial {
		writeHeader(p, d)
		writeOverview(p, d)
	}
	writeDispositions(p, d)
	writeRegions(p, d)
	writeRows(p, d)
	writeRules(p, d)
	if !d.partial {
		writeConsensus(p, d)
	}
	writeInvariants(p, d)
	writeAccepted(p, d)
	writeTherapies(p, d)
	writeSchedules(p, d)
	writeCare(p, d)
	writeQuestions(p, d)
	writeNotes(p, d)
	writeConditions(p, d)
	writeSources(p, d)
}

// title opens a section of a whole document; a part needs none.
func title(p page, d *Doc, text, explanation string) {
	if d.partial {
		return
	}
	p.heading(2, text, "")
	if explanation != "" {
		p.para(explanation)
	}
}

func both(p page, name string, w Words) {
	if w.Patient == w.Practitioner {
		p.quote(name, w.Patient)
		return
	}
	p.quote(name+" (patient)", w.Patient)
	p.quote(name+" (practitioner)", w.Practitioner)
}

func writeHeader(p page, d *Doc) {
	h := d.Pack
	p.heading(1, fmt.Sprintf("%s: clinical basis of the pack %s %s", h.Title.Practitioner, h.Name, h.Version), "")
	p.para("Everything the pack asks, decides and says, in words, for review and sign-off by a clinician. Written by “knead rules show --format markdown” from the pack itself; do not edit.")
	p.field("Author", h.Author)
	p.field("Last reviewed by its authors", h.Reviewed)
	p.field("Signed off by a clinician", "________________ on ________________")
	title(p, d, "Intended use", "")
	both(p, "For", h.For)
	for _, w := range h.NotFor {
		both(p, "Not for", w)
	}
	for _, w := range h.Limits {
		both(p, "Limit", w)
	}
	both(p, "In every output", h.Disclaimer)
}

func writeOverview(p page, d *Doc) {
	title(p, d, "Overview", "How a condition counts when an answer is unsure or missing: what speaks for something needs a true condition; what protects (ruling out, limits, areas left alone, cautions, schedules) applies unless the condition is ruled out. {emergency} and {urgent} stand for the telephone advice of the reader's region.")
	tested := len(keep(d.Rules, func(r Rule) bool { return len(r.Fires) > 0 }))
	missed := len(keep(d.Rules, func(r Rule) bool { return len(r.NearMiss) > 0 }))
	p.table([]string{"what", "number"}, [][]string{
		{"questions", strconv.Itoa(len(d.Questions))}, {"rules", strconv.Itoa(len(d.Rules))},
		{"rules with a case that fires them", strconv.Itoa(tested)}, {"rules with a near miss", strconv.Itoa(missed)},
		{"therapies", strconv.Itoa(len(d.Therapies))}, {"schedules", strconv.Itoa(len(d.Schedules))},
		{"promises for every possible person", strconv.Itoa(len(d.Invariants))}, {"test cases", strconv.Itoa(d.Cases)}, {"sources", strconv.Itoa(len(d.Sources))},
	})
}

func writeRows(p page, d *Doc) {
	if len(d.Rows) == 0 {
		return
	}
	title(p, d, "From facts to rules to tests", "Each row of the fact base, the rules that carry it out, and how many test cases fire them or narrowly miss them.")
	var rows [][]string
	for _, r := range d.Rows {
		by := comma(slices.Concat(r.Rules, r.Invariants))
		if r.Unexpressed != "" {
			by = "not expressed: " + r.Unexpressed
		}
		if r.Partly != "" {
			by += "; partly: " + r.Partly
		}
		rows = append(rows, []string{r.ID, r.Title, by, strconv.Itoa(r.Tests), strconv.Itoa(r.NearMisses)})
	}
	p.table([]string{"row", "about", "carried out by", "tests", "near misses"}, rows)
}

func comma(ids []string) (s string) {
	for i, id := range ids {
		if i > 0 {
			s += ", "
		}
		s += id
	}
	return s
}

func writeConsensus(p page, d *Doc) {
	consensus := keep(d.Rules, func(r Rule) bool { return r.Certainty == "consensus" })
	if len(consensus) == 0 {
		return
	}
	title(p, d, "For sign-off: rules that rest on unconfirmed clinical knowledge", fmt.Sprintf("These %d rules rest on general clinical knowledge that no source confirmed. A clinician should confirm or change each.", len(consensus)))
	var rows [][]string
	for _, r := range consensus {
		rows = append(rows, []string{"☐ " + r.ID, r.Title, comma(r.Rows)})
	}
	p.table([]string{"rule", "about", "rows"}, rows)
}
