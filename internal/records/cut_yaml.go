package records

import (
	"bytes"
)

// yamlCutter cuts documents: each begins with a line "---", the first may do without.
type yamlCutter struct {
	begin, line int // where the document and the current line begin
	found       int // documents so far
	opened      bool
}

func (c *yamlCutter) forget(from, to int) {
	c.begin = without(c.begin, from, to)
	c.line = without(c.line, from, to)
}

func (c *yamlCutter) shift(n int) { c.begin, c.line = c.begin-n, c.line-n }

func (c *yamlCutter) next(data []byte, at int) (record Span, resume int, ended bool) {
	for {
		end := bytes.IndexByte(data[c.line:], '\n')
		if end < 0 {
			return Span{}, len(data), false
		}
		if c.separator(data[c.line : c.line+end]) {
			if record, ended = c.cut(data, c.line); ended {
				return record, c.line, true
			}
		}
		c.line += end + 1
	}
}

// separator reports whether the line begins a document other than the one that begins here.
func (c *yamlCutter) separator(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("---")) || len(line) > 3 && line[3] != ' ' && line[3] != '\t' && line[3] != '\r' {
		return false
	}
	return c.line > c.begin || !c.opened
}

// cut ends the document before i and begins another. Comments and empty lines before the
// first "---" are no document.
func (c *yamlCutter) cut(data []byte, i int) (record Span, ended bool) {
	record = Span{c.begin, i}
	ended = c.opened || !blankYAML(data[record.From:record.To])
	c.begin, c.opened = i, true
	if ended {
		c.found++
	}
	return record, ended
}

func blankYAML(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte(ByteOrderMark))
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

func (c *yamlCutter) last(data []byte) (record Span, resume int, ok bool) {
	if c.line < len(data) && c.separator(data[c.line:]) {
		if record, ended := c.cut(data, c.line); ended {
			return record, c.line, true
		}
	}
	if c.begin > len(data) || c.begin == len(data) && c.found > 0 {
		return Span{}, len(data), false
	}
	record, ended := c.cut(data, len(data))
	ok = ended || c.found == 0 // an empty file is a record too
	c.begin, c.line = len(data)+1, len(data)
	return record, len(data), ok
}

func (c *yamlCutter) start(data []byte) int { return c.begin }

func (c *yamlCutter) unfinished() *Reject { return nil }
