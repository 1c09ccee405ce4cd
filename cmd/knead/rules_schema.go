package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/internal/schema"
	"knead/internal/text"
	"knead/rules"
)

func newRulesSchemaCommand(s streams, g *globals) *cobra.Command {
	names := schema.Names()
	var output string
	c := &cobra.Command{
		Use:   "schema [" + strings.Join(names, "|") + "]",
		Short: "Print the JSON Schema of packs, intakes or results",
		Long: `Schema prints a JSON Schema (2020-12) for editors and other programs: of a file of a pack
(the default), of an intake of the pack that --pack names, of a result in its full or
compact form, of an explanation, or of a rejected record. In editors with a YAML language
server, this line at the top of a file completes its keys and marks mistakes:

  # yaml-language-server: $schema=pack.schema.json` +
			exits("0 done", "2 there is no such schema, or the pack cannot be used"),
		Example: `  knead rules schema -o pack.schema.json
  knead rules schema intake
  knead rules schema result`,
		Args:      checked(cobra.MaximumNArgs(1)),
		ValidArgs: names,
		RunE: func(c *cobra.Command, args []string) error {
			name := names[0]
			if len(args) > 0 {
				name = args[0]
			}
			if !slices.Contains(names, name) {
				return fmt.Errorf("no schema %q%s: expected one of %s", name, text.Hint(name, names), strings.Join(names, ", "))
			}
			var p *rules.Pack
			if name == "intake" {
				program, err := g.program()
				if err != nil {
					return err
				}
				p = program.Pack()
			}
			data, err := schema.Of(name, p)
			if err != nil {
				return err
			}
			return writeWhole(s, output, func(w io.Writer) error {
				_, err := w.Write(data)
				return err
			})
		},
	}
	addOutput(c, &output)
	return c
}
