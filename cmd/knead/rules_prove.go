package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/diag"
)

var errNegativeBudget = errors.New("--budget: expected 0 or more")

// proveFlags are the flags of rules prove.
type proveFlags struct {
	options   verify.Options
	witnesses string
	format    string
}

func newRulesProveCommand(s streams, g *globals) *cobra.Command {
	var f proveFlags
	c := &cobra.Command{
		Use:   "prove [PACK]",
		Short: "Prove a pack's promises for every possible person",
		Long: `Prove decides for each invariant of a pack whether it holds for every possible intake,
unsure and unanswered included, and checks properties that every pack should have: no
therapy above clearance, unknown never safer than an answer, no rule that can never fire or
never matters, and others. What is refuted comes with the plainest intake found that shows
it. What is proved is confirmed a second way, by trying every answer of a projection or by
checking the solver's certificate. Findings that the pack lists under "accepted" count as
in order. PACK is an embedded pack or a folder (default: --pack).` +
			exits("0 everything is in order", "1 something is refuted or not decided", "2 the pack cannot be used"),
		Example: `  knead rules prove
  knead rules prove --witnesses ./found ./mypack
  knead recommend ./found/no_heat.yaml`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if f.options.Budget < 0 {
				return errNegativeBudget
			}
			a, err := g.authored(args)
			if err != nil {
				return err
			}
			folder, err := openWitnesses(f.witnesses, "rules prove")
			if err != nil {
				return err
			}
			proved, err := verify.Prove(c.Context(), a.program, f.options)
			if err != nil {
				return err
			}
			audited, err := verify.Audit(c.Context(), a.program, f.options)
			if err != nil {
				return err
			}
			return f.report(s.out, a, folder, append(proved, audited...))
		},
	}
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write each counterexample as an intake file into folder `DIR`")
	addDiagFormat(c, &f.format)
	c.Flags().BoolVar(&f.options.Quick, "quick", false, "do not confirm proofs a second way")
	c.ValidArgsFunction = packNames
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give a question up after the solver learned `N` clauses (default 200000)")
	complete(c, "budget", offer())
	return c
}

// report writes the findings, those that need attention last, and their counterexamples.
func (f *proveFlags) report(w io.Writer, a *authored, folder witnesses, findings []verify.Finding) error {
	all := make([]diag.Diagnostic, len(findings))
	found := false
	for i := range findings {
		d, err := diagnosed(a, &findings[i], folder)
		if err != nil {
			return err
		}
		all[i], found = d, found || d.Severity == diag.Error
	}
	err := writeDiagnostics(w, f.format, all, func(b *bytes.Buffer) { f.text(b, all) })
	if err == nil && found {
		return errFound
	}
	return err
}

// diagnosed turns a finding into a diagnostic; what is accepted or may well be meant is a
// note.
func diagnosed(a *authored, f *verify.Finding, folder witnesses) (diag.Diagnostic, error) {
	s := diag.Error
	switch {
	case f.Status == verify.Proved:
		s = diag.Pass
	case f.InOrder():
		s = diag.Note
	}
	d := diag.At(a.at(f.Pos), s, f.Property, f.Subject, f.Message)
	d.Verdict, d.Ground, d.Reason, d.Rules = f.Status.String(), f.How, f.Accepted, f.Rules
	pack := a.program.Pack()
	switch {
	case f.Witness == nil:
	case folder.dir == "":
		d.Witness = inYAML(f.Witness, pack)
	default:
		name, err := folder.save(folder.unused(witnessName(f)), f.Property+" "+f.Subject, f.Witness, pack)
		if err != nil {
			return d, err
		}
		d.Witness = name
	}
	return d, nil
}

// text prints one line for each invariant and each property, then what is not proved.
func (f *proveFlags) text(b *bytes.Buffer, all []diag.Diagnostic) {
	for _, d := range all {
		if d.Code == verify.Invariant && d.Severity == diag.Pass {
			fmt.Fprintf(b, "proved %s (%s)\n", d.Subject, d.Ground)
		}
	}
	for _, property := range properties(all) {
		count := 0
		for _, d := range all {
			if d.Code == property && d.Severity == diag.Pass {
				count++
			}
		}
		fmt.Fprintf(b, "proved %s of %d\n", property, count)
	}
	proved, refuted, noted, open := 0, 0, 0, 0
	for i := range all {
		switch d := &all[i]; {
		case d.Severity == diag.Pass:
			proved++
			continue
		case d.Severity == diag.Note:
			noted++
		case d.Verdict == verify.NotDecided.String():
			open++
		default:
			refuted++
		}
		f.failed(b, &all[i])
	}
	fmt.Fprintf(b, "\n%d proved, %d refuted, %d not decided, %d accepted or noted\n", proved, refuted, open, noted)
}

// properties returns the names of the properties but the invariants, in order.
func properties(all []diag.Diagnostic) (names []string) {
	for _, d := range all {
		if d.Code != verify.Invariant && !slices.Contains(names, d.Code) {
			names = append(names, d.Code)
		}
	}
	return names
}

// failed prints a finding that is not proved, and its counterexample.
func (f *proveFlags) failed(b *bytes.Buffer, d *diag.Diagnostic) {
	status, name := d.Verdict, d.Subject
	if d.Severity == diag.Note {
		status = "noted"
	}
	if d.Code != verify.Invariant {
		name = d.Code + " " + name
	}
	fmt.Fprintf(b, "\n%s: %s: %s\n  %s (%s)\n", d.Pos(), status, name, d.Message, d.Ground)
	if d.Rules != nil {
		fmt.Fprintf(b, "  by rules: %s\n", strings.Join(d.Rules, ", "))
	}
	switch {
	case d.Reason != "":
		fmt.Fprintf(b, "  accepted: %s\n", d.Reason)
	case d.Witness == "":
	case f.witnesses != "":
		fmt.Fprintf(b, "  not so for %s\n", d.Witness)
	default:
		fmt.Fprintf(b, "  not so for\n%s", indented(d.Witness))
	}
}

// witnessName returns the name of the file for a finding's counterexample.
func witnessName(f *verify.Finding) string {
	if f.Property == verify.Invariant {
		return f.Subject
	}
	return f.Property + "-" + f.Subject
}
