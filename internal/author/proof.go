package author

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"knead/engine/verify"
	"knead/internal/diag"
)

// Proof is what the properties of a pack came to.
type Proof struct {
	All    []diag.Diagnostic
	Failed bool // something is refuted or not decided
	known  int  // how many rest on earlier proofs
	folder *Folder
	quiet  bool
}

// Proof turns the findings about a pack into diagnostics. Counterexamples go to the folder.
func (a *Pack) Proof(findings []verify.Finding, folder *Folder) (*Proof, error) {
	p := &Proof{All: make([]diag.Diagnostic, len(findings)), folder: folder}
	for i := range findings {
		d, err := a.finding(&findings[i], folder)
		if err != nil {
			return nil, err
		}
		p.All[i], p.Failed = d, p.Failed || d.Severity == diag.Error
		if findings[i].FromKnown() {
			p.known++
		}
	}
	return p, nil
}

// finding turns a finding into a diagnostic; what is accepted or may well be meant is a note.
func (a *Pack) finding(f *verify.Finding, folder *Folder) (d diag.Diagnostic, err error) {
	s := diag.Error
	switch {
	case f.Status == verify.Proved:
		s = diag.Pass
	case f.InOrder():
		s = diag.Note
	}
	d = diag.At(a.at(f.Pos), s, f.Property, f.Subject, f.Message)
	d.Verdict, d.Ground, d.Reason, d.Rules = f.Status.String(), f.How, f.Accepted, f.Rules
	if f.Witness != nil {
		name := f.Property + "-" + f.Subject
		if f.Property == verify.Invariant {
			name = f.Subject
		}
		d.Witness, err = folder.keep(folder.unused(name), f.Property+" "+f.Subject, f.Witness, a.Program.Pack())
	}
	return d, err
}

// Quiet leaves nothing but what is refuted or not decided.
func (p *Proof) Quiet() {
	p.quiet = true
	p.All = slices.DeleteFunc(p.All, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

// Text writes what is refuted or not decided, then one line for each invariant and each property,
// and then what is accepted or noted.
func (p *Proof) Text(b *bytes.Buffer) {
	refuted, open := 0, 0
	for i := range p.All {
		d := &p.All[i]
		if d.Severity != diag.Error {
			continue
		}
		if d.Verdict == verify.NotDecided.String() {
			open++
		} else {
			refuted++
		}
		p.open(b, d)
		b.WriteByte('\n')
	}
	if p.quiet {
		return
	}
	proved, noted := p.proved(b), 0
	for i := range p.All {
		if p.All[i].Severity == diag.Note {
			noted++
			b.WriteByte('\n')
			p.open(b, &p.All[i])
		}
	}
	fmt.Fprintf(b, "\n%d proved, %d refuted, %d not decided, %d accepted or noted\n", proved, refuted, open, noted)
	if p.known > 0 {
		fmt.Fprintf(b, "%d of them from the cache, checked again\n", p.known)
	}
}

// proved writes one line for each invariant and each property, and returns how many are proved.
func (p *Proof) proved(b *bytes.Buffer) (all int) {
	var properties []string
	count := map[string]int{}
	for i := range p.All {
		switch d := &p.All[i]; {
		case d.Code == verify.Invariant && d.Severity == diag.Pass:
			fmt.Fprintf(b, "proved %s (%s)\n", d.Subject, d.Ground)
		case d.Code != verify.Invariant && !slices.Contains(properties, d.Code):
			properties = append(properties, d.Code)
		}
		if p.All[i].Severity == diag.Pass {
			count[p.All[i].Code]++
			all++
		}
	}
	for _, property := range properties {
		fmt.Fprintf(b, "proved %s of %d\n", property, count[property])
	}
	return all
}

// open writes a finding that is not proved, and its counterexample.
func (p *Proof) open(b *bytes.Buffer, d *diag.Diagnostic) {
	status, name := d.Verdict, d.Subject
	if d.Severity == diag.Note {
		status = "noted"
	}
	if d.Code != verify.Invariant {
		name = d.Code + " " + name
	}
	fmt.Fprintf(b, "%s: %s: %s\n  %s (%s)\n", d.Pos(), status, name, d.Message, d.Ground)
	detail(b, "  by rules: ", strings.Join(d.Rules, ", "))
	detail(b, "  accepted: ", d.Reason)
	if d.Reason == "" {
		p.folder.text(b, "not so for", d.Witness)
	}
}

// detail writes a line about a finding, if there is anything to say.
func detail(b *bytes.Buffer, label, what string) {
	if what != "" {
		fmt.Fprintf(b, "%s%s\n", label, what)
	}
}
