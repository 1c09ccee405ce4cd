package records

import (
	"bytes"
	"strings"
)

// Delimiters are the bytes that may stand between the cells of a table.
const Delimiters = ",;\t"

// csvCutter cuts rows: at line ends that are not within quotation marks. A quotation mark
// opens a quoted cell only at the cell's beginning, and one that is followed by anything
// but a delimiter or a line end breaks the row, which then ends with its first line.
type csvCutter struct {
	// delimiter stands between cells; 0 while it is not known: each of [Delimiters] may then.
	delimiter byte
	state     csvState
	gone      bool // some of the row is
	known     bool // that the quoted cell at which the row grows too long is closed
	// closes reports whether a quoted cell is closed properly: rest is what was read of it
	// from here on, and more may follow.
	closes func(rest []byte) bool
}

type csvState uint8

const (
	cellStart csvState = iota
	plainCell
	quotedCell
	quoteInCell // a quotation mark within a quoted cell: its end, or the first of two
	returnAfter // a carriage return behind a quoted cell
)

func (c *csvCutter) forget(from int) { c.gone = true }

func (c *csvCutter) next(data []byte, at int) (record Span, done int, ended bool) {
	for i := at; i < len(data); {
		switch c.state {
		case quotedCell:
			end := bytes.IndexByte(data[i:], '"')
			if c.endless(data, i, end) {
				c.state = plainCell
				if line := bytes.IndexByte(data, '\n'); line >= 0 && !c.gone {
					return c.end(line)
				}
				continue
			}
			if end < 0 {
				return Span{}, 0, false
			}
			c.state = quoteInCell
			i += end + 1
		case quoteInCell, returnAfter:
			switch after := c.state; {
			case data[i] == '\n':
				return c.end(i)
			case data[i] == '"' && after == quoteInCell:
				c.state = quotedCell
			case c.delimits(data[i]) && after == quoteInCell:
				c.state, c.known = cellStart, false
			case data[i] == '\r' && after == quoteInCell:
				c.state = returnAfter
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
				if c.state = c.stateAfter(line[:quote]); c.state == cellStart {
					c.state = quotedCell
				}
				i += quote + 1
			case end >= 0:
				return c.end(i + end)
			default:
				c.state = c.stateAfter(line)
				return Span{}, 0, false
			}
		}
	}
	return Span{}, 0, false
}

// endless reports whether a quoted cell, in which data[i] is and which has a quotation mark
// only length bytes behind that or none yet, makes the row too long and is never closed.
func (c *csvCutter) endless(data []byte, i, length int) bool {
	end := i + length
	if length < 0 {
		end = len(data)
	}
	if c.known || !c.gone && end <= MaxSize {
		return false
	}
	c.known = c.closes(data[i:])
	return !c.known
}

// delimits reports whether a byte stands between cells.
func (c *csvCutter) delimits(b byte) bool {
	return b == c.delimiter || c.delimiter == 0 && strings.IndexByte(Delimiters, b) >= 0
}

// quoteScan looks for the end of a quoted cell.
type quoteScan struct {
	state     csvState
	delimiter byte
}

// feed reads on and reports whether it is known how the cell ends, and that it is closed.
func (q *quoteScan) feed(data []byte) (known, closed bool) {
	for i := 0; i < len(data); i++ {
		switch q.state {
		case quoteInCell:
			switch data[i] {
			case '"':
				q.state = quotedCell
			case '\r':
				q.state = returnAfter
			default:
				return true, data[i] == q.delimiter || data[i] == '\n'
			}
		case returnAfter:
			return true, data[i] == '\n'
		default:
			next := bytes.IndexByte(data[i:], '"')
			if next < 0 {
				return false, false
			}
			i, q.state = i+next, quoteInCell
		}
	}
	return false, false
}

// last reports whether the end of the file closes the cell.
func (q *quoteScan) last() bool { return q.state == quoteInCell || q.state == returnAfter }

// stateAfter returns the state behind text without quotation marks and line ends.
func (c *csvCutter) stateAfter(text []byte) csvState {
	switch {
	case len(text) == 0:
		return c.state
	case c.delimits(text[len(text)-1]):
		return cellStart
	}
	return plainCell
}

// end ends the row before the line end at i.
func (c *csvCutter) end(i int) (record Span, done int, ended bool) {
	*c = csvCutter{delimiter: c.delimiter, closes: c.closes}
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
	*c = csvCutter{delimiter: c.delimiter, closes: c.closes}
	return Span{0, len(data)}, len(data), len(data) > 0
}

func (c *csvCutter) unfinished() *Reject { return nil }
