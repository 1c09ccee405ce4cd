package fhir

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// element is a resource, or a part of one, that is only written: its members in order.
// Those that are nil or empty are left out.
type element []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members that have a value.
func (e element) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for _, m := range e {
		value, err := unescaped(m.value)
		if err != nil {
			return nil, err
		}
		switch string(value) {
		case "null", `""`, "[]", "{}":
			continue
		}
		fmt.Fprintf(&b, ",%q:%s", m.key, value)
	}
	return append(append([]byte("{"), bytes.TrimPrefix(b.Bytes(), []byte(","))...), '}'), nil
}

// unescaped writes a value as JSON in which <, > and & stand as they are.
func unescaped(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Write writes a resource as indented JSON. The same resource gives the same bytes.
func Write(w io.Writer, resource any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(resource)
}

func pointer[T any](v T) *T { return &v }
