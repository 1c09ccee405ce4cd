package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
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
}

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
		return nil, fmt.Errorf("expected the keys copyright, questionnaire, document and questions: %w", err)
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

// Add writes the codes into a Questionnaire.
func (c *Codes) Add(q *Questionnaire) {
	q.Copyright, q.Code = c.Copyright, c.Questionnaire
	eachItem(q.Item, func(item *Item) { item.Code = c.Questions[item.LinkID] })
}
