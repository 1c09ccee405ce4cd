package main

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/fhir"
	"knead/internal/report"
	"knead/rules"
	"knead/rules/packfile"
)

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

type fhirFlags struct {
	url, output, codes string
	input              inputFormat
	responseOnly       bool
}

func (f *fhirFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.url, "url", "", "canonical `URL` of the questionnaire (default: one that names the pack)")
	complete(c, "url", cobra.NoFileCompletions)
	addOutput(c, &f.output)
}

func newFHIRQuestionnaireCommand(s streams, g *globals) *cobra.Command {
	var f fhirFlags
	c := &cobra.Command{
		Use:   "questionnaire",
		Short: "Write the pack's questionnaire as a FHIR Questionnaire",
		Long: `Questionnaire writes the pack's questionnaire as a FHIR R4 Questionnaire, in the wording of
--for and --lang. Its url, version, linkIds and codes are the same in every wording, so one
file for each language can stand side by side. Where FHIR cannot say when a question is
asked, a warning says so, and the question is always shown. Codes of vocabularies that have
a licence, such as LOINC, are written only with --codes; docs/fhir.md describes the file.` +
			exits("0 done", "2 the pack cannot be used"),
		Example: `  knead fhir questionnaire --for patient
  knead fhir questionnaire --url https://forms.example.org/Questionnaire/back -o questionnaire.json`,
		Args: checked(cobra.NoArgs),
		RunE: func(c *cobra.Command, args []string) error { return f.questionnaire(s, g) },
	}
	f.register(c)
	c.Flags().StringVar(&f.codes, "codes", "", "add codes of other vocabularies from `FILE`, with their copyright notice")
	return c
}

func (f *fhirFlags) questionnaire(s streams, g *globals) error {
	program, _, wording, err := f.open(g)
	if err != nil {
		return err
	}
	q, warnings := fhir.NewQuestionnaire(program.Pack(), wording)
	if f.codes != "" {
		if err := addCodes(s, f.codes, program.Pack(), q); err != nil {
			return err
		}
	}
	for _, w := range warnings {
		fmt.Fprintln(s.err, "knead: warning:", w)
	}
	return writeResource(s, f.output, q)
}

func addCodes(s streams, name string, p *rules.Pack, q *fhir.Questionnaire) error {
	data, err := readBounded(s, name)
	if err != nil {
		return err
	}
	codes, err := fhir.ParseCodes(data, p)
	if err != nil {
		return fmt.Errorf("--codes %s: %w", displayName(name), err)
	}
	codes.Add(q)
	return nil
}

// open is [globals.open], with the words of FHIR resources.
func (f *fhirFlags) open(g *globals) (program *engine.Program, voice engine.Voice, words fhir.Wording, err error) {
	g.machine = true
	if program, voice, err = g.open(); err != nil || f.url == "" {
		return program, voice, fhir.Wording{Audience: voice.Audience}, err
	}
	if u, bad := url.Parse(f.url); bad != nil || !u.IsAbs() || u.Fragment != "" || strings.ContainsAny(f.url, "| ") {
		err = fmt.Errorf("--url %q: expected an absolute URL such as https://forms.example.org/Questionnaire/back", f.url)
	}
	return program, voice, fhir.Wording{Audience: voice.Audience, URL: f.url}, err
}

// writeResource writes a FHIR resource whole or not at all.
func writeResource(s streams, output string, resource any) error {
	return writeWhole(s, output, func(w io.Writer) error { return fhir.Write(w, resource) })
}

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
			return writeWhole(s, output, func(w io.Writer) error { return packfile.WriteIntake(w, in, program.Pack()) })
		},
	}
	addOutput(c, &output)
	return c
}

func newFHIRExportCommand(s streams, g *globals) *cobra.Command {
	var f fhirFlags
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
		RunE: func(c *cobra.Command, args []string) error { return f.export(s, g, args[0]) },
	}
	f.register(c)
	addChoice(c, c.Flags(), &f.responseOnly, "only", "", "write only `PART`: %s", option[bool]{word: "response", value: true})
	addInputFormat(c, &f.input, "intake")
	return c
}

func (f *fhirFlags) export(s streams, g *globals, name string) error {
	program, voice, wording, err := f.open(g)
	if err != nil {
		return err
	}
	intakes, err := readIntakes(s, []string{name}, f.input, program)
	if err != nil {
		return err
	}
	if len(intakes) != 1 {
		return fmt.Errorf("%q holds %d intakes: expected one", displayName(name), len(intakes))
	}
	response := fhir.NewResponse(program, intakes[0], wording)
	if f.responseOnly {
		return writeResource(s, f.output, response)
	}
	result := program.Eval(intakes[0], voice)
	var text bytes.Buffer
	style := report.Style{Pack: program.Pack(), Wording: program.Wording(voice), Audience: voice.Audience, Width: 100}
	if err := report.Text(&text, style, []report.Visit{{Result: result, Intake: intakes[0]}}); err != nil {
		return err
	}
	return writeResource(s, f.output, fhir.NewBundle(program.Pack(), response, result, voice.Audience, text.String()))
}
