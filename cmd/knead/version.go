package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"knead/internal/report"
)

func newVersionCommand(s streams, g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of the pack",
		Long:  "Version prints the program's version and commit, and the pack with its digest." + exits("0 done", "2 the pack cannot be used"),
		Example: `  knead version
  knead version --pack ./mypack`,
		Args: checked(cobra.NoArgs),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := g.program()
			if err != nil {
				return err
			}
			version, commit := report.Version()
			p := program.Pack()
			_, err = fmt.Fprintf(s.out, "knead %s (commit %s)\npack %s %s %s\n", version, commit, p.Name, p.Version, p.Digest)
			return err
		},
	}
}
