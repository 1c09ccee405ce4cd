package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"knead/internal/fhir"
	"knead/rules/packfile"
)

func newFHIRImportCommand(s streams, g *globals) *cobra.Command {
	var output string
	c := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Turn a FHIR QuestionnaireResponse into an intake",
		Long: `Import reads a QuestionnaireResponse, or a Bundle with one, and writes it as an intake in YAML.
Skip logic, ranges and required answers are checked afresh, whatever the response says of
itself. What cannot be read is refused with the linkId at fault; answers to questions that
do not apply are left out with a warning. "knead recommend --input-format fhir" reads a
response and recommends at once.` +
			exits("0 done", "2 the response or the pack cannot be used"),
		Example: `  knead fhir import response.json -o intake.yaml
  knead fhir import - < response.json`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := g.program()
			if err != nil {
				return err
			}
			data, err := readBounded(s, args[0])
			if err != nil {
				return err
			}
			in, problems := fhir.NewImporter(program).Import(data, displayName(args[0]))
			if err := reportProblems(s, problems, "this response cannot be used"); err != nil {
				return err
			}
			var b bytes.Buffer
			if err := packfile.WriteIntake(&b, in, program.Pack()); err != nil {
				return err
			}
			return writeWhole(s, output, b.Bytes())
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
	return c
}
