package packfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"knead/rules"

	"gopkg.in/yaml.v3"
)

// yamlDocuments yields the documents of a YAML stream one by one, each with its
// problems. The node is nil when the document is empty or cannot be read; a syntax error
// ends the stream.
func yamlDocuments(data []byte, file string) iter.Seq2[*node, problems] {
	return func(yield func(*node, problems) bool) {
		if p := checkText(data, file, YAML); p != nil {
			yield(nil, problems{*p})
			return
		}
		dec := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var doc yaml.Node
			err := decodeYAML(dec, &doc)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, problems{yamlSyntax(err, data, file)})
				return
			}
			b := yamlBuilder{file: file, data: data}
			var root *node
			if len(doc.Content) > 0 {
				root = b.build(doc.Content[0], "", 1)
			}
			if !yield(root, b.problems) {
				return
			}
		}
	}
}

// decodeYAML reads one document. The library panics on a few malformed inputs, which for
// the reader of a file is an error like any other.
func decodeYAML(dec *yaml.Decoder, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: the file cannot be read as YAML")
		}
	}()
	return dec.Decode(doc)
}

// yamlErrorLine cuts the line, where it is known, off a message of the YAML library.
var yamlErrorLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?((?s).*)$`)

// yamlSyntax words an error of the YAML library, which knows a line at best.
func yamlSyntax(err error, data []byte, file string) rules.Problem {
	p := rules.Problem{Pos: rules.Pos{File: file, Line: 1}, Code: "yaml-syntax"}
	message := err.Error()
	if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
		message = m[2]
		if m[1] != "" {
			p.Line, _ = strconv.Atoi(m[1])
		}
	}
	if line := yamlErrorAt(data); line > 0 && !strings.HasSuffix(message, "unexpected end of stream") {
		p.Line = line
	}
	switch {
	case strings.HasPrefix(message, "unknown anchor"): // would quote the file's content
		p.Code, p.Message = "yaml-alias", anchorsRefused
	case strings.HasPrefix(message, "exceeded max depth"):
		p.Code, p.Message = "too-deep", fmt.Sprintf("values are nested more than %d deep", maxDepth)
	default:
		p.Message = "not valid YAML near this line: " + message
	}
	return p
}

const (
	anchorsRefused = "anchors and aliases (& and *) are not allowed; write the value out, or quote text that begins with & or *"
	tagsRefused    = "tags (such as !!str) are not allowed; put text in quotes instead"
)

// yamlBuilder turns the library's nodes into ours.
type yamlBuilder struct {
	file  string
	data  []byte
	lines [][]byte // of data, once they are needed
	problems
}

func (b *yamlBuilder) build(y *yaml.Node, field string, depth int) *node {
	n := &node{pos: rules.Pos{File: b.file, Line: y.Line, Col: y.Column}, field: field}
	switch {
	case depth > maxDepth:
		return b.refuse(n, "too-deep", fmt.Sprintf("values are nested more than %d deep", maxDepth))
	case y.Kind == yaml.AliasNode, y.Anchor != "":
		return b.refuse(n, "yaml-alias", anchorsRefused)
	case y.Style&yaml.TaggedStyle != 0:
		return b.refuse(n, "yaml-tag", tagsRefused)
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mapNode
		b.buildMap(n, y, depth)
	case yaml.SequenceNode:
		n.kind = listNode
		for _, item := range y.Content {
			n.items = append(n.items, b.build(item, field, depth+1))
			n.items[len(n.items)-1].cut = b.cut(y, &yaml.Node{Line: item.Line, Column: item.Column - 1}, item)
		}
	default:
		n.kind, n.text = yamlScalar(y), y.Value
	}
	return n
}

func (b *yamlBuilder) refuse(n *node, code, message string) *node {
	b.add(n, code, "%s", message)
	n.kind = brokenNode
	return n
}

func (b *yamlBuilder) buildMap(n *node, y *yaml.Node, depth int) {
	seen := keySet{}
	refuse := func(pos rules.Pos, code, message string) {
		b.addAt(pos, n.field, code, "%s", message)
		n.refused = true
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		pos := rules.Pos{File: b.file, Line: k.Line, Col: k.Column}
		switch {
		case k.Kind == yaml.AliasNode, k.Anchor != "":
			refuse(pos, "yaml-alias", anchorsRefused)
		case k.ShortTag() == "!!merge":
			refuse(pos, "yaml-merge", "merge keys (<<) are not allowed; write the keys out")
		case k.Kind != yaml.ScalarNode:
			refuse(pos, "yaml-key", "expected a word as key, found a list or mapping")
		case k.Style&yaml.TaggedStyle != 0:
			refuse(pos, "yaml-tag", tagsRefused)
		default:
			value := b.build(v, fieldOf(k.Value), depth+1)
			n.add(&seen, &b.problems, entry{key: k.Value, pos: pos, value: value})
			value.cut = b.cut(y, k, v)
		}
	}
}

// cut finds the comment that ends an unquoted scalar, stands in front of it or between it and
// what follows, further in than its key: it may be meant as text.
func (b *yamlBuilder) cut(in, key, value *yaml.Node) *cut {
	const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	if value.Kind != yaml.ScalarNode || value.Style&quoted != 0 {
		return nil
	}
	comment, flow := cmp.Or(value.LineComment, key.LineComment), in.Style&yaml.FlowStyle != 0
	if flow && comment == "" {
		return nil
	}
	if b.lines == nil {
		b.lines = bytes.Split(b.data, []byte("\n"))
	}
	first, _, _ := strings.Cut(comment, "\n")
	for i := key.Line - 1; i < len(b.lines); i++ {
		line := bytes.TrimRight(b.lines[i], " \t\r")
		text := bytes.TrimLeft(line, " \t")
		indent, below := len(line)-len(text), i >= value.Line && len(text) > 0
		switch {
		case comment != "" && bytes.HasSuffix(line, []byte(first)):
			indent = len(line) - len(first)
		case below && indent < key.Column:
			i = len(b.lines)
			continue
		case comment == "" && below && text[0] == '#':
			comment = string(text)
		default:
			continue
		}
		return &cut{rules.Pos{File: b.file, Line: i + 1, Col: utf8.RuneCount(line[:indent]) + 1}, utf8.RuneCountInString(comment)}
	}
	if comment == "" {
		return nil
	}
	return &cut{rules.Pos{File: b.file, Line: value.Line, Col: value.Column}, utf8.RuneCountInString(comment)}
}

// yamlScalar says what a scalar is without converting it. Dates are text.
func yamlScalar(y *yaml.Node) nodeKind {
	switch y.ShortTag() {
	case "!!null":
		return nullNode
	case "!!bool":
		return boolNode
	case "!!int", "!!float":
		return numberNode
	}
	return stringNode
}

// The work that looking for the line of a syntax error may take.
const (
	maxLineTries    = 40
	maxLineTryBytes = 8 << 20
)

// yamlErrorAt finds the line at which YAML goes wrong, or 0. The library names the line
// where the surrounding value began, which may be far above. So the text is handed over
// line by line to see how far the library reads; from there the lines are taken back until
// the rest is valid, and the line after that is at fault.
func yamlErrorAt(data []byte) int {
	r := &lineReader{rest: data}
	if yamlStream(r) == nil {
		return 0
	}
	end := len(data) - len(r.rest)
	for budget, tries := maxLineTryBytes, 0; tries < maxLineTries && end > 0 && budget > 0; tries++ {
		end = bytes.LastIndexByte(data[:end-1], '\n') + 1
		if budget -= end; yamlStream(bytes.NewReader(data[:end])) == nil {
			return bytes.Count(data[:end], []byte("\n")) + 1
		}
	}
	return 0
}

func yamlStream(r io.Reader) error {
	dec := yaml.NewDecoder(r)
	for {
		err := decodeYAML(dec, new(yaml.Node))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// lineReader hands out at most one line at a time.
type lineReader struct{ rest []byte }

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	line := len(r.rest)
	if i := bytes.IndexByte(r.rest, '\n'); i >= 0 {
		line = i + 1
	}
	n := copy(p, r.rest[:line])
	r.rest = r.rest[n:]
	return n, nil
}
