package fhir

import (
	"encoding/json"
	"io"
)

// Extension is a FHIR extension with the values this package writes.
type Extension struct {
	URL                  string           `json:"url"`
	Extension            []Extension      `json:"extension,omitempty"`
	ValueBoolean         *bool            `json:"valueBoolean,omitempty"`
	ValueInteger         *int             `json:"valueInteger,omitempty"`
	ValueString          string           `json:"valueString,omitempty"`
	ValueCode            string           `json:"valueCode,omitempty"`
	ValueCodeableConcept *CodeableConcept `json:"valueCodeableConcept,omitempty"`
}

// Coding is a code of a system.
type Coding struct {
	System  string `json:"system,omitempty"`
	Code    string `json:"code,omitempty"`
	Display string `json:"display,omitempty"`
}

// CodeableConcept is a concept in codes, in words, or both.
type CodeableConcept struct {
	Coding []Coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

// Identifier is a name given by a system.
type Identifier struct {
	System   string     `json:"system,omitempty"`
	Value    string     `json:"value,omitempty"`
	ValueExt *Primitive `json:"_value,omitempty"`
}

// Primitive is what a primitive value carries beside itself.
type Primitive struct {
	Extension []Extension `json:"extension,omitempty"`
}

// Reference points to another resource.
type Reference struct {
	Reference  string      `json:"reference,omitempty"`
	Type       string      `json:"type,omitempty"`
	Identifier *Identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

// Narrative is a resource in words, as XHTML.
type Narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

// Annotation is a note.
type Annotation struct {
	Text string `json:"text"`
}

// Write writes a resource as indented JSON. The same resource gives the same bytes.
func Write(w io.Writer, resource any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(resource)
}

func pointer[T any](v T) *T { return &v }
