package records

import (
	"bytes"
)

// csvCutter cuts rows: at line ends that are not within quotation marks. A quotation mark
// opens a quoted cell only at the cell's beginning, and one that is followed by anything
// but a comma or a line end breaks the row, which then ends with its first line.
type csvCutter struct {
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

func (c *csvCutter) forget(from int) { c.gone = true }

func (c *csvCutter) next(data []byte, at int) (record Span, done int, ended bool) {
	for i := at; i < len(data); {
		switch c.state {
		case quotedCell:
			end := bytes.IndexByte(data[i:], '"')
			if line := c.endless(data, i, end); line > 0 {
				return c.end(line)
			}
			if end < 0 {
				return Span{}, 0, false
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
				return c.end(i)
			default:
				// The quotation marks do not fit. If that is since an earlier line, its record ends
				// there, so that the lines behind it are not lost.
				c.state = plainCell
				if line := bytes.IndexByte(data[:i], '\n'); line >= 0 && !c.gone && i <= MaxSize {
					return c.end(line)
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
				return c.end(i + end)
			default:
				c.state = stateAfter(c.state, line)
				return Span{}, 0, false
			}
		}
	}
	return Span{}, 0, false
}

// endless returns where the first line of a row ends, if a quoted cell, in which data[i] is
// and which has a quotation mark only length bytes behind that or none yet, makes the row too
// long; else a number that is not positive.
func (c *csvCutter) endless(data []byte, i, length int) (line int) {
	end := i + length
	if length < 0 {
		end = len(data)
	}
	if c.gone || c.long || end <= MaxSize {
		return 0
	}
	line = bytes.IndexByte(data[:MaxSize], '\n')
	c.long = line < 0
	return line
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

// end ends the row before the line end at i.
func (c *csvCutter) end(i int) (record Span, done int, ended bool) {
	*c = csvCutter{}
	return Span{0, i}, i + 1, true
}

// last ends a row whose quotation mark is never closed with its first line, so that the
// rows behind it are not lost.
func (c *csvCutter) last(data []byte) (record Span, done int, ended bool) {
	if c.state == quotedCell {
		if line := bytes.IndexByte(data, '\n'); line >= 0 {
			return c.end(line)
		}
	}
	*c = csvCutter{}
	return Span{0, len(data)}, len(data), len(data) > 0
}

func (c *csvCutter) unfinished() *Reject { return nil }
