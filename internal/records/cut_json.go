package records

import (
	"bytes"
	"strings"
)

// jsonCutter cuts an array of values, or values one after another. Whether a record is JSON
// is for others to say, but a broken one must not take along what is behind it: when its
// brackets, commas and colons do not fit, it ends where another seems to begin.
type jsonCutter struct {
	mode    jsonMode
	foreign bool
	after   bool // in a list: a value has ended and a comma or the end must follow
	torn    bool // the file ended within its last record

	begin  int // where the record begins, or -1 between records
	shape  shape
	indent int  // of the line in which it begins
	lines  bool // it has more than one
	block  bool // the first is a brace and nothing else
	gone   bool // some of it is
	other  int  // where the first line in it begins that may be another record, or -1
	inset  int  // white space before that

	column int // white space so far in the current line, or -1 when there was something else
	margin int // white space at the beginning of the line
}

type jsonMode uint8

const (
	jsonStart  jsonMode = iota
	jsonList            // within the brackets of the file's array
	jsonStream          // there are none, or they are closed
)

func newJSONCutter(foreign bool) *jsonCutter {
	return &jsonCutter{foreign: foreign, begin: -1, other: -1}
}

func (c *jsonCutter) forget(from int) { c.other, c.gone = -1, true }

func (c *jsonCutter) next(data []byte, at int) (record Span, done int, ended bool) {
	for i := at; i < len(data); i++ {
		b := data[i]
		if c.shape.inString && !c.shape.broken && b != '"' && b != '\\' && b != '\n' {
			c.shape.escaped = false
			continue
		}
		if c.column >= 0 && c.opensLine(b) && c.other < 0 && c.another(b) {
			c.other, c.inset = i, c.margin
		}
		if b == '\n' {
			c.column = 0
		}
		if c.begin < 0 {
			if !c.between(b) {
				continue
			}
			c.open(i)
		}
		if !c.shape.inString && c.shape.depth == 0 && c.ends(b) {
			return c.end(data, i), i + 1, true
		}
		if b == '\n' && !c.lines {
			c.lines, c.block = true, string(bytes.TrimSpace(data[c.begin:i])) == "{"
		}
		closes := !c.shape.inString && (b == '}' || b == ']')
		c.shape.take(b)
		switch {
		case c.shape.broken && c.other >= 0:
			if record, done, ended = c.giveUp(data, i); ended {
				return record, done, true
			}
		case c.shape.broken && (b == '{' || b == '"') && !c.tooLong(i):
			if place := c.sameLine(data[:i+1]); place > 0 {
				c.column = -1
				return c.end(data, place), place, true
			}
		}
		if closes && c.shape.depth == 0 && c.mode == jsonStream {
			return c.end(data, i+1), i + 1, true
		}
	}
	return Span{}, c.settle(data), false
}

// settle returns how many bytes lie before the record that is under way, and takes them to be
// gone. When there was white space only, it may be all of the file, which is then a record.
func (c *jsonCutter) settle(data []byte) (done int) {
	switch {
	case c.begin >= 0:
		done, c.begin = c.begin, 0
		c.other = max(c.other-done, -1)
	case c.mode != jsonStart || len(data) > maxHeld:
		done = len(data)
	}
	return done
}

// opensLine reports whether the byte is the first of its line that is no white space.
func (c *jsonCutter) opensLine(b byte) bool {
	switch b {
	case ' ', '\t':
		c.column++
		return false
	case '\r', '\n':
		return false
	}
	c.margin, c.column = c.column, -1
	return true
}

// another reports whether a line that begins with the byte, within a record, may be another
// record: one that is indented no further than the first.
func (c *jsonCutter) another(b byte) bool {
	switch {
	case c.begin < 0 || !c.lines || c.margin > c.indent:
		return false
	case c.mode == jsonList || c.block:
		return b == '{'
	}
	return b != '}' && b != ']' && b != ','
}

// open begins a record at i.
func (c *jsonCutter) open(i int) {
	c.begin, c.indent, c.shape = i, c.margin, newShape()
	c.lines, c.block, c.other, c.gone = false, false, -1, false
}

// ends reports whether the byte ends a record of which no bracket is open.
func (c *jsonCutter) ends(b byte) bool {
	switch {
	case c.mode == jsonStream:
		return b == '\n'
	case b == ']':
		c.mode, c.after = jsonStream, false
		return true
	case b == ',':
		c.after = false
		return true
	}
	return false
}

// giveUp ends a broken record before the line in it that may be another. Of one that is
// rejected for its length, which has reached data[i], no line is read again.
func (c *jsonCutter) giveUp(data []byte, i int) (record Span, done int, ended bool) {
	place := c.other
	if place < i && c.tooLong(i) {
		c.other = -1
		return Span{}, 0, false
	}
	c.margin, c.column = c.inset, -1
	return c.end(data, place), place, true
}

func (c *jsonCutter) tooLong(i int) bool { return c.gone || i-c.begin > MaxSize }

