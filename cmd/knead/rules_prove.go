package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine/verify"
	"knead/internal/files"
	"knead/rules"
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
			m := verify.NewModel(a.program)
			return f.report(s.out, a, append(m.Prove(f.options), m.Audit(f.options)...))
		},
	}
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write each counterexample as an intake file into folder `DIR`")
	c.Flags().StringVar(&f.format, "format", "text", "output `FORMAT`: text, json or github")
	c.Flags().BoolVar(&f.options.Quick, "quick", false, "do not confirm proofs a second way")
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give a question up after the solver learned `N` clauses (default 200000)")
	return c
}

// report writes the findings, those that need attention last, and their counterexamples.
func (f *proveFlags) report(w io.Writer, a *authored, findings []verify.Finding) error {
	if err := f.saveWitnesses(a, findings); err != nil {
		return err
	}
	if f.format == "text" {
		var b bytes.Buffer
		f.text(&b, a, findings)
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	} else if err := writeProblems(w, f.format, a.placed(problemsOf(findings))); err != nil {
		return err
	}
	for i := range findings {
		if !findings[i].InOrder() {
			return errFound
		}
	}
	return nil
}

// problemsOf returns the findings that are not proved as problems; those that are accepted
// or may well be meant are warnings.
func problemsOf(findings []verify.Finding) (problems rules.Problems) {
	for i := range findings {
		found := &findings[i]
		if found.Status == verify.Proved {
			continue
		}
		message := fmt.Sprintf("%s: %s (%s)", found.Status, found.Message, found.How)
		if found.Accepted != "" {
			message += "; accepted: " + found.Accepted
		}
		problems = append(problems, rules.Problem{Pos: found.Pos, Code: found.Property, Field: found.Subject, Message: message, Warning: found.InOrder()})
	}
	return problems
}

// text prints one line for each invariant and each property, then what is not proved.
func (f *proveFlags) text(b *bytes.Buffer, a *authored, findings []verify.Finding) {
	for i := range findings {
		if found := &findings[i]; found.Property == verify.Invariant && found.Status == verify.Proved {
			fmt.Fprintf(b, "proved %s (%s)\n", found.Subject, found.How)
		}
	}
	for _, property := range properties(findings) {
		count := 0
		for i := range findings {
			if findings[i].Property == property && findings[i].Status == verify.Proved {
				count++
			}
		}
		fmt.Fprintf(b, "proved %s of %d\n", property, count)
	}
	proved, refuted, accepted, open := 0, 0, 0, 0
	for i := range findings {
		switch found := &findings[i]; {
		case found.Status == verify.Proved:
			proved++
			continue
		case found.Status == verify.NotDecided:
			open++
		case found.InOrder():
			accepted++
		default:
			refuted++
		}
		f.failed(b, a, &findings[i])
	}
	fmt.Fprintf(b, "\n%d proved, %d refuted, %d not decided, %d accepted or noted\n", proved, refuted, open, accepted)
}

// properties returns the names of the findings' properties but the invariants, in order.
func properties(findings []verify.Finding) (names []string) {
	seen := map[string]bool{verify.Invariant: true}
	for i := range findings {
		if name := findings[i].Property; !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// failed prints a finding that is not proved, and its counterexample.
func (f *proveFlags) failed(b *bytes.Buffer, a *authored, found *verify.Finding) {
	pos := found.Pos
	pos.File = a.place(pos.File)
	status := found.Status.String()
	if found.InOrder() {
		status = "noted"
	}
	name := found.Subject
	if found.Property != verify.Invariant {
		name = found.Property + " " + name
	}
	fmt.Fprintf(b, "\n%s: %s: %s\n  %s (%s)\n", pos, status, name, found.Message, found.How)
	switch {
	case found.Accepted != "":
		fmt.Fprintf(b, "  accepted: %s\n", found.Accepted)
	case found.Witness == nil:
	case f.witnesses != "":
		fmt.Fprintf(b, "  not so for %s\n", filepath.Join(f.witnesses, witnessName(found)))
	default:
		var intake bytes.Buffer
		if err := rules.WriteIntake(&intake, found.Witness, a.program.Pack()); err == nil {
			fmt.Fprintf(b, "  not so for\n    %s\n", strings.ReplaceAll(strings.TrimSpace(intake.String()), "\n", "\n    "))
		}
	}
}

// saveWitnesses writes the counterexamples to the folder, if one is wanted.
func (f *proveFlags) saveWitnesses(a *authored, findings []verify.Finding) error {
	if f.witnesses == "" {
		return nil
	}
	if err := os.MkdirAll(f.witnesses, 0o755); err != nil {
		return plainPathError(err)
	}
	for i := range findings {
		if findings[i].Witness == nil {
			continue
		}
		var b bytes.Buffer
		if err := rules.WriteIntake(&b, findings[i].Witness, a.program.Pack()); err != nil {
			return err
		}
		if err := files.WriteAtomic(filepath.Join(f.witnesses, witnessName(&findings[i])), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// witnessName returns the file name of a finding's counterexample.
func witnessName(f *verify.Finding) string {
	if f.Property == verify.Invariant {
		return f.Subject + ".yaml"
	}
	return f.Property + "-" + f.Subject + ".yaml"
}
