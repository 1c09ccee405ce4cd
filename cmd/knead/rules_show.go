package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/author"
	"knead/internal/forms"
	"knead/internal/packdoc"
	"knead/internal/text"
	"knead/rules"
)

func newRulesShowCommand(s streams, g *globals) *cobra.Command {
	var shown showing
	c := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show a pack in words: all of it, a section, or one thing",
		Long: `Show describes the pack that --pack names without its YAML. NAME is a section (dispositions,
regions, questions, note_terms, note_cues, conditions, rules, therapies, schedules, care,
invariants, rows or sources), the id of anything in the pack, or a row of the clinical fact
base such as RF-01. Without it the whole pack is shown; --format markdown writes it
as a document to review and sign, csv-template a table to fill in, xlsform a workbook for
ODK and Kobo in all languages of the pack, and redcap a data dictionary. batch reads what
is exported from them.` +
			exits("0 done", "2 the pack cannot be used, or holds no such thing"),
		Example: `  knead rules show therapies
  knead rules show vamana
  knead rules show RF-01
  knead rules show --format markdown > clinical-basis.md
  knead rules show --format csv-template > intakes.csv
  knead rules show --format xlsform > intake.xlsx`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := author.Load(g.pack, s.seen)
			if err != nil {
				return err
			}
			if shown.form != nil {
				if len(args) > 0 {
					return errors.New("a form holds every question: leave out the name")
				}
				program, voice, err := g.open()
				if err != nil {
					return err
				}
				return shown.form(s.out, program, program.Wording(voice), g.languages(program.Pack()))
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
			return shown.words(s.out, doc, width)
		},
	}
	c.ValidArgsFunction = func(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return g.offerOf(parts)(c, args, begun)
	}
	addChoice(c, c.Flags(), &shown, "format", "text", "output `FORMAT`: %s",
		option[showing]{word: "text", value: showing{words: packdoc.Text}}, option[showing]{word: "markdown", value: showing{words: showMarkdown}},
		option[showing]{word: "json", value: showing{words: showJSON}}, option[showing]{word: "csv-template", value: showing{form: forms.CSV}},
		option[showing]{word: "xlsform", value: showing{form: forms.XLSForm}}, option[showing]{word: "redcap", value: showing{form: forms.REDCap}})
	return c
}

// showing is a format of a pack: in words, or as a form that asks its questions.
type showing struct {
	words func(io.Writer, *packdoc.Doc, int) error
	form  func(io.Writer, *engine.Program, engine.Wording, []*rules.Pack) error
}

func showMarkdown(w io.Writer, doc *packdoc.Doc, _ int) error { return packdoc.Markdown(w, doc) }

func showJSON(w io.Writer, doc *packdoc.Doc, _ int) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}