// sameLine looks, at the end of a broken record so far, for the beginning of another, and
// returns where it is, or 0. No intake holds an object behind a comma or another object; in
// foreign records they do, so there the key must say that it is one.
func (c *jsonCutter) sameLine(data []byte) int {
	text, found := data[c.begin:], true
	if c.foreign {
		text, found = bytes.CutSuffix(text, []byte(`"resourceType"`))
		text = bytes.TrimRight(text, jsonSpace)
	}
	text, begins := bytes.CutSuffix(text, []byte{'{'})
	before := bytes.TrimRight(text, jsonSpace)
	if !found || !begins || len(before) == 0 || before[len(before)-1] != ',' && before[len(before)-1] != '}' {
		return 0
	}
	return c.begin + len(text)
}

const jsonSpace = " \t\r\n"

// between looks at a byte between records and reports whether a record begins there.
func (c *jsonCutter) between(b byte) bool {
	switch {
	case b == ' ' || b == '\t' || b == '\r' || b == '\n':
		return false
	case c.mode == jsonStart && (b == ByteOrderMark[0] || b == ByteOrderMark[1] || b == ByteOrderMark[2]):
		return false
	case c.mode == jsonStart && b == '[':
		c.mode, c.after = jsonList, true // an empty list may end
		return false
	case c.mode == jsonList && b == ']' && c.after:
		c.mode = jsonStream
		return false
	case c.mode == jsonStart:
		c.mode = jsonStream
	}
	return true
}

// end closes the record that ends before i. White space behind it is no part of it, unless
// that makes it too long.
func (c *jsonCutter) end(data []byte, i int) Span {
	record := Span{c.begin, i}
	if i-c.begin <= MaxSize {
		record.To = c.begin + len(bytes.TrimRight(data[c.begin:i], jsonSpace))
	}
	c.begin, c.other = -1, -1
	return record
}

func (c *jsonCutter) last(data []byte) (record Span, done int, ended bool) {
	if c.mode == jsonStart {
		c.mode = jsonStream
		return Span{0, len(data)}, len(data), true // an empty file
	}
	if c.begin < 0 {
		return Span{}, len(data), false
	}
	if c.torn = c.shape.depth > 0 || c.shape.broken; c.torn && c.other >= 0 {
		if record, done, ended = c.giveUp(data, len(data)); ended {
			c.torn = false
			return record, done, true
		}
	}
	return c.end(data, len(data)), len(data), true
}

func (c *jsonCutter) unfinished() *Reject {
	if c.mode != jsonList || c.torn {
		return nil
	}
	return NewReject("", "json-syntax", "the file ends before its list is closed with ]")
}

// shape follows the brackets, commas and colons of a value of JSON, and notices when they
// cannot be those of one any more. It does not check strings, numbers and words.
type shape struct {
	depth    int
	objects  uint64 // a bit for each open bracket, the innermost lowest: it is a brace
	next     string // the bytes that may come next; w is a word
	inString bool
	escaped  bool
	inWord   bool // a number, true, false or null
	broken   bool // for good; depth is still followed
}

// What may come next in a value.
const (
	nextValue  = `{["w`
	nextItem   = `{["w]` // the first of a list
	nextKey    = `"`
	nextMember = `"}` // the first of an object
	nextColon  = `:`
	nextMore   = `,}]`
)

func newShape() shape { return shape{next: nextValue} }

// maxShape is the depth to which brackets are told apart.
const maxShape = 64

func (s *shape) object() bool { return s.objects&1 == 1 }

// take follows one byte.
func (s *shape) take(b byte) {
	if s.inString {
		s.takeInString(b)
		return
	}
	switch b {
	case ' ', '\t', '\r', '\n':
		s.inWord = false
		return
	case '{', '}', '[', ']', ',', ':', '"':
		s.inWord = false
	default:
		if s.inWord {
			return
		}
		b, s.inWord = 'w', true
	}
	fits, next := strings.IndexByte(s.next, b) >= 0, nextMore
	switch b {
	case '{':
		s.depth, s.objects, next = s.depth+1, s.objects<<1|1, nextMember
	case '[':
		s.depth, s.objects, next = s.depth+1, s.objects<<1, nextItem
	case '}', ']':
		fits = fits && s.depth > 0 && s.object() == (b == '}')
		s.depth, s.objects = max(s.depth-1, 0), s.objects>>1
	case ',':
		fits = fits && s.depth > 0
		if next = nextValue; s.object() {
			next = nextKey
		}
	case ':':
		next = nextValue
	case '"':
		s.inString = true
		if s.next == nextKey || s.next == nextMember {
			next = nextColon
		}
	}
	s.next, s.broken = next, s.broken || !fits || s.depth > maxShape
}

// takeInString follows a byte of a string, which cannot hold a line feed.
func (s *shape) takeInString(b byte) {
	switch {
	case b == '\n':
		s.inString, s.escaped, s.broken = false, false, true
	case s.escaped:
		s.escaped = false
	case b == '\\':
		s.escaped = true
	case b == '"':
		s.inString = false
	}
}
