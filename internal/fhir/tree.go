package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// maxDepth bounds how deep a resource may nest.
const maxDepth = 64

// value is a JSON value that remembers where it stood.
type value struct {
	kind   kind
	key    string   // its key in the object that holds it
	text   string   // of a string; the digits of a number; true, false
	parts  []*value // of an object or a list
	parent *value   // the object or list that holds it; nil for the resource
	pos    rules.Pos
	cut    bool // an object or a list that the file ends within
}

// kind is a kind of value as messages name it.
type kind string

const (
	object     kind = "an object"
	array      kind = "a list"
	stringKind kind = "text"
	number     kind = "a number"
	boolean    kind = "true or false"
	null       kind = "null"
)

// get returns the member with that key, or nil when there is none or it is null.
func (v *value) get(key string) *value {
	if v == nil || v.kind != object {
		return nil
	}
	for _, m := range v.parts {
		if m.key == key && m.kind != null {
			return m
		}
	}
	return nil
}

// list returns the items of the member with that key; none when it is no list.
func (v *value) list(key string) []*value {
	if m := v.get(key); m != nil && m.kind == array {
		return m.parts
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
	err     error     // why no more tokens come
	offset  int       // where pos is
	pos     rules.Pos // the place reached so far
	open    *value    // the innermost object or list that is being read
	faults  []fault
}

// fault is a complaint about JSON within the value it belongs to.
type fault struct {
	parent        *value
	pos           rules.Pos
	code, message string
}

func (f fault) Error() string { return f.message }

// readTree reads one JSON value. When there are faults the value may lack parts.
func readTree(data []byte, file string) (*value, []fault) {
	r := &treeReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), pos: rules.Pos{File: file, Line: 1, Col: 1}}
	if !utf8.Valid(data) {
		r.complain(r.pos, "not-text", "the file is not UTF-8 text")
		return nil, r.faults
	}
	r.decoder.UseNumber()
	v := r.value("", 0)
	switch {
	case errors.Is(r.err, io.EOF), errors.Is(r.err, io.ErrUnexpectedEOF):
		r.complain(r.advance(len(data)), "syntax", "the JSON ends too early")
	case r.err != nil:
		r.complain(r.next(), "syntax", "this is not valid JSON")
	default:
		if r.token(); !errors.Is(r.err, io.EOF) {
			r.complain(r.next(), "syntax", "expected the end of the file after the resource")
		}
	}
	return v, r.faults
}

func (r *treeReader) complain(pos rules.Pos, code, message string) {
	r.faults = append(r.faults, fault{r.open, pos, code, message})
}

// next returns where the next token begins.
func (r *treeReader) next() rules.Pos {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	return r.advance(offset)
}

// advance returns the place of an offset that is not before the last one asked for.
func (r *treeReader) advance(offset int) rules.Pos {
	for ; r.offset < offset; r.offset++ {
		switch b := r.data[r.offset]; {
		case b == '\n':
			r.pos.Line, r.pos.Col = r.pos.Line+1, 1
		case utf8.RuneStart(b):
			r.pos.Col++
		}
	}
	return r.pos
}

// token returns the next token, and nil when there is none or it is null.
func (r *treeReader) token() (t json.Token) {
	if r.err == nil {
		t, r.err = r.decoder.Token()
	}
	return t
}

func (r *treeReader) value(key string, depth int) *value {
	v := &value{key: key, pos: r.next(), parent: r.open}
	switch t := r.token().(type) {
	case json.Delim:
		v.kind = object
		if t == '[' {
			v.kind = array
		}
		if depth > maxDepth {
			r.complain(v.pos, "too-deep", fmt.Sprintf("nested more than %d levels deep", maxDepth))
			r.skip()
		} else {
			r.parts(v, depth)
		}
	case string:
		v.kind, v.text = stringKind, t
		r.checkSurrogates(v)
	case json.Number:
		v.kind, v.text = number, t.String()
	case bool:
		v.kind, v.text = boolean, fmt.Sprint(t)
	case nil:
		v.kind = null
	}
	return v
}

// parts reads what an object or a list holds, and its end.
func (r *treeReader) parts(v *value, depth int) {
	r.open = v
	seen := map[string]bool{}
	for r.err == nil && r.decoder.More() {
		pos, key := r.next(), ""
		if v.kind == object {
			key, _ = r.token().(string)
		}
		part := r.value(key, depth+1)
		switch {
		case r.err != nil:
			v.parts, v.cut = append(v.parts, part), true
			return
		case seen[key]:
			r.complain(pos, "duplicate-key", fmt.Sprintf("the key %q stands twice in an object", clipped(key)))
			continue
		}
		seen[key] = v.kind == object
		v.parts = append(v.parts, part)
	}
	if r.token(); r.err == nil {
		r.open = v.parent
	}
	v.cut = r.err != nil
}

// skip reads to the end of the object or list that has just begun.
func (r *treeReader) skip() {
	for open := 1; open > 0 && r.err == nil; {
		switch r.token() {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
	}
}

// checkSurrogates refuses half of a surrogate pair, which encoding/json would silently replace.
func (r *treeReader) checkSurrogates(v *value) {
	const replacement = string(utf8.RuneError)
	spelling := r.data[r.offset:r.decoder.InputOffset()]
	meant := bytes.Count(spelling, []byte(replacement)) + bytes.Count(bytes.ToLower(spelling), []byte(`\ufffd`))
	if strings.Count(v.text, replacement) > meant {
		r.complain(v.pos, "not-text", `text holds half of a character (a lone surrogate such as \ud800)`)
	}
}
