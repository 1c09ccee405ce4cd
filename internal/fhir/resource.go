package fhir

import (
	"bytes"
	"encoding/json"
	"io"
)

// Coding is a code of a system.
type Coding struct {
	System  string `json:"system,omitempty"`
	Code    string `json:"code,omitempty"`
	Display string `json:"display,omitempty"`
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
	Key   string
	Value any
}

// extension is a FHIR extension; key is that of its value.
func extension(url, key string, value any) element { return element{{"url", url}, {key, value}} }

// MarshalJSON writes the members that have a value.
func (e element) MarshalJSON() ([]byte, error) { return e.appendTo(nil) }

func (e element) appendTo(to []byte) ([]byte, error) {
	to = append(to, '{')
	empty := true
	for _, m := range e {
		before := len(to)
		if !empty {
			to = append(to, ',')
		}
		to = append(append(append(to, '"'), m.Key...), `":`...)
		from := len(to)
		var err error
		if to, err = appendValue(to, m.Value); err != nil {
			return nil, err
		}
		switch string(to[from:]) {
		case "null", `""`, "[]", "{}":
			to = to[:before]
		default:
			empty = false
		}
	}
	return append(to, '}'), nil
}

// appendValue appends a value as JSON in which <, > and & stand as they are.
func appendValue(to []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case element:
		return v.appendTo(to)
	case []element:
		to = append(to, '[')
		for i, e := range v {
			if i > 0 {
				to = append(to, ',')
			}
			var err error
			if to, err = e.appendTo(to); err != nil {
				return nil, err
			}
		}
		return append(to, ']'), nil
	}
	value, err := unescaped(v)
	return append(to, value...), err
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
