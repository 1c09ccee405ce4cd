package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/report"
	"knead/internal/text"
	"knead/rules"
)

func newExplainCommand(s streams, g *globals) *cobra.Command {
	var therapy string
	var full bool
	var f reportFlags
	var format func(io.Writer, report.Style, []*engine.Explanation) error
	c := &cobra.Command{
		Use:   "explain FILE|-",
		Short: "Say why a result is what it is, and what would change it",
		Long: `Explain reads an intake (YAML or JSON; "-" is standard input) and prints which rules decided
the result and which were one answer short, limits and wishes with the rules behind them,
which changes of habits or wishes would change the result, and which open questions are
worth an answer. --detail full adds what speaks for and against each therapy, and the plan.` +
			exits("0 done, whatever the advice", "2 the intake or the pack cannot be used"),
		Example: `  knead explain examples/desk-worker.yaml
  knead explain --therapy deep_tissue examples/blood-thinner.yaml
  knead explain --format json - < examples/desk-worker.yaml`,
		Args: checked(cobra.MatchAll(someIntake, cobra.MaximumNArgs(1))),
		RunE: func(c *cobra.Command, args []string) error {
			g.machine = c.Flag("format").Value.String() == "json"
			program, voice, err := g.open()
			if err != nil {
				return err
			}
			if err := knownTherapy(therapy, program.Pack()); err != nil {
				return err
			}
			intakes, err := readIntakes(s, args, f.input, program)
			if err != nil {
				return withAtLeast(err, program, voice)
			}
			var explained []*engine.Explanation
			for _, in := range intakes {
				e := program.Explain(in, voice)
				if therapy != "" {
					e.Therapies = slices.DeleteFunc(e.Therapies, func(c engine.TherapyExplanation) bool { return c.ID != therapy })
				}
				explained = append(explained, e)
			}
			return g.writeReport(s, f.output, program, voice, func(w io.Writer, style report.Style) error {
				style.Detail, style.Brief = therapy != "", therapy == "" && !full
				f.privacy().Explanations(style, explained)
				return format(w, style, explained)
			})
		},
	}
	f.register(c, "intake")
	addDetail(c, &full)
	c.Flags().StringVar(&therapy, "therapy", "", "only this therapy, by its `ID`, with every rule about it")
	complete(c, "therapy", g.offerOf(therapies))
	type explainer = option[func(io.Writer, report.Style, []*engine.Explanation) error]
	addChoice(c, c.Flags(), &format, "format", "text", "output `FORMAT`: %s",
		explainer{word: "text", value: report.Explain}, explainer{word: "json", value: explainJSON})
	return c
}

func knownTherapy(id string, p *rules.Pack) error {
	if id == "" || p.TherapyIndex(id) >= 0 {
		return nil
	}
	ids := mapped(p.Therapies, func(t *rules.Therapy) string { return t.ID })
	return fmt.Errorf("--therapy %q: the pack %q has no such therapy%s", id, p.Name, text.Hint(id, ids))
}

func explainJSON(w io.Writer, _ report.Style, explained []*engine.Explanation) error {
	for _, e := range explained {
		if err := report.JSON(w, e); err != nil {
			return err
		}
	}
	return nil
}
