package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// newRootCommand builds the command tree.
func newRootCommand(s streams) *cobra.Command {
	g := &globals{}
	root := &cobra.Command{
		Use:   "knead COMMAND",
		Short: "Massage advice for a sore back, with reasons, or where to go instead",
		Long: `knead asks an intake questionnaire about back pain, matches the answers against rules
written in YAML, and suggests massage types, pressure, session length and frequency,
or says clearly that massage is not the answer today and where to go instead.

It is not a diagnosis and no substitute for medical advice.`,
		Example: `  knead intake
  knead recommend examples/desk-worker.yaml
  knead batch intakes.jsonl -o results.jsonl`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          checked(cobra.NoArgs),
		RunE:          func(c *cobra.Command, args []string) error { return c.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	g.register(root)
	root.SetFlagErrorFunc(usageError)
	root.AddCommand(
		newRecommendCommand(s, g),
		newExplainCommand(s, g),
		newIntakeCommand(s, g),
		newBatchCommand(s, g),
		newRulesCommand(s, g),
		newFHIRCommand(s, g),
		newVersionCommand(s, g),
	)
	return root
}

// usageError adds where to find help to an error about the command line.
func usageError(c *cobra.Command, err error) error {
	return fmt.Errorf("%w\nrun %q for help", err, c.CommandPath()+" --help")
}

// checked is a check of arguments with the hint of usageError.
func checked(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError(c, err)
		}
		return nil
	}
}

// exits is the part of a command's help that states its exit statuses.
func exits(lines ...string) string {
	return "\n\nExit status: " + strings.Join(lines, "; ") + "."
}
