package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
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
			version, commit := buildVersion()
			p := program.Pack()
			_, err = fmt.Fprintf(s.out, "knead %s (commit %s)\npack %s %s %s\n", version, commit, p.Name, p.Version, p.Digest)
			return err
		},
	}
}

// buildVersion returns what the build recorded about itself.
func buildVersion() (version, commit string) {
	version, commit = "unreleased", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, commit
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		version = v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			commit = setting.Value
		}
	}
	return version, commit
}
