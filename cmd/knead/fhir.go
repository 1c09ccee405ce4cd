package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"knead/engine"
	"knead/internal/diag"
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
	c.AddCommand(newFHIRQuestionnaireCommand(s, g), newFHIRImportCommand(s, g), newFHIRExportCommand(s, g),
		newFHIRPublishCommand(s, g, codeSystems), newFHIRPublishCommand(s, g, valueSets), newFHIRCardsCommand(s, g))
	return c
}

type fhirFlags struct {
	names         fhir.Names
	output, codes string
	mapping       string
	input         inputFormat
	responseOnly  bool
	shape         fhir.Shape
	given         []string
	context       rules.Context
}

func (f *fhirFlags) register(c *cobra.Command) {
	addNames(c, &f.names)
	addOutput(c, &f.output)
}

// addNames declares the flags for the addresses that FHIR resources have.
func addNames(c *cobra.Command, n *fhir.Names) {
	addBase(c, n)
	c.Flags().StringVar(&n.URL, "url", "", "canonical `URL` of the questionnaire (default: BASE/Questionnaire/PACK)")
	complete(c, "url", cobra.NoFileCompletions)
}

func addBase(c *cobra.Command, n *fhir.Names) {
	c.Flags().StringVar(&n.Base, "base", "", "`URL` below which questionnaires, code systems and all other names of FHIR lie (default: "+fhir.DefaultBase+")")
	complete(c, "base", cobra.NoFileCompletions)
	c.PreRunE = func(c *cobra.Command, _ []string) (err error) {
		c.Flags().Visit(func(f *pflag.Flag) {
			if empty := f.Value.Type() == "string" && f.Value.String() == ""; empty && (f.Name == "base" || f.Name == "url" || contextFlags[f.Name] != "") {
				err = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
			}
		})
		return err
	}
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
		codes, err := readCodes(s, f.codes, program.Pack())
		if err != nil {
			return err
		}
		codes.Add(q)
	}
	for _, w := range warnings {
		fmt.Fprintln(s.err, "knead: warning:", w)
	}
	return writeResource(s, f.output, q)
}

func readCodes(s streams, name string, p *rules.Pack) (*fhir.Codes, error) {
	data, err := readBounded(s, name)
	if err != nil {
		return nil, err
	}
	codes, err := fhir.ParseCodes(data, p)
	if err != nil {
		return nil, fmt.Errorf("--codes %s: %w", displayName(name), err)
	}
	return codes, nil
}

// open is [globals.open], with the words of FHIR resources.
func (f *fhirFlags) open(g *globals) (program *engine.Program, voice engine.Voice, words fhir.Wording, err error) {
	g.machine = true
	if program, voice, err = g.open(); err == nil {
		err = f.names.Check()
	}
	return program, voice, fhir.Wording{Audience: voice.Audience, Names: f.names}, err
}

// writeResource writes a FHIR resource whole or not at all.
func writeResource(s streams, output string, resource any) error {
	return writeWhole(s, output, func(w io.Writer) error { return fhir.Write(w, resource) })
}

func newFHIRImportCommand(s streams, g *globals) *cobra.Command {
	var f fhirFlags
	c := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Turn a FHIR QuestionnaireResponse into an intake",
		Long: `Import reads a QuestionnaireResponse, or a Bundle with one, and writes it as an intake in YAML.
Skip logic, ranges and required answers are checked afresh, whatever the response says of
itself. What cannot be read is refused with the linkId at fault; answers to questions that
do not apply are left out with a warning. Whom and what visit the response is about, who
wrote it and when is kept as the intake's context. "knead recommend --input-format fhir" reads
a response and recommends at once.` +
			exits("0 done", "2 the response or the pack cannot be used"),
		Example: `  knead fhir import response.json -o intake.yaml
  knead fhir import - < response.json`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := g.program()
			if err == nil {
				err = f.names.Check()
			}
			if err != nil {
				return err
			}
			importer := fhir.NewImporter(program, f.names)
			if f.mapping != "" {
				m, err := readMap(s, f.mapping, program.Pack())
				if err != nil {
					return err
				}
				importer = importer.Mapped(m)
			}
			data, err := readBounded(s, args[0])
			if err != nil {
				return err
			}
			in, problems := importer.Import(data, displayName(args[0]))
			if err := reportProblems(s, problems, "this response cannot be used"); err != nil {
				return err
			}
			return writeWhole(s, f.output, func(w io.Writer) error { return packfile.WriteIntake(w, in, program.Pack()) })
		},
	}
	f.register(c)
	c.Flags().StringVar(&f.mapping, "map", "", "read a response to another questionnaire, as the map in `FILE` says (YAML)")
	return c
}

