package packfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"knead/rules"
)

// jsonProblem says why a text is not JSON, and returns nil when it is.
func jsonProblem(data []byte, file string) *rules.Problem {
	if p := checkText(data, file, JSON); p != nil {
		return p
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if len(bytes.TrimSpace(data)) == 0 {
		return &rules.Problem{Pos: posAt(data, file, 0), Code: "empty-file", Message: "the file is empty"}
	}
	err := json.Unmarshal(data, new(json.RawMessage))
	if err == nil {
		return nil
	}
	offset, code := 0, "json-syntax"
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		offset = max(int(syntax.Offset)-1, 0)
	}
	if strings.Contains(err.Error(), "exceeded max depth") {
		code = "too-deep"
	}
	return &rules.Problem{Pos: posAt(data, file, offset), Code: code, Message: "not valid JSON here: " + err.Error()}
}

// jsonBuilder builds nodes from tokens. It stops at what is no JSON and at what is nested
// too deep, which it complains about.
type jsonBuilder struct {
	tokens jsonTokens
	token  jsonToken // the next one
	file   string
	problems

	nodes []*node // of this value, and behind those used, of values before it
	used  int
}

// jsonBuilders holds builders whose nodes can be used again.
var jsonBuilders = sync.Pool{New: func() any { return new(jsonBuilder) }}

// document reads one value and nothing behind it. Its nodes are good until the next call.
// Why a text is no JSON is worded by encoding/json; whole is false then, and the node holds
// what stands before that.
func (b *jsonBuilder) document(data []byte, file string) (root *node, found problems, whole bool) {
	b.tokens = jsonTokens{text: string(bytes.TrimPrefix(data, []byte(byteOrderMark))), line: 1}
	b.file, b.problems, b.used = file, nil, 0
	b.next()
	root, ok := b.value("", 1)
	if !ok || b.token.kind != endToken {
		if p := jsonProblem(data, file); p != nil {
			for ok && b.token.kind == '{' { // several values in place of one
				var next *node
				next, ok = b.value("", 1)
				root.repeated = append(root.repeated, next.entries...)
			}
			if b.token.kind != endToken { // what follows is not read
				root.torn = true
				for e := range root.all() {
					e.value.torn = true
				}
			}
			return root, problems{*p}, false
		}
	}
	return root, b.problems, true
}

func (b *jsonBuilder) next() { b.tokens.next(&b.token) }

// take moves to the next token if this one is of the kind.
func (b *jsonBuilder) take(kind tokenKind) bool {
	if b.token.kind != kind {
		return false
	}
	b.next()
	return true
}

func (b *jsonBuilder) pos() rules.Pos {
	return rules.Pos{File: b.file, Line: b.token.line, Col: b.token.col}
}

func (b *jsonBuilder) node() *node {
	if b.used == len(b.nodes) {
		b.nodes = append(b.nodes, new(node))
	}
	n := b.nodes[b.used]
	b.used++
	*n = node{items: n.items[:0], entries: n.entries[:0], repeated: n.repeated[:0]}
	return n
}

// value reads a value and reports whether it was read to its end.
func (b *jsonBuilder) value(field string, depth int) (n *node, ok bool) {
	n = b.node()
	n.pos, n.field, n.text = b.pos(), field, b.token.text
	switch b.token.kind {
	case '{', '[':
		if depth > maxDepth {
			b.add(n, "too-deep", "values are nested more than %d deep", maxDepth)
			n.kind = brokenNode
			return n, false
		}
		if b.take('{') {
			return n, b.object(n, depth)
		}
		b.next()
		return n, b.array(n, depth)
	case nullToken:
		n.kind, n.text = nullNode, ""
	case boolToken:
		n.kind = boolNode
	case numberToken:
		n.kind = numberNode
	case stringToken:
		n.kind = stringNode
		if b.token.halved {
			b.add(n, "not-text", "text holds half of a character (a lone surrogate such as \\ud800)")
		}
	default:
		n.kind = brokenNode
		return n, false
	}
	b.next()
	return n, true
}

// object reads a mapping behind its bracket.
func (b *jsonBuilder) object(n *node, depth int) bool {
	n.kind = mapNode
	if b.take('}') {
		return true
	}
	var seen keySet
	for {
		key, pos := b.token.text, b.pos()
		if !b.take(stringToken) || !b.take(':') {
			n.torn = true
			return false
		}
		v, ok := b.value(fieldOf(key), depth+1)
		if !ok || b.token.kind != ',' && b.token.kind != '}' {
			v.breakOff()
			n.torn = true
		}
		n.add(&seen, &b.problems, entry{key: key, pos: pos, value: v})
		if !ok || !b.take(',') {
			return ok && b.take('}')
		}
	}
}

// array reads a list behind its bracket.
func (b *jsonBuilder) array(n *node, depth int) bool {
	n.kind = listNode
	if b.take(']') {
		return true
	}
	for {
		v, ok := b.value(n.field, depth+1)
		n.items = append(n.items, v)
		if !ok || !b.take(',') {
			return ok && b.take(']')
		}
	}
}
