package author

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"knead/engine/verify"
	"knead/internal/diag"
	"knead/rules"
)

// All returns everything as diagnostics.
func (c *Comparison) All() []diag.Diagnostic {
	all := slices.Clone(c.everybody)
	note := func(code, name, message string) {
		d := diag.At(rules.Pos{File: c.New.Name}, diag.Note, code, name, message)
		d.Verdict = verify.Different.String()
		all = append(all, d)
	}
	for _, r := range c.renamed {
		note("rule_renamed", r.String(), "renamed: rule "+r.String())
	}
	words, grounds := c.reworded()
	for _, name := range words {
		note("other_words", name, name+" is worded otherwise")
	}
	for _, name := range grounds {
		note("other_grounds", name, name+" has other sources or another certainty")
	}
	all = append(all, c.complete)
	for _, rec := range c.records {
		all = append(all, rec.changes...)
	}
	return append(all, c.unneeded()...)
}

// Text writes everything for people.
func (c *Comparison) Text(b *bytes.Buffer) {
	c.everybodyText(b)
	for _, r := range c.renamed {
		fmt.Fprintf(b, "renamed: rule %v\n", r)
	}
	words, grounds := c.reworded()
	if len(words) > 0 {
		fmt.Fprintf(b, "other words: %s\n", strings.Join(words, ", "))
	}
	if len(grounds) > 0 {
		fmt.Fprintf(b, "other sources or certainty: %s\n", strings.Join(grounds, ", "))
	}
	if c.complete.Severity == diag.Pass {
		fmt.Fprintf(b, "%s (%s)\n", c.complete.Message, c.complete.Ground)
	} else {
		fmt.Fprintf(b, "not decided whether there are others: %s\n", c.complete.Ground)
	}
	for _, rec := range c.records {
		rec.text(b)
	}
	if c.compared > 0 {
		fmt.Fprintf(b, "%d of %s change\n", len(c.records), counted(c.compared, "record"))
	}
	for _, d := range c.unneeded() {
		fmt.Fprintf(b, "%s: %s\n", d.Pos(), d.Message)
	}
}

func (rec *changedRecord) text(b *bytes.Buffer) {
	fmt.Fprintf(b, "%s: %q\n", rec.pos, rec.id)
	for i := range rec.changes {
		d := &rec.changes[i]
		fmt.Fprintf(b, "  %s: %s %s\n", d.Verdict, d.Code, d.Subject)
		if d.Reason != "" {
			fmt.Fprintf(b, "    allowed: %s\n", d.Reason)
		}
	}
}

// everybodyText writes the changes over all people and how many there are.
func (c *Comparison) everybodyText(b *bytes.Buffer) {
	count := map[string]int{}
	for i := range c.everybody {
		d := &c.everybody[i]
		count[d.Verdict]++
		fmt.Fprintf(b, "%s: %s\n", d.Verdict, d.Message)
		if d.Verdict == verify.LessSafe.String() {
			rulesText(b, d)
		}
		c.folder.text(b, "for", d.Witness)
		c.folder.text(b, "and to the old pack", d.OldWitness)
	}
	fmt.Fprintf(b, "%s over all people: %d less safe, %d safer, %d different\n", counted(len(c.everybody), "change"),
		count[verify.LessSafe.String()], count[verify.Safer.String()], count[verify.Different.String()])
}

// rulesText writes which rules bring a change about, and whether it is allowed.
func rulesText(b *bytes.Buffer, d *diag.Diagnostic) {
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
