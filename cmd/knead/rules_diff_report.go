package main

import (
	"bytes"
	"fmt"
	"strings"

	"knead/engine/verify"
	"knead/internal/diag"
	"knead/rules"
)

// diffReport is what a comparison of two packs came to.
type diffReport struct {
	everybody []diag.Diagnostic // changes over all people
	renamed   []verify.Renaming
	words     []string // what is worded otherwise
	grounds   []string // what has other sources or another certainty
	complete  diag.Diagnostic
	records   []changedRecord
	compared  int // records; 0 when none were given
	unused    []diag.Diagnostic
}

// changedRecord is a record of an intake file whose result changes.
type changedRecord struct {
	pos     rules.Pos
	id      string
	changes []diag.Diagnostic
}

// all lists everything for machines.
func (r *diffReport) all() []diag.Diagnostic {
	all := append([]diag.Diagnostic(nil), r.everybody...)
	note := func(code, name, message string) {
		d := diag.At(rules.Pos{File: r.complete.File}, diag.Note, code, name, message)
		d.Verdict = verify.Different.String()
		all = append(all, d)
	}
	for _, x := range r.renamed {
		note("rule_renamed", x.String(), "renamed: rule "+x.String())
	}
	for _, name := range r.words {
		note("other_words", name, name+" is worded otherwise")
	}
	for _, name := range r.grounds {
		note("other_grounds", name, name+" has other sources or another certainty")
	}
	all = append(all, r.complete)
	for _, rec := range r.records {
		all = append(all, rec.changes...)
	}
	return append(all, r.unused...)
}

// text writes everything for people; saved says that witnesses are names of files.
func (r *diffReport) text(b *bytes.Buffer, saved bool) {
	count := map[string]int{}
	for i := range r.everybody {
		c := &r.everybody[i]
		count[c.Verdict]++
		fmt.Fprintf(b, "%s: %s\n", c.Verdict, c.Message)
		rulesText(b, c)
		witnessText(b, "for", c.Witness, saved)
		witnessText(b, "and to the old pack", c.OldWitness, saved)
	}
	fmt.Fprintf(b, "%s over all people: %d less safe, %d safer, %d different\n", counted(len(r.everybody), "change"),
		count[verify.LessSafe.String()], count[verify.Safer.String()], count[verify.Different.String()])
	for _, x := range r.renamed {
		fmt.Fprintf(b, "renamed: rule %v\n", x)
	}
	if len(r.words) > 0 {
		fmt.Fprintf(b, "other words: %s\n", strings.Join(r.words, ", "))
	}
	if len(r.grounds) > 0 {
		fmt.Fprintf(b, "other sources or certainty: %s\n", strings.Join(r.grounds, ", "))
	}
	if r.complete.Severity == diag.Pass {
		fmt.Fprintf(b, "%s (%s)\n", r.complete.Message, r.complete.Ground)
	} else {
		fmt.Fprintf(b, "not decided whether there are others: %s\n", r.complete.Ground)
	}
	for _, rec := range r.records {
		fmt.Fprintf(b, "%s: %q\n", rec.pos, rec.id)
		for i := range rec.changes {
			c := &rec.changes[i]
			fmt.Fprintf(b, "  %s: %s %s\n", c.Verdict, c.Code, c.Subject)
			if c.Reason != "" {
				fmt.Fprintf(b, "    allowed: %s\n", c.Reason)
			}
		}
	}
	if r.compared > 0 {
		fmt.Fprintf(b, "%d of %s change\n", len(r.records), counted(r.compared, "record"))
	}
	for _, u := range r.unused {
		fmt.Fprintf(b, "%s: %s\n", u.Pos(), u.Message)
	}
}

// partsText writes which rules bring a less safe change about, and whether it is allowed.
func rulesText(b *bytes.Buffer, d *diag.Diagnostic) {
	if d.Verdict != verify.LessSafe.String() {
		return
	}
	if d.Rules != nil {
		fmt.Fprintf(b, "  by rules: %s\n", strings.Join(d.Rules, ", "))
	}
	if d.Reason != "" {
		fmt.Fprintf(b, "  allowed: %s\n", d.Reason)
	}
	if d.Proposal != "" {
		fmt.Fprintf(b, "  %s\n", d.Proposal)
	}
}

// witnessText writes somebody's answers, or the file they are saved in.
func witnessText(b *bytes.Buffer, before, witness string, saved bool) {
	switch {
	case witness == "":
	case saved:
		fmt.Fprintf(b, "  %s %s\n", before, witness)
	default:
		fmt.Fprintf(b, "  %s\n%s", before, indented(witness))
	}
}
