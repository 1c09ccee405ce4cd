package main

import (
	"io"

	"github.com/spf13/cobra"

	"knead/internal/report"
)

func newRecommendCommand(s streams, g *globals) *cobra.Command {
	var format report.Format
	var output string
	var input inputFormat
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
			program, voice, err := g.open()
			if err != nil {
				return err
			}
			intakes, err := readIntakes(s, args, input, program)
			if err != nil {
				return err
			}
			var visits []report.Visit
			for _, in := range intakes {
				visits = append(visits, report.Visit{Result: program.Eval(in, voice), Intake: in})
			}
			return g.writeReport(s, output, program, voice, func(w io.Writer, style report.Style) error {
				return format.Write(w, style, privacy.level().Visits(style, visits))
			})
		},
	}
	privacy.register(c)
	formats := optionsFor(report.Formats(), func(f report.Format) string { return f.Name })
	addChoice(c, c.Flags(), &format, "format", formats[0].word, "output `FORMAT`: %s", formats...)
	addOutput(c, &output)
	addInputFormat(c, &input, "intakes")
	return c
}

// privacyFlags are the flags for reports that are to be shared.
type privacyFlags struct{ quietIDs, redact bool }

func (f *privacyFlags) register(c *cobra.Command) {
	c.Flags().BoolVar(&f.quietIDs, "quiet-ids", false, "replace ids by person-1, person-2 and so on")
	c.Flags().BoolVar(&f.redact, "redact", false, "leave out ids, dates and what notes say, for sharing")
}

// level is what the flags ask for.
func (f *privacyFlags) level() report.Privacy {
	switch {
	case f.redact:
		return report.Redacted
	case f.quietIDs:
		return report.QuietIDs
	}
	return report.Full
}
