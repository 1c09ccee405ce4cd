package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/report"
	"knead/rules"
)

func newExplainCommand(s streams, g *globals) *cobra.Command {
	var therapy, format, output, inputFormat string
	var privacy privacyFlags
	c := &cobra.Command{
		Use:   "explain FILE|-",
		Short: "Say why a result is what it is, and what would change it",
		Long: `Explain reads an intake (YAML or JSON; "-" is standard input) and prints which rules decided
the result and which were one answer short, the arguments for and against each therapy with
the answers behind them, which changes of habits or wishes would change the result, and
which open questions are worth an answer.` +
			exits("0 done, whatever the advice", "2 the intake or the pack cannot be used"),
		Example: `  knead explain examples/desk-worker.yaml
  knead explain --therapy deep_tissue examples/blood-thinner.yaml
  knead explain --format json - < examples/desk-worker.yaml`,
		Args: checked(cobra.ExactArgs(1)),
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
			if err := knownTherapy(therapy, program.Pack()); err != nil {
				return err
			}
			intakes, err := readIntakes(s, args, inputFormat, program)
			if err != nil {
				return err
			}
			var explained []*engine.Explanation
			for _, in := range intakes {
				e := program.Explain(in, voice)
				if therapy != "" {
					e.Therapies = slices.DeleteFunc(e.Therapies, func(c engine.Case) bool { return c.ID != therapy })
				}
				explained = append(explained, e)
			}
			return g.writeWith(s, output, program, voice, func(w io.Writer, style report.Style) error {
				style.Detail = therapy != ""
				privacy.level().Explanations(style, explained)
				return writeExplanations(w, format, style, explained)
			})
		},
	}
	privacy.register(c)
	c.Flags().StringVar(&therapy, "therapy", "", "only this therapy, by its `ID`, with every rule about it")
	c.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text or json")
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
	c.Flags().StringVar(&inputFormat, "input-format", "", "`FORMAT` of the intake: yaml, json or fhir (default: by name, or by the first character)")
	return c
}

// knownTherapy checks an id given on the command line.
func knownTherapy(id string, p *rules.Pack) error {
	if id == "" || p.TherapyIndex(id) >= 0 {
		return nil
	}
	var ids []string
	for i := range p.Therapies {
		ids = append(ids, p.Therapies[i].ID)
	}
	return fmt.Errorf("--therapy %q: the pack %q has no such therapy%s", id, p.Name, rules.Hint(id, ids))
}

func writeExplanations(w io.Writer, format string, style report.Style, explained []*engine.Explanation) error {
	switch format {
	case "json":
		for _, e := range explained {
			if err := report.JSON(w, e); err != nil {
				return err
			}
		}
		return nil
	case "text":
		return report.Explain(w, style, explained)
	}
	return fmt.Errorf("--format %q: expected text or json", format)
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

// writeWith renders into a file or standard output, whole or not at all.
func (g *globals) writeWith(s streams, output string, p *engine.Program, v engine.Voice, render func(w io.Writer, style report.Style) error) error {
	var buf bytes.Buffer
	toStdout := output == "" || output == "-"
	style := report.Style{Pack: p.Pack(), Wording: p.Wording(v), Audience: v.Audience, Width: 80}
	if toStdout {
		style.Width, style.Color = g.terminal(s.out)
	}
	if err := render(&buf, style); err != nil {
		return err
	}
	return writeWhole(s, output, buf.Bytes())
}
