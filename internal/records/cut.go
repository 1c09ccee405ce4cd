package records

import (
	"bytes"
)

// cutter finds where records begin and end in a format that is more than lines. It
// remembers where in a record it is, so data may come in any pieces.
type cutter interface {
	// next reads on from data[at] and reports whether a record ended, where it lies, and up
	// to where data was read. When none ended, resume is len(data), and the next call has
	// the same bytes in front of new ones, or after shift.
	next(data []byte, at int) (record Span, resume int, ended bool)
	// shift says that the first n bytes of data are gone.
	shift(n int)
	// forget says that data[from:to] was cut out of the middle of a record.
	forget(from, to int)
	// last returns the record that the end of the file ends, if one is under way; if resume
	// is not the end of data, cutting goes on from there.
	last(data []byte) (record Span, resume int, ok bool)
	// start returns where the record under way begins; len(data) when none is.
	start(data []byte) int
	// unfinished says what is wrong with a file that ends here; nil when nothing is.
	unfinished() *Reject
}

// Span is a part of a chunk's data.
type Span struct{ From, To int }

func newCutter(f Format) cutter {
	switch f {
	case JSON, Foreign:
		return newJSONCutter(f == Foreign)
	case CSV:
		return &csvCutter{}
	case YAML:
		return &yamlCutter{}
	}
	return nil
}

// without returns a place in data after data[from:to] was cut out.
func without(place, from, to int) int {
	switch {
	case place >= to:
		return place - (to - from)
	case place > from:
		return from
	}
	return place
}

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
