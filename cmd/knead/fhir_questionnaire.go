package main

import (
	"bytes"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"knead/internal/fhir"
	"knead/internal/words"
	"knead/rules"
)

func newFHIRQuestionnaireCommand(s streams, g *globals) *cobra.Command {
	var canonical, output, codes string
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
		RunE: func(c *cobra.Command, args []string) error {
			program, err := g.program()
			if err != nil {
				return err
			}
			wording, err := g.wording(program.Pack(), canonical)
			if err != nil {
				return err
			}
			q, warnings := fhir.NewQuestionnaire(program.Pack(), wording)
			if codes != "" {
				if err := addCodes(s, codes, program.Pack(), q); err != nil {
					return err
				}
			}
			for _, w := range warnings {
				fmt.Fprintln(s.err, "knead: warning:", w)
			}
			return writeResource(s, output, q)
		},
	}
	c.Flags().StringVar(&canonical, "url", "", "canonical `URL` of the questionnaire (default: one that names the pack)")
	c.Flags().StringVar(&codes, "codes", "", "add codes of other vocabularies from `FILE`, with their copyright notice")
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (mode 0600) instead of standard output")
	return c
}

// addCodes adds the codes in a file to a Questionnaire.
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

// wording returns the words that --for and --lang choose for FHIR resources.
func (g *globals) wording(p *rules.Pack, canonical string) (fhir.Wording, error) {
	v, err := g.voice(p)
	if err != nil {
		return fhir.Wording{}, err
	}
	if canonical != "" {
		if u, err := url.Parse(canonical); err != nil || !u.IsAbs() || u.Fragment != "" || bytes.ContainsAny([]byte(canonical), "| ") {
			return fhir.Wording{}, fmt.Errorf("--url %q: expected an absolute URL such as https://forms.example.org/Questionnaire/back", canonical)
		}
	}
	catalog := words.For(p.Language)
	return fhir.Wording{Language: p.Language, Audience: v.Audience, URL: canonical, None: catalog.Say("none"), Unsure: catalog.Say("unsure")}, nil
}

// writeResource writes a FHIR resource whole or not at all.
func writeResource(s streams, output string, resource any) error {
	var b bytes.Buffer
	if err := fhir.Write(&b, resource); err != nil {
		return err
	}
	return writeWhole(s, output, b.Bytes())
}
