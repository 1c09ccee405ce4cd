package main

import "github.com/spf13/cobra"

// newFHIRCommand gathers what speaks FHIR R4.
func newFHIRCommand(s streams, g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "fhir COMMAND",
		Short: "Exchange questionnaires, answers and results as FHIR R4",
		Long: `Fhir writes the pack's questionnaire, intakes and results as HL7 FHIR R4 resources, and reads
the responses that other programs made. Nothing is sent anywhere: files in, files out.
The conventions are described in docs/fhir.md.` +
			exits("0 done", "2 there is no such command"),
		Example: `  knead fhir questionnaire --for patient -o questionnaire.json
  knead fhir export examples/desk-worker.yaml`,
		Args: commandWanted,
		RunE: func(c *cobra.Command, args []string) error { return c.Help() },
	}
	c.AddCommand(newFHIRQuestionnaireCommand(s, g), newFHIRImportCommand(s, g), newFHIRExportCommand(s, g))
	return c
}
