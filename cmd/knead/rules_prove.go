package main

import (
	"bytes"
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
		Short: "Prove a pack's invariants for every possible person",
		Long: `Prove decides for each invariant of a pack whether it holds for every possible intake,
unsure and unanswered included. What it refutes comes with the plainest intake found that
shows it; what it proves is confirmed a second way, by trying every answer of a projection
or by checking the solver's certificate. PACK is an embedded pack or a folder (default: --pack).` +
			exits("0 everything is proved", "1 something is refuted or not decided", "2 the pack cannot be used"),
		Example: `  knead rules prove
  knead rules prove --witnesses ./found ./mypack
  knead recommend ./found/no_heat.yaml`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := g.authored(args)
			if err != nil {
				return err
			}
			findings := verify.NewModel(a.program).Prove(f.options)
			if err := f.saveWitnesses(a, findings); err != nil {
				return err
			}
			return f.report(s.out, a, findings)
		},
	}
	c.Flags().StringVar(&f.witnesses, "witnesses", "", "write each counterexample as an intake file into folder `DIR`")
	c.Flags().BoolVar(&f.options.Quick, "quick", false, "do not confirm proofs a second way")
	c.Flags().IntVar(&f.options.Budget, "budget", 0, "give a question up after the solver learned `N` clauses (default 200000)")
	return c
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
	if f.Property == "invariant" {
		return f.Subject + ".yaml"
	}
	return strings.ReplaceAll(f.Property, " ", "_") + "-" + f.Subject + ".yaml"
}

// report prints the findings, those that need attention last, and sums up.
func (f *proveFlags) report(w io.Writer, a *authored, findings []verify.Finding) error {
	var b bytes.Buffer
	count := map[verify.Status]int{}
	for i := range findings {
		if count[findings[i].Status]++; findings[i].Status == verify.Proved {
			fmt.Fprintf(&b, "proved %s (%s)\n", findings[i].Subject, findings[i].How)
		}
	}
	for i := range findings {
		if findings[i].Status != verify.Proved {
			f.failed(&b, a, &findings[i])
		}
	}
	fmt.Fprintf(&b, "%s: %d proved, %d refuted, %d not decided\n", counted(len(findings), "invariant"),
		count[verify.Proved], count[verify.Refuted], count[verify.NotDecided])
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if count[verify.Proved] < len(findings) {
		return errFound
	}
	return nil
}

// failed prints a finding that is not proved, and its counterexample.
func (f *proveFlags) failed(b *bytes.Buffer, a *authored, found *verify.Finding) {
	pos := found.Pos
	pos.File = a.place(pos.File)
	fmt.Fprintf(b, "\n%s: %s: %s (%s)\n  %s\n", pos, found.Status, found.Subject, found.How, found.Message)
	switch {
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
