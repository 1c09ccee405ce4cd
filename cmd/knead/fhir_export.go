package main

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"knead/internal/fhir"
	"knead/internal/report"
)

func newFHIRExportCommand(s streams, g *globals) *cobra.Command {
	var canonical, output, inputFormat, only string
	c := &cobra.Command{
		Use:   "export FILE|-",
		Short: "Turn an intake and its result into FHIR resources",
		Long: `Export writes an intake as a QuestionnaireResponse, and what the pack says to it as a
GuidanceResponse, a RequestGroup, a proposed ServiceRequest for each therapy and a
DetectedIssue for each reason not to go ahead, all in one Bundle. "knead fhir import" turns
the Bundle or the response back into the same intake.` +
			exits("0 done", "2 the intake or the pack cannot be used"),
		Example: `  knead fhir export examples/desk-worker.yaml
  knead fhir export --only response examples/unsure-medicines.yaml`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if only != "" && only != "response" {
				return fmt.Errorf("--only %q: expected response", only)
			}
			program, err := g.program()
			if err != nil {
				return err
			}
			wording, err := g.wording(program.Pack(), canonical)
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
			if len(intakes) != 1 {
				return fmt.Errorf("%q holds %d intakes: expected one", displayName(args[0]), len(intakes))
			}
			response := fhir.NewResponse(program, intakes[0], wording)
			if only == "response" {
				return writeResource(s, output, response)
			}
			result := program.Eval(intakes[0], voice)
			var text bytes.Buffer
			style := report.Style{Pack: program.Pack(), Wording: program.Wording(voice), Audience: voice.Audience, Width: 100}
			if err := report.Text(&text, style, []report.Visit{{Result: result, Intake: intakes[0]}}); err != nil {
				return err
			}
			return writeResource(s, output, fhir.NewBundle(program.Pack(), response, result, voice.Audience, text.String()))
		},
	}
	c.Flags().StringVar(&canonical, "url", "", "canonical `URL` of the questionnaire (default: one that names the pack)")
	c.Flags().StringVar(&only, "only", "", "write only `PART`: response")
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
	c.Flags().StringVar(&inputFormat, "input-format", "", "`FORMAT` of the intake: yaml, json or fhir (default: by name, or by the first character)")
	return c
}
