package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"knead/internal/author"
	"knead/internal/packdoc"
	"knead/internal/text"
)

func newRulesShowCommand(s streams, g *globals) *cobra.Command {
	var write func(io.Writer, *packdoc.Doc, int) error
	c := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show a pack in words: all of it, a section, or one thing",
		Long: `Show describes the pack that --pack names without its YAML. NAME is a section (dispositions,
regions, questions, note_terms, note_cues, conditions, rules, therapies, schedules, care,
invariants, rows or sources), the id of anything in the pack, or a row of the clinical fact
base such as RF-01. Without it the whole pack is shown; --format markdown writes it
as a document to review and sign.` +
			exits("0 done", "2 the pack cannot be used, or holds no such thing"),
		Example: `  knead rules show therapies
  knead rules show vamana
  knead rules show RF-01
  knead rules show --format markdown > clinical-basis.md`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := author.Load(g.pack, s.seen)
			if err != nil {
				return err
			}
			cases, err := a.Cases()
			if err != nil {
				return err
			}
			doc := packdoc.Describe(a.Program.Pack(), cases)
			if len(args) > 0 {
				part, found := doc.Part(args[0])
				if !found {
					return fmt.Errorf("the pack %q holds nothing named %q%s", a.Program.Pack().Name, args[0], text.Hint(args[0], doc.Names()))
				}
				doc = part
			}
			width, _ := g.screen(s.out)
			return write(s.out, doc, width)
		},
	}
	c.ValidArgsFunction = func(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return g.offerOf(parts)(c, args, begun)
	}
	type writer = option[func(io.Writer, *packdoc.Doc, int) error]
	addChoice(c, c.Flags(), &write, "format", "text", "output `FORMAT`: %s",
		writer{word: "text", value: packdoc.Text}, writer{word: "markdown", value: showMarkdown}, writer{word: "json", value: showJSON})
	return c
}

func showMarkdown(w io.Writer, doc *packdoc.Doc, _ int) error { return packdoc.Markdown(w, doc) }

func showJSON(w io.Writer, doc *packdoc.Doc, _ int) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}
