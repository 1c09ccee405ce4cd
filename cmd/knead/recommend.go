package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/report"
)

func newRecommendCommand(s streams, g *globals) *cobra.Command {
	var format, output, inputFormat string
	var privacy privacyFlags
	c := &cobra.Command{
		Use:   "recommend FILE|-...",
		Short: "Recommend massage, or where to go instead, from intake files",
		Long: `Recommend reads intakes (YAML, JSON or FHIR; "-" is standard input) and prints for each what the
pack's rules say: what to do first, the therapies that fit with reasons, pressure and
minutes, the plan, what was withheld and why, cautions, and what is missing.` +
			exits("0 done, whatever the advice", "2 an intake or the pack cannot be used"),
		Example: `  knead recommend examples/desk-worker.yaml
  knead recommend --for patient --region IN examples/desk-worker.yaml
  knead recommend --format json - < examples/desk-worker.yaml`,
		Args: checked(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := apart(output, args); err != nil {
				return err
			}
			program, err := g.program()
			if err != nil {
				return err
			}
			voice, err := g.voice(program.Pack())
			if err != nil {
				return err
			}
			intakes, err := readIntakes(s, args, inputFormat, program)
			if err != nil {
				return err
			}
			var visits []report.Visit
			for _, in := range intakes {
				visits = append(visits, report.Visit{Result: program.Eval(in, voice), Intake: in})
			}
			return g.writeWith(s, output, program, voice, func(w io.Writer, style report.Style) error {
				return render(w, format, style, privacy.level().Visits(style, visits))
			})
		},
	}
	privacy.register(c)
	c.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json, markdown or html")
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
	c.Flags().StringVar(&inputFormat, "input-format", "", "`FORMAT` of the intakes: yaml, json or fhir (default: by name, or by the first character)")
	return c
}

// write renders the results and writes them whole or not at all.
func (g *globals) write(s streams, output, format string, p *engine.Program, v engine.Voice, visits []report.Visit) error {
	return g.writeWith(s, output, p, v, func(w io.Writer, style report.Style) error {
		return render(w, format, style, visits)
	})
}

// render writes the results in a format.
func render(w io.Writer, format string, style report.Style, visits []report.Visit) error {
	switch format {
	case "json":
		for _, v := range visits {
			if err := report.JSON(w, v.Result); err != nil {
				return err
			}
		}
		return nil
	case "text":
		return report.Text(w, style, visits)
	case "markdown":
		return report.Markdown(w, style, visits)
	case "html":
		return report.HTML(w, style, visits)
	}
	return fmt.Errorf("--format %q: expected text, json, markdown or html", format)
}
