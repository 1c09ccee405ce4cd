package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"knead/internal/text"
	"knead/rules"
)

// Codes are what questions are called in vocabularies of others, such as LOINC. They come
// from a file of the user's, because such vocabularies have licences.
type Codes struct {
	// Copyright is the notice that the vocabularies ask for.
	Copyright string `json:"copyright"`
	// Questionnaire says what the questionnaire is about.
	Questionnaire []Coding `json:"questionnaire"`
	// Document says what kind of document a result is.
	Document []Coding `json:"document"`
	// Questions holds codes by question id.
	Questions map[string][]Coding `json:"questions"`
	// Initial holds FHIRPath by question id: what a form program fills in beforehand from the record
	// of %patient and from Variables, which are searches of that record by name. Extract are the
	// questions whose answers it may keep as Observations, by their codes. All are of Structured Data
	// Capture.
	Initial   map[string]string `json:"initial"`
	Variables map[string]string `json:"variables"`
	Extract   []string          `json:"extract"`
}

var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// ParseCodes reads codes from JSON and checks them against the pack's questions. Codes
// without a notice are refused.
func ParseCodes(data []byte, p *rules.Pack) (*Codes, error) {
	if _, faults := readTree(data, ""); len(faults) > 0 {
		return nil, faults[0]
	}
	var c Codes
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("expected the keys copyright, questionnaire, document, questions, initial, variables and extract: %w", err)
	}
	if shown(c.Copyright) == "" {
		return nil, errors.New("expected the copyright notice of the vocabularies")
	}
	all := slices.Concat(c.Questionnaire, c.Document)
	for _, id := range slices.Sorted(maps.Keys(c.Questions)) {
		if p.QuestionIndex(id) < 0 {
			return nil, fmt.Errorf("unknown question %q%s", clipped(id), hint(p, id))
		}
		all = append(all, c.Questions[id]...)
	}
	for _, id := range slices.Concat(slices.Sorted(maps.Keys(c.Initial)), c.Extract) {
		if p.QuestionIndex(id) < 0 {
			return nil, fmt.Errorf("unknown question %q%s", clipped(id), hint(p, id))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		if !variableName.MatchString(name) {
			return nil, fmt.Errorf("variable %q: expected a name of letters and digits that begins with a letter", clipped(name))
		}
	}
	for _, id := range c.Extract {
		if len(c.Questions[id]) == 0 {
			return nil, fmt.Errorf("question %q is to be extracted and has no code", id)
		}
	}
	for _, code := range all {
		if code.System == "" || code.Code == "" {
			return nil, errors.New("a code needs a system and a code")
		}
	}
	return &c, nil
}

// hint names the question whose id is nearest to an unknown one, if any is near.
func hint(p *rules.Pack, id string) string {
	var known []string
	for i := range p.Questions {
		known = append(known, p.Questions[i].ID)
	}
	return text.Hint(id, known)
}

// Extensions of Structured Data Capture.
const (
	sdc               = "http://hl7.org/fhir/uv/sdc/"
	extLaunchContext  = sdc + "StructureDefinition/sdc-questionnaire-launchContext"
	extInitial        = sdc + "StructureDefinition/sdc-questionnaire-initialExpression"
	extExtract        = sdc + "StructureDefinition/sdc-questionnaire-observationExtract"
	extVariable       = "http://hl7.org/fhir/StructureDefinition/variable"
	launchContextCode = sdc + "CodeSystem/launchContext"
)

// Add writes the codes into a Questionnaire.
func (c *Codes) Add(q *Questionnaire) {
	q.Copyright, q.Code = c.Copyright, c.Questionnaire
	if len(c.Initial) > 0 {
		name := Coding{System: launchContextCode, Code: "patient", Display: "Patient"}
		q.Extension = append(q.Extension, element{{"url", extLaunchContext}, {"extension", []element{
			extension("name", "valueCoding", name), extension("type", "valueCode", "Patient"),
		}}})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		q.Extension = append(q.Extension, extension(extVariable, "valueExpression",
			element{{"name", name}, {"language", "application/x-fhir-query"}, {"expression", c.Variables[name]}}))
	}
	eachItem(q.Item, func(item *Item) {
		item.Code = c.Questions[item.LinkID]
		if path := c.Initial[item.LinkID]; path != "" {
			item.Extension = append(item.Extension, extension(extInitial, "valueExpression", element{{"language", "text/fhirpath"}, {"expression", path}}))
		}
		if slices.Contains(c.Extract, item.LinkID) {
			item.Extension = append(item.Extension, extension(extExtract, "valueBoolean", true))
		}
	})
}
