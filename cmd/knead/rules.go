package main

import "github.com/spf13/cobra"

func newRulesCommand(s streams, g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "rules COMMAND",
		Short: "Check, test and show packs of rules",
		Long: `Rules gathers the commands for people who write or review packs: the YAML files that hold
questions, rules, therapies, schedules and advice. docs/pack-format.md describes them.` +
			exits("0 done", "2 there is no such command"),
		Example: `  knead rules init mypack
  knead rules check ./mypack
  knead rules show therapies`,
		Args: commandWanted,
		RunE: func(c *cobra.Command, args []string) error { return c.Help() },
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
