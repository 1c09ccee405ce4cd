package main

import "github.com/spf13/cobra"

// newRulesCommand gathers what rule authors need.
func newRulesCommand(s streams, g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules COMMAND",
		Short: "Check, test and show packs of rules",
		Long:  "Rules gathers the commands for people who write or review packs.",
		Args:  commandWanted,
		RunE:  func(c *cobra.Command, args []string) error { return c.Help() },
	}
	c.AddCommand(
		newRulesCheckCommand(s, g),
		newRulesDiffCommand(s, g),
		newRulesInitCommand(s),
		newRulesProveCommand(s, g),
		newRulesSchemaCommand(s, g),
		newRulesShowCommand(s, g),
		newRulesTestCommand(s, g),
	)
	return c
}
