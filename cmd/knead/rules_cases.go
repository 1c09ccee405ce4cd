package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"knead/internal/diag"
	"knead/internal/files"
	"knead/internal/packtest"
	"knead/rules"
)

// testFlags are the flags of rules test.
type testFlags struct {
	format           string
	junit            string
	coverage, mutate bool
}

func newRulesTestCommand(s streams, g *globals) *cobra.Command {
	var f testFlags
	c := &cobra.Command{
		Use:   "test [PACK]",
		Short: "Run the test cases of a pack",
		Long: `Test runs the cases in a pack's tests folder and prints for each that fails what it
expected and what it got. PACK is an embedded pack or a folder (default: --pack).

With --coverage it also says which rules, and which atoms of their conditions, no case shows
true or false, and proposes a person. With --mutate it puts small faults into the pack, one
at a time, and lists those that no case notices, less safe ones first; faults that are proved
to change nothing for anybody do not count. A case to notice it is proposed for each: check
what it expects before you keep it.` +
			exits("0 every case passes, and with --mutate no fault that makes the pack less safe goes unnoticed",
				"1 a case fails, or such a fault does", "2 the pack or its cases cannot be read"),
		Example: `  knead rules test
  knead rules test --coverage ./mypack
  knead rules test --junit report.xml --format github ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFormat(f.format); err != nil {
				return err
			}
			a, err := g.authored(args)
			if err != nil {
				return err
			}
			cases, err := a.cases()
			if err != nil {
				return err
			}
			return f.run(c.Context(), s.out, a, cases)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", formatHelp)
	c.Flags().StringVar(&f.junit, "junit", "", "also write the outcomes as JUnit XML to `FILE`")
	c.Flags().BoolVar(&f.coverage, "coverage", false, "say what no case shows")
	c.Flags().BoolVar(&f.mutate, "mutate", false, "list the small faults that no case notices; takes minutes for a large pack")
	return c
}

func (f *testFlags) run(ctx context.Context, w io.Writer, a *authored, cases []rules.Case) (err error) {
	outcomes := packtest.Run(a.program, cases)
	if f.junit != "" {
		var b bytes.Buffer
		if err := packtest.JUnit(&b, a.program.Pack().Name, outcomes, a.place); err != nil {
			return err
		}
		if err := files.WriteAtomic(f.junit, b.Bytes()); err != nil {
			return err
		}
	}
	bad := packtest.Failed(outcomes) > 0
	var more []diag.Diagnostic
	if f.coverage {
		if more, err = covered(ctx, a, packtest.Cover(a.program, cases)); err != nil {
			return err
		}
	}
	if f.mutate && !bad {
		unnoticed, err := survivors(ctx, a, cases)
		if err != nil {
			return err
		}
		more = append(more, unnoticed...)
		bad = slices.ContainsFunc(unnoticed, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	}
	var b bytes.Buffer
	if err := f.write(&b, a, outcomes, more); err != nil {
		return err
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if bad {
		return errFound
	}
	return nil
}

// write writes the outcomes, and what else was found, in the format that is wanted.
func (f *testFlags) write(b *bytes.Buffer, a *authored, outcomes []packtest.Outcome, more []diag.Diagnostic) error {
	if f.format != "text" {
		return writeDiagnostics(b, f.format, append(failures(a, outcomes), more...))
	}
	if err := packtest.Text(b, outcomes, a.place); err != nil {
		return err
	}
	for i := range more {
		d := &more[i]
		if d.Severity == diag.Pass {
			fmt.Fprintln(b, d.Message)
			continue
		}
		fmt.Fprintf(b, "%s: ", d.Pos())
		if d.Code == faultUnnoticed {
			fmt.Fprintf(b, "unnoticed, %s: ", d.Verdict)
		}
		fmt.Fprintln(b, d.Message)
		b.WriteString(d.Proposal)
	}
	return nil
}

// failures lists what the cases that fail expected and got.
func failures(a *authored, outcomes []packtest.Outcome) (all []diag.Diagnostic) {
	for _, o := range outcomes {
		for _, d := range o.Differences {
			all = append(all, diag.At(a.at(d.Pos), diag.Error, "case-failed", o.Case.Name,
				o.Case.Name+": "+d.What+": expected "+d.Expected+", got "+d.Got))
		}
	}
	return all
}
