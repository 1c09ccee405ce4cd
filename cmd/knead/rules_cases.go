package main

import (
	"github.com/spf13/cobra"

	"knead/internal/packtest"
)

func newRulesTestCommand(s streams, g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "test [PACK]",
		Short: "Run the test cases of a pack",
		Long: `Test runs the cases in a pack's tests folder and prints for each that fails what it
expected and what it got. PACK is an embedded pack or a folder (default: --pack).` +
			exits("0 every case passes", "1 a case fails", "2 the pack or its cases cannot be read"),
		Example: `  knead rules test
  knead rules test ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := g.authored(args)
			if err != nil {
				return err
			}
			cases, err := a.cases()
			if err != nil {
				return err
			}
			outcomes := packtest.Run(a.program, cases)
			if err := packtest.Text(s.out, outcomes, a.place); err != nil {
				return err
			}
			if packtest.Failed(outcomes) > 0 {
				return errFound
			}
			return nil
		},
	}
	return c
}
