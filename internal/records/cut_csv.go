package records

import (
	"bytes"
)

// csvCutter cuts rows: at line ends that are not within quotation marks. A quotation mark
// opens a quoted cell only at the cell's beginning, and one that is followed by anything
// but a comma or a line end breaks the row, which then ends with its first line.
type csvCutter struct {
	begin int
	state csvState
	gone  bool // some of the row is
	long  bool // a quoted cell makes the row too long, and its first line is too
}

type csvState uint8

const (
	cellStart csvState = iota
	plainCell
	quotedCell
	quoteInCell // a quotation mark within a quoted cell: its end, or the first of two
)

func (c *csvCutter) forget(from, to int) {
	c.begin, c.gone = without(c.begin, from, to), true
}

func (c *csvCutter) shift(n int) { c.begin -= n }

func (c *csvCutter) next(data []byte, at int) (record Span, resume int, ended bool) {
	for i := at; i < len(data); {
		switch c.state {
		case quotedCell:
			end := bytes.IndexByte(data[i:], '"')
			if record, ended = c.endless(data, i, end); ended {
				return record, c.begin, true
			}
			if end < 0 {
				return Span{}, len(data), false
			}
			c.state = quoteInCell
			i += end + 1
		case quoteInCell:
			switch data[i] {
			case '"':
				c.state = quotedCell
			case ',':
				c.state = cellStart
			case '\n':
				return c.end(i), i + 1, true
			default:
				// The quotation marks do not fit. If that is since an earlier line, its record ends
				// there, so that the lines behind it are not lost.
				c.state = plainCell
				if line := bytes.IndexByte(data[c.begin:i], '\n'); line >= 0 && !c.gone && i-c.begin <= MaxSize {
					record = c.end(c.begin + line)
					return record, c.begin, true
				}
			}
			i++
		default:
			line := data[i:]
			end := bytes.IndexByte(line, '\n')
			if end >= 0 {
				line = line[:end]
			}
			quote := bytes.IndexByte(line, '"')
			switch {
			case quote >= 0:
				if c.state = stateAfter(c.state, line[:quote]); c.state == cellStart {
					c.state = quotedCell
				}
				i += quote + 1
			case end >= 0:
				return c.end(i + end), i + end + 1, true
			default:
				c.state = stateAfter(c.state, line)
				return Span{}, len(data), false
			}
		}
	}
	return Span{}, len(data), false
}

// endless ends a row with its first line if a quoted cell, in which data[i] is and which has
// a quotation mark only length bytes behind that or none yet, makes it too long.
func (c *csvCutter) endless(data []byte, i, length int) (record Span, ended bool) {
	end := i + length
	if length < 0 {
		end = len(data)
	}
	if c.gone || c.long || end-c.begin <= MaxSize {
		return Span{}, false
	}
	line := bytes.IndexByte(data[c.begin:c.begin+MaxSize], '\n')
	if c.long = line < 0; c.long {
		return Span{}, false
	}
	return c.end(c.begin + line), true
}

// stateAfter returns the state behind text without quotation marks and line ends.
func stateAfter(state csvState, text []byte) csvState {
	switch {
	case len(text) == 0:
		return state
	case text[len(text)-1] == ',':
		return cellStart
	}
	return plainCell
}

func (c *csvCutter) end(i int) Span {
	record := Span{c.begin, i}
	c.begin, c.state, c.gone, c.long = i+1, cellStart, false, false
	return record
}

// last ends a row whose quotation mark is never closed with its first line, so that the
// rows behind it are not lost.
func (c *csvCutter) last(data []byte) (record Span, resume int, ok bool) {
	if c.begin >= len(data) {
		return Span{}, len(data), false
	}
	end := len(data)
	if c.state == quotedCell {
		if line := bytes.IndexByte(data[c.begin:], '\n'); line >= 0 {
			end = c.begin + line
		}
	}
	return c.end(end), min(end+1, len(data)), true
}

func (c *csvCutter) start(data []byte) int { return min(c.begin, len(data)) }

func (c *csvCutter) unfinished() *Reject { return nil }
