package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"knead/rules"
)

// maxDepth bounds how deep a resource may nest.
const maxDepth = 64

// value is a JSON value that remembers where it stood. Exactly one of members (for an
// object), items (for an array) and scalar is meant, by its kind.
type value struct {
	kind    kind
	members []member
	items   []*value
	text    string // of a string; the digits of a number; true, false
	offset  int
}

type member struct {
	key   string
	value *value
}

type kind uint8

const (
	object kind = iota
	array
	text
	number
	boolean
	null
)

// String names the kind for messages.
func (k kind) String() string {
	return [...]string{"an object", "a list", "text", "a number", "true or false", "null"}[k]
}

// get returns the member with that key, or nil when there is none or it is null.
func (v *value) get(key string) *value {
	if v == nil {
		return nil
	}
	for _, m := range v.members {
		if m.key == key && m.value.kind != null {
			return m.value
		}
	}
	return nil
}

// string returns the text of the member with that key, or "".
func (v *value) string(key string) string {
	if m := v.get(key); m != nil && m.kind == text {
		return m.text
	}
	return ""
}

// treeReader reads JSON strictly: no repeated keys, nothing after the value, bounded depth.
type treeReader struct {
	data    []byte
	decoder *json.Decoder
}

// treeError is a complaint about JSON at an offset.
type treeError struct {
	offset        int
	code, message string
}

func (e *treeError) Error() string { return e.message }

// readTree reads one JSON value.
func readTree(data []byte) (*value, error) {
	if !utf8.Valid(data) {
		return nil, &treeError{0, "not-text", "the file is not UTF-8 text"}
	}
	r := &treeReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	r.decoder.UseNumber()
	v, err := r.value(0)
	if err != nil {
		return nil, r.plain(err)
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &treeError{r.next(), "syntax", "expected the end of the file after the resource"}
	}
	return v, nil
}

// plain words an error of the decoder.
func (r *treeReader) plain(err error) error {
	var tree *treeError
	if errors.As(err, &tree) {
		return tree
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &treeError{len(r.data), "syntax", "the JSON ends too early"}
	}
	return &treeError{r.next(), "syntax", "this is not valid JSON"}
}

// next returns where the next token begins.
func (r *treeReader) next() int {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.data) && bytes.IndexByte([]byte(" \t\r\n,:"), r.data[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *treeReader) value(depth int) (*value, error) {
	v := &value{offset: r.next()}
	if depth > maxDepth {
		return nil, &treeError{v.offset, "too-deep", fmt.Sprintf("nested more than %d levels deep", maxDepth)}
	}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return v, r.members(v, depth)
		}
		return v, r.list(v, depth)
	case string:
		v.kind, v.text = text, t
	case json.Number:
		v.kind, v.text = number, t.String()
	case bool:
		v.kind, v.text = boolean, fmt.Sprint(t)
	default:
		v.kind = null
	}
	return v, nil
}

func (r *treeReader) members(v *value, depth int) error {
	seen := map[string]bool{}
	for r.decoder.More() {
		offset := r.next()
		key, err := r.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if seen[name] {
			return &treeError{offset, "duplicate-key", "the same key stands twice in an object"}
		}
		seen[name] = true
		m, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.members = append(v.members, member{name, m})
	}
	_, err := r.decoder.Token()
	return err
}

func (r *treeReader) list(v *value, depth int) error {
	v.kind = array
	for r.decoder.More() {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	_, err := r.decoder.Token()
	return err
}

// place turns an offset into line and column, the column in characters.
func place(data []byte, file string, offset int) rules.Pos {
	before := data[:min(offset, len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return rules.Pos{File: file, Line: 1 + bytes.Count(before, []byte("\n")), Col: 1 + utf8.RuneCount(before[start:])}
}
