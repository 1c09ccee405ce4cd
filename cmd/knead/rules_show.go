package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"knead/internal/packdoc"
	"knead/rules"
)

func newRulesShowCommand(s streams, g *globals) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show a pack in words: all of it, a section, or one thing",
		Long: `Show describes the pack that --pack names without its YAML. NAME is a section (dispositions,
regions, questions, note_terms, conditions, rules, therapies, schedules, care, invariants,
rows or sources), the id of anything in the pack, or a row of the clinical fact base such
as RF-01. Without it the whole pack is shown; --format markdown writes it as a document to
review and sign.` +
			exits("0 done", "2 the pack cannot be used, or holds no such thing"),
		Example: `  knead rules show therapies
  knead rules show vamana
  knead rules show RF-01
  knead rules show --format markdown > clinical-basis.md`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := g.authored(nil)
			if err != nil {
				return err
			}
			cases, err := a.cases()
			if err != nil {
				return err
			}
			doc := packdoc.Describe(a.program.Pack(), cases)
			if len(args) > 0 {
				part, found := doc.Part(args[0])
				if !found {
					return fmt.Errorf("the pack %q holds nothing named %q%s", a.program.Pack().Name, args[0], rules.Hint(args[0], doc.Names()))
				}
				doc = part
			}
			return g.show(s, format, doc)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, markdown or json")
	return c
}

func (g *globals) show(s streams, format string, doc *packdoc.Doc) error {
	switch format {
	case "text":
		width, _ := g.terminal(s.out)
		return packdoc.Text(s.out, doc, width)
	case "markdown":
		return packdoc.Markdown(s.out, doc)
	case "json":
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(doc)
	}
	return fmt.Errorf("--format %q: expected text, markdown or json", format)
}
