package packfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"knead/rules"
)

// jsonDocument reads one JSON value.
func jsonDocument(data []byte, file string) (*node, problems) {
	if p := checkText(data, file, JSON); p != nil {
		return nil, problems{*p}
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	w := jsonWalker{data: data, place: place{data: data, pos: rules.Pos{File: file, Line: 1, Col: 1}}}
	if len(bytes.TrimSpace(data)) == 0 {
		w.problems.addAt(w.place.pos, "", "empty-file", "the file is empty")
		return nil, w.problems
	}
	if err := json.Unmarshal(data, new(json.RawMessage)); err != nil {
		return nil, problems{w.syntax(err)}
	}
	w.dec = json.NewDecoder(bytes.NewReader(data))
	w.dec.UseNumber()
	root := w.value("", 1)
	return root, w.problems
}

// jsonWalker builds nodes from the tokens of valid JSON.
type jsonWalker struct {
	data     []byte
	dec      *json.Decoder
	place    place
	problems problems
	stopped  bool // too deep; the rest is not looked at
}

// syntax words an error of encoding/json, which knows an offset.
func (w *jsonWalker) syntax(err error) rules.Problem {
	var syntax *json.SyntaxError
	message := err.Error()
	if errors.As(err, &syntax) {
		w.place.advance(max(int(syntax.Offset)-1, 0))
	}
	code := "json-syntax"
	if strings.Contains(message, "exceeded max depth") {
		code = "too-deep"
	}
	return rules.Problem{Pos: w.place.pos, Code: code, Message: "not valid JSON here: " + message}
}

// token returns the next token, where it stands, and its spelling.
func (w *jsonWalker) token() (json.Token, rules.Pos, []byte) {
	start := int(w.dec.InputOffset())
	for start < len(w.data) && bytes.IndexByte([]byte(" \t\r\n,:"), w.data[start]) >= 0 {
		start++
	}
	w.place.advance(start)
	t, err := w.dec.Token()
	if err != nil { // cannot happen in JSON that is valid
		w.stopped = true
	}
	return t, w.place.pos, w.data[start:w.dec.InputOffset()]
}

func (w *jsonWalker) value(field string, depth int) *node {
	t, pos, spelling := w.token()
	n := &node{pos: pos, field: field}
	switch t := t.(type) {
	case json.Delim:
		if depth > maxDepth {
			w.problems.add(n, "too-deep", "values are nested more than %d deep", maxDepth)
			w.stopped, n.kind = true, brokenNode
			return n
		}
		if t == '{' {
			w.object(n, depth)
		} else {
			w.array(n, depth)
		}
	case bool:
		n.kind, n.text = boolNode, string(spelling)
	case json.Number:
		n.kind, n.text = numberNode, string(spelling)
	case string:
		n.kind, n.text = stringNode, w.str(t, spelling, n)
	}
	return n
}

func (w *jsonWalker) object(n *node, depth int) {
	n.kind = mapNode
	seen := keySet{}
	for !w.stopped && w.dec.More() {
		t, pos, _ := w.token()
		key, _ := t.(string)
		v := w.value(fieldOf(key), depth+1)
		if seen.add(&w.problems, key, pos) {
			n.entries = append(n.entries, entry{key: key, pos: pos, value: v})
		}
	}
	w.closing()
}

func (w *jsonWalker) array(n *node, depth int) {
	n.kind = listNode
	for !w.stopped && w.dec.More() {
		n.items = append(n.items, w.value(n.field, depth+1))
	}
	w.closing()
}

func (w *jsonWalker) closing() {
	if !w.stopped {
		w.token()
	}
}

// str refuses half of a surrogate pair, which encoding/json would silently replace.
func (w *jsonWalker) str(s string, spelling []byte, n *node) string {
	const replacement = string(utf8.RuneError)
	if got := strings.Count(s, replacement); got > 0 {
		meant := bytes.Count(spelling, []byte(replacement)) + bytes.Count(bytes.ToLower(spelling), []byte(`\ufffd`))
		if got > meant {
			w.problems.add(n, "not-text", "text holds half of a character (a lone surrogate such as \\ud800)")
		}
	}
	return s
}