// readMap reads the map of a table or of another questionnaire.
func readMap(s streams, name string, p *rules.Pack) (*packfile.TableMap, error) {
	data, err := readBounded(s, name)
	if err != nil {
		return nil, err
	}
	m, problems := packfile.ParseTableMap(data, displayName(name), p)
	if len(problems) > 0 {
		var text bytes.Buffer
		printer := diag.Printer{Source: func(string) []byte { return data }, Width: 80}
		printer.Print(&text, problems)
		_, _ = s.err.Write(text.Bytes()) // what follows tells as much
	}
	if m == nil {
		return nil, fmt.Errorf("the map %q cannot be used", displayName(name))
	}
	return m, nil
}

func newFHIRExportCommand(s streams, g *globals) *cobra.Command {
	var f fhirFlags
	c := &cobra.Command{
		Use:   "export FILE|-",
		Short: "Turn an intake and its result into FHIR resources",
		Long: `Export writes an intake as a QuestionnaireResponse, and what the pack says to it as a
GuidanceResponse, a RequestGroup, a proposed ServiceRequest for each therapy and a
DetectedIssue for each reason not to go ahead, all in one Bundle. Each says whom it is about,
as the intake's context does or the flags. "knead fhir import" turns the Bundle or the
response back into the same intake.` +
			exits("0 done", "2 the intake or the pack cannot be used"),
		Example: `  knead fhir export examples/desk-worker.yaml
  knead fhir export --only response examples/unsure-medicines.yaml
  knead fhir export --bundle transaction --subject Patient/123 --encounter Encounter/45 intake.yaml`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return f.export(s, g, args[0]) },
	}
	f.register(c)
	addChoice(c, c.Flags(), &f.responseOnly, "only", "", "write only `PART`: %s", option[bool]{word: "response", value: true})
	addInputFormat(c, &f.input, "intake")
	addChoice(c, c.Flags(), &f.shape, "bundle", "collection", "`TYPE` of the Bundle: %s", optionsFor([]fhir.Shape{fhir.Collection, fhir.Transaction, fhir.Document}, fhir.Shape.String)...)
	c.Flags().StringArrayVar(&f.given, "include", nil, "resources from `FILE`, such as the Patient, that a document holds in place of bare references")
	c.Flags().StringVar(&f.codes, "codes", "", "say with codes of other vocabularies from `FILE` what kind of document it is")
	for i := range rules.ContextFields {
		field := &rules.ContextFields[i]
		if usage := contextFlags[field.Key]; usage != "" {
			c.Flags().StringVar(field.Of(&f.context), field.Key, "", usage+" (default: as in the intake's context)")
			complete(c, field.Key, cobra.NoFileCompletions)
		}
	}
	return c
}

// contextFlags are the keys of the context that flags can set, with their help.
var contextFlags = map[string]string{
	"subject": "`REFERENCE` to the patient, such as Patient/123", "encounter": "`REFERENCE` to the visit, such as Encounter/45",
	"author": "`REFERENCE` to who wrote the answers down, such as Practitioner/7", "authored": "`MOMENT` at which they were, such as 2026-03-09T10:00:00Z",
}

// setContext puts what the flags say of its context into the intake.
func (f *fhirFlags) setContext(in *rules.Intake) error {
	for i := range rules.ContextFields {
		field := &rules.ContextFields[i]
		value := *field.Of(&f.context)
		if value == "" {
			continue
		}
		if !field.Valid(value) {
			return fmt.Errorf("--%s %q: expected %s", field.Key, value, field.Expected)
		}
		*field.Of(&in.Context) = value
	}
	day, _, given := strings.Cut(f.context.Authored, "T")
	if given && in.Date != "" && in.Date != day {
		return fmt.Errorf("--authored %q: the intake has the date %s", f.context.Authored, in.Date)
	}
	if given {
		in.Date = day
	}
	return nil
}

func (f *fhirFlags) export(s streams, g *globals, name string) error {
	program, voice, wording, err := f.open(g)
	if err != nil {
		return err
	}
	intakes, err := readIntakes(s, []string{name}, input{format: f.input, names: f.names}, program)
	if err != nil {
		return err
	}
	if len(intakes) != 1 {
		return fmt.Errorf("%q holds %d intakes: expected one", displayName(name), len(intakes))
	}
	in := intakes[0]
	if err := f.setContext(in); err != nil {
		return err
	}
	if f.responseOnly {
		return writeResource(s, f.output, fhir.NewResponse(program, in, wording))
	}
	export := fhir.Export{Wording: wording, Shape: f.shape}
	if err := f.takeIn(s, &export, program.Pack()); err != nil {
		return err
	}
	result := program.Eval(in, voice)
	if export.Report, err = plainReport(program, voice, in, result); err != nil {
		return err
	}
	bundle, err := fhir.NewBundle(program, in, result, export)
	if err != nil {
		return err
	}
	return writeResource(s, f.output, bundle)
}

