package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
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
	parent  *value // the object or list that holds it; nil for the resource
}

type member struct {
	key   string
	value *value
}

type kind uint8

const (
	object kind = iota
	array
	stringKind
	number
	boolean
	null
)

// String names the kind for messages.
func (k kind) String() string {
	return [...]string{"an object", "a list", "text", "a number", "true or false", "null"}[k]
}

// list returns the items of the member with that key; none when it is no list.
func (v *value) list(key string) []*value {
	if m := v.get(key); m != nil {
		return m.items
	}
	return nil
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
	if m := v.get(key); m != nil && m.kind == stringKind {
		return m.text
	}
	return ""
}

// linkID returns the linkId of the innermost item that holds the value, or "".
func (v *value) linkID() string {
	for ; v != nil; v = v.parent {
		if id := v.string("linkId"); id != "" {
			return id
		}
	}
	return ""
}

// treeReader reads JSON strictly: no repeated keys, no half characters, nothing after the
// value, bounded depth.
type treeReader struct {
	data    []byte
	decoder *json.Decoder
	open    *value // the innermost object or list that is being read
	faults  []fault
}

// fault is a complaint about JSON at an offset, within the value it belongs to.
type fault struct {
	parent        *value
	offset        int
	code, message string
}

func (f fault) Error() string { return f.message }

// readTree reads one JSON value. When there are faults the value may lack parts.
func readTree(data []byte) (*value, []fault) {
	if !utf8.Valid(data) {
		return nil, []fault{{nil, 0, "not-text", "the file is not UTF-8 text"}}
	}
	r := &treeReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	r.decoder.UseNumber()
	v, err := r.value(0)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.complain(len(data), "syntax", "the JSON ends too early")
	case err != nil:
		r.complain(r.next(), "syntax", "this is not valid JSON")
	default:
		if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
			r.complain(r.next(), "syntax", "expected the end of the file after the resource")
		}
	}
	return v, r.faults
}

func (r *treeReader) complain(offset int, code, message string) {
	r.faults = append(r.faults, fault{r.open, offset, code, message})
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
	v := &value{offset: r.next(), parent: r.open}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if depth > maxDepth {
			r.complain(v.offset, "too-deep", fmt.Sprintf("nested more than %d levels deep", maxDepth))
			return v, r.skip()
		}
		return v, r.inside(v, t, depth)
	case string:
		v.kind, v.text = stringKind, t
		r.checkSurrogates(v)
	case json.Number:
		v.kind, v.text = number, t.String()
	case bool:
		v.kind, v.text = boolean, fmt.Sprint(t)
	default:
		v.kind = null
	}
	return v, nil
}

// inside reads what an object or a list holds, and its end.
func (r *treeReader) inside(v *value, opened json.Delim, depth int) (err error) {
	r.open = v
	if opened == '{' {
		err = r.members(v, depth)
	} else {
		err = r.list(v, depth)
	}
	if err == nil {
		_, err = r.decoder.Token()
	}
	if err == nil {
		r.open = v.parent
	}
	return err
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
		m, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		if seen[name] {
			r.complain(offset, "duplicate-key", fmt.Sprintf("the key %q stands twice in an object", clipped(name)))
			continue
		}
		seen[name] = true
		v.members = append(v.members, member{name, m})
	}
	return nil
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
	return nil
}

// skip reads to the end of the object or list that has just begun.
func (r *treeReader) skip() error {
	for open := 1; open > 0; {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
	}
	return nil
}

// checkSurrogates refuses half of a surrogate pair, which encoding/json would silently replace.
func (r *treeReader) checkSurrogates(v *value) {
	const replacement = string(utf8.RuneError)
	spelling := r.data[v.offset:r.decoder.InputOffset()]
	meant := bytes.Count(spelling, []byte(replacement)) + bytes.Count(bytes.ToLower(spelling), []byte(`\ufffd`))
	if strings.Count(v.text, replacement) > meant {
		r.complain(v.offset, "not-text", `text holds half of a character (a lone surrogate such as \ud800)`)
	}
}
