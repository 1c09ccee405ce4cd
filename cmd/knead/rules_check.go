package main

import (
	"bytes"
	"time"

	"github.com/spf13/cobra"

	"knead/internal/author"
	"knead/internal/diag"
)

func newRulesCheckCommand(s streams, g *globals) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "check [PACK]",
		Short: "Say everything that is wrong with a pack",
		Long: `Check reads a pack and its test cases and prints every problem of every file with the line
it is about. PACK is an embedded pack or a folder (default: --pack). It also warns of what
nothing refers to and of a review more than two years ago.` +
			exits("0 nothing was found", "1 errors or warnings were found", "2 there is no such pack"),
		Example: `  knead rules check
  knead rules check ./mypack`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := author.Open(g.packName(args), s.seen)
			if err != nil {
				return err
			}
			pack, problems := a.Check(time.Now())
			text := func(b *bytes.Buffer) {
				width, color := g.screen(s.out)
				a.CheckText(b, pack, problems, width, color)
			}
			return writeDiagnostics(s.out, format, diag.Of(problems), text, len(problems) > 0)
		},
	}
	addDiagFormat(c, &format)
	return c
}