// plainReport is the result in words, for narratives.
func plainReport(program *engine.Program, voice engine.Voice, in *rules.Intake, result *engine.Result) (string, error) {
	var text bytes.Buffer
	style := report.NewStyle(program, voice)
	style.Width = 100
	err := report.Text(&text, style, []report.Visit{{Result: result, Intake: in}})
	return text.String(), err
}

// takeIn reads the files that a document is made with.
func (f *fhirFlags) takeIn(s streams, export *fhir.Export, p *rules.Pack) error {
	if f.shape != fhir.Document && (f.codes != "" || len(f.given) > 0) {
		return errors.New("--include and --codes: only with --bundle document")
	}
	export.Given = map[string]json.RawMessage{}
	for _, name := range f.given {
		data, err := readBounded(s, name)
		if err != nil {
			return err
		}
		given, err := fhir.ParseResources(data)
		if err != nil {
			return fmt.Errorf("--include %s: %w", displayName(name), err)
		}
		maps.Copy(export.Given, given)
	}
	if f.codes == "" {
		return nil
	}
	codes, err := readCodes(s, f.codes, p)
	if err == nil {
		export.Kind = codes.Document
	}
	return err
}

// published is a kind of resources that publish the pack's codes.
type published struct {
	use, what string
	write     func(languages []*rules.Pack, n fhir.Names) json.Marshaler
}

var (
	codeSystems = published{"codesystem", "code systems", fhir.NewCodeSystems}
	valueSets   = published{"valueset", "value sets", fhir.NewValueSets}
)

func newFHIRPublishCommand(s streams, g *globals, p published) *cobra.Command {
	var f fhirFlags
	c := &cobra.Command{
		Use:   p.use,
		Short: "Write the pack's " + p.what + " as FHIR resources",
		Long: fmt.Sprintf(`%s writes the %s that answers, proposals and
reasons refer to: a Bundle with one for each question and for therapies, rules, pressures and
providers, in all languages that the pack speaks.`, strings.ToUpper(p.use[:1])+p.use[1:], p.what) + exits("0 done", "2 the pack cannot be used"),
		Example: fmt.Sprintf("  knead fhir %s\n  knead fhir %[1]s --base https://forms.example.org/fhir -o %[1]s.json", p.use),
		Args:    checked(cobra.NoArgs),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.names.Check(); err != nil {
				return err
			}
			pack, _, err := g.load()
			if err != nil {
				return err
			}
			return writeResource(s, f.output, p.write(g.languages(pack), f.names))
		},
	}
	addBase(c, &f.names)
	addOutput(c, &f.output)
	return c
}

func newFHIRCardsCommand(s streams, g *globals) *cobra.Command {
	var f fhirFlags
	var page string
	c := &cobra.Command{
		Use:   "cards [FILE|-]",
		Short: "Answer a call of CDS Hooks with cards",
		Long: `Cards reads a call of CDS Hooks 2.0 for the hook patient-view and writes the cards that answer
it. The patient's latest response comes with the call, as the prefetch "response"; without, a
card says so. What the pack suggests is proposed as drafts of orders. Nothing is asked of any
server: "knead-serve" answers such calls by HTTP.` +
			exits("0 done", "2 this is no such call, or the pack cannot be used"),
		Example: `  knead fhir cards < request.json
  knead fhir cards --page https://forms.example.org/ request.json`,
		Args: checked(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			program, voice, wording, err := f.open(g)
			if err != nil {
				return err
			}
			if err := fhir.CheckAddress("--page", page, "https://forms.example.org/"); err != nil {
				return err
			}
			cards := &fhir.Cards{Importer: fhir.NewImporter(program, f.names), Names: wording.Names, Page: page}
			if f.codes != "" {
				if cards.Codes, err = readCodes(s, f.codes, program.Pack()); err != nil {
					return err
				}
			}
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			request, err := readBounded(s, name)
			if err != nil {
				return err
			}
			answer, err := cards.Answer(request, displayName(name), program, voice, time.Now())
			if err != nil {
				return fmt.Errorf("this call cannot be answered:\n%w", err)
			}
			return writeResource(s, f.output, answer)
		},
	}
	f.register(c)
	c.Flags().StringVar(&f.codes, "codes", "", "codes of other vocabularies from `FILE`, by which the age is known from the record")
	c.Flags().StringVar(&page, "page", "", "link to the `URL` where the questions are answered")
	complete(c, "page", cobra.NoFileCompletions)
	return c
}
