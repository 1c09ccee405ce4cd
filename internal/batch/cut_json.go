package batch

import "bytes"

// jsonCutter cuts an array of values, or values one after another. It counts brackets and
// knows strings, no more: whether a record is JSON is for others to say.
type jsonCutter struct {
	mode     jsonMode
	begin    int // where the record begins, or -1 between records
	depth    int
	inString bool
	escaped  bool
	after    bool // in a list: a value has ended and a comma or the end must follow
}

type jsonMode uint8

const (
	jsonStart  jsonMode = iota
	jsonList            // within the brackets of the file's array
	jsonClosed          // behind them
	jsonStream          // there are none
)

const byteOrderMark = "\uFEFF"

func (c *jsonCutter) forget(from, to int) {
	c.begin = without(c.begin, from, to)
}

func (c *jsonCutter) shift(n int) {
	if c.begin >= 0 {
		c.begin -= n
	}
}

func (c *jsonCutter) next(data []byte, at int) (record span, resume int, ended bool) {
	for i := at; i < len(data); i++ {
		b := data[i]
		switch {
		case c.inString:
			if c.escaped {
				c.escaped = false
			} else if b == '\\' {
				c.escaped = true
			} else if b == '"' || b == '\n' { // a string cannot hold a line feed
				c.inString = false
			}
		case c.begin < 0:
			if c.between(data, i) {
				c.begin = i
				i-- // look at it again, now as part of a record
			}
		case b == '"':
			c.inString = true
		case b == '{', b == '[':
			c.depth++
		case c.mode == jsonList && c.depth == 0 && (b == ',' || b == ']'):
			record = c.end(data, i)
			c.after = false
			if b == ']' {
				c.mode = jsonClosed
			}
			return record, i + 1, true
		case b == '}', b == ']':
			c.depth = max(c.depth-1, 0)
			if c.mode == jsonStream && c.depth == 0 {
				return c.end(data, i+1), i + 1, true
			}
		case c.mode == jsonStream && c.depth == 0 && b == '\n':
			return c.end(data, i), i + 1, true
		}
	}
	return span{}, len(data), false
}

// between looks at a byte between records and reports whether a record begins there.
func (c *jsonCutter) between(data []byte, i int) bool {
	switch b := data[i]; {
	case b == ' ' || b == '\t' || b == '\r' || b == '\n':
		return false
	case c.mode == jsonStart && (b == byteOrderMark[0] || b == byteOrderMark[1] || b == byteOrderMark[2]):
		return false
	case c.mode == jsonStart && b == '[':
		c.mode, c.after = jsonList, true // an empty list may end
		return false
	case c.mode == jsonList && b == ']' && c.after:
		c.mode = jsonClosed
		return false
	case c.mode == jsonStart:
		c.mode = jsonStream
	}
	return true
}

// end closes the record that ends before i.
func (c *jsonCutter) end(data []byte, i int) span {
	record := span{c.begin, c.begin + len(bytes.TrimRight(data[c.begin:i], " \t\r\n"))}
	c.begin, c.depth, c.inString, c.escaped = -1, 0, false, false
	return record
}

func (c *jsonCutter) last(data []byte) (record span, resume int, ok bool) {
	if c.mode == jsonStart {
		c.mode = jsonStream
		return span{0, len(data)}, len(data), true // an empty file
	}
	if c.begin < 0 {
		return span{}, len(data), false
	}
	return c.end(data, len(data)), len(data), true
}

func (c *jsonCutter) abandon(data []byte) (record span, resume int, ok bool) {
	return span{}, len(data), false
}

func (c *jsonCutter) unfinished() *rejection {
	if c.mode != jsonList {
		return nil
	}
	return refuse("", "json-syntax", "the file ends before its list is closed with ]")
}
