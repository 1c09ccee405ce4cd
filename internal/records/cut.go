package records

import (
	"bytes"
)

// cutter finds where records begin and end. It remembers where in a record it is, so data may
// come in any pieces.
type cutter interface {
	// next reads on from data[at] and reports whether a record ended, where it lies, and how
	// many of the first bytes are done with: the next call has the data behind them. When no
	// record ended, all data were read.
	next(data []byte, at int) (record Span, done int, ended bool)
	// last is next at the end of the file, which may end a record. When no record ends, all
	// data are done with.
	last(data []byte) (record Span, done int, ended bool)
	// forget says that data[from:] was cut out of the middle of a record that begins at 0.
	forget(from int)
	// unfinished says what is wrong with a file that ends here; nil when nothing is.
	unfinished() *Reject
}

// Span is a part of a chunk's data.
type Span struct{ From, To int }

func (r *Reader) newCutter(f Format) cutter {
	switch f {
	case CSV:
		return &csvCutter{closes: r.closes}
	case JSON, Foreign:
		return newJSONCutter(f == Foreign)
	case YAML:
		return &yamlCutter{}
	}
	return lineCutter{}
}

// lineCutter cuts lines.
type lineCutter struct{}

func (lineCutter) next(data []byte, at int) (record Span, done int, ended bool) {
	i := bytes.IndexByte(data[at:], '\n')
	if i < 0 {
		return Span{}, 0, false
	}
	return Span{0, at + i}, at + i + 1, true
}

func (lineCutter) last(data []byte) (record Span, done int, ended bool) {
	return Span{0, len(data)}, len(data), len(data) > 0
}

func (lineCutter) forget(from int) {}

func (lineCutter) unfinished() *Reject { return nil }

// yamlCutter cuts documents: each begins with a line "---", the first may do without.
type yamlCutter struct {
	begin, line int  // where the document and the current line begin
	opened      bool // there was a "---"
	found       bool // there was a document
}

func (c *yamlCutter) forget(from int) { c.line = min(c.line, from) }

func (c *yamlCutter) next(data []byte, at int) (record Span, done int, ended bool) {
	for {
		end := bytes.IndexByte(data[c.line:], '\n')
		if end < 0 {
			done, c.begin, c.line = c.begin, 0, c.line-c.begin
			return Span{}, done, false
		}
		if line := c.line; c.separator(data[line : line+end]) {
			if record, ended = c.cut(data, line); ended {
				return record, line, true
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
	ended = c.opened || !blankYAML(data[c.begin:i])
	c.begin, c.opened = i, true
	if ended {
		c.begin, c.line, c.found = 0, 0, true
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

func (c *yamlCutter) last(data []byte) (record Span, done int, ended bool) {
	if line := c.line; c.separator(data[line:]) {
		if record, ended = c.cut(data, line); ended {
			return record, line, true
		}
	}
	if c.begin == len(data) && c.found {
		return Span{}, len(data), false
	}
	record, _ = c.cut(data, len(data))
	c.begin, c.line, c.found = 0, 0, true // an empty file is a record too
	return record, len(data), true
}

func (c *yamlCutter) unfinished() *Reject { return nil }
