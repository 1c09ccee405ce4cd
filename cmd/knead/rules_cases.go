package main

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"knead/internal/author"
)

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
				"1 a case fails or there is none, or such a fault does", "2 the pack or its cases cannot be read"),
		Example: `  knead rules test
  knead rules test --coverage ./mypack
  knead rules test --junit report.xml --format github ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c.Context(), s, g.packName(args)) },
	}
	addDiagFormat(c, &f.format)
	c.Flags().StringVar(&f.junit, "junit", "", "also write the outcomes as JUnit XML to `FILE`")
	c.Flags().BoolVar(&f.coverage, "coverage", false, "say what no case shows")
	c.Flags().BoolVar(&f.mutate, "mutate", false, "list the small faults that no case notices; takes minutes for a large pack")
	return c
}

func (f *testFlags) run(ctx context.Context, s streams, name string) error {
	a, err := author.Load(name, s.seen)
	if err != nil {
		return err
	}
	cases, err := a.Cases()
	if err != nil {
		return err
	}
	t := a.Test(cases)
	if f.junit != "" {
		var b bytes.Buffer
		if err := t.JUnit(&b); err != nil {
			return err
		}
		if err := s.writeFile(f.junit, b.Bytes()); err != nil {
			return err
		}
	}
	if f.coverage {
		if err := t.Cover(ctx, cases); err != nil {
			return err
		}
	}
	if f.mutate && !t.Failed {
		if err := t.Mutate(ctx, cases); err != nil {
			return err
		}
	}
	return writeDiagnostics(s.out, f.format, t.All(), t.Text, t.Failed)
}
