package records

import (
	"bytes"
	"math"
	"slices"
	"unicode"
)

// Chunk is a piece of an input that holds whole records.
type Chunk struct {
	File *File
	Lead int64 // line feeds between the chunk before and Data
	// Data holds the records; Padding zeros follow it in its array, which belongs to the
	// caller until the next chunk is read into it.
	Data    []byte
	From    int64  // offset of Data in the input, decompressed
	Records []Span // in Data
	// Unread is what follows the records and is rejected unread: a record that is too long,
	// or the end of a file that ends early. It is nil when nothing is.
	Unread *Unread
	Size   int64 // bytes of the input up to the next chunk
	Last   bool  // of its input
}

// Unread is why something of an input is rejected unread.
type Unread struct {
	*Reject
	Excerpt []byte
	Offset  int64 // in the input
	Lines   int64 // line feeds in it, which count where it begins
}

// Count returns how many records the chunk holds, and how many line feeds lie before the
// end of the input's window.
func (c *Chunk) Count() (records, lines int64) {
	until := min(int64(len(c.Data)), c.File.Window.Until-c.From)
	lines = LineFeeds(c.Data[:max(until, 0)])
	for _, s := range c.Records {
		if s.To-s.From > MaxSize || c.IsRecord(c.Data[s.From:s.To]) {
			records++
		}
	}
	if c.Unread != nil {
		records, lines = records+1, lines+c.Unread.Lines
	}
	return records, lines
}

// IsRecord reports whether a line or a row holds anything. In JSON and YAML every record counts.
func (c *Chunk) IsRecord(text []byte) bool {
	switch c.File.Format {
	case JSONL:
		return len(text) > 0 && (text[0] > ' ' || len(bytes.Trim(text, " \t\r\n")) > 0)
	case CSV:
		return !isBlankRow(text) && !bytes.HasPrefix(text, []byte(TemplateHint))
	}
	return true
}

// TemplateHint opens the row of a form in which stands what may be filled in below; it is no record.
const TemplateHint = "delete this row: it says what may stand below"

// isBlankRow reports whether no cell of a row holds anything.
func isBlankRow(row []byte) bool {
	return bytes.IndexFunc(row, func(r rune) bool { return !unicode.IsSpace(r) && r != '"' && r != ',' && r != ';' }) < 0
}

// LineFeeds returns how many there are.
func LineFeeds(data []byte) int64 { return int64(bytes.Count(data, []byte{'\n'})) }

// Window is the part of an input that is wanted: the records that begin at or behind From
// and before Until. Both are offsets in the decompressed input.
type Window struct{ From, Until int64 }

// Whole is all of an input.
var Whole = Window{0, math.MaxInt64}

// Empty reports whether nothing is wanted.
func (w Window) Empty() bool { return w.From >= w.Until }

// clip drops from a chunk what is not wanted, and ends the input behind its window.
func (r *Reader) clip(c *Chunk) {
	w := r.file.Window
	if w == Whole {
		return
	}
	if c.From < w.From {
		// What was read so far counts no lines: the numbers at the window's beginning are known.
		c.Lead, r.lead = 0, 0
		c.drop(w.From)
		if c.Unread != nil && c.Unread.Offset < w.From {
			c.Unread = nil
		}
	}
	if c.From+c.Size < w.Until {
		return
	}
	c.Records = slices.DeleteFunc(c.Records, func(s Span) bool { return c.From+int64(s.From) >= w.Until })
	if c.Unread != nil && c.Unread.Offset >= w.Until {
		c.Unread = nil
	}
	if c.Unread != nil && c.File.Format == JSONL && c.From+c.Size > w.Until {
		c.Unread.Lines = 0 // the next window begins within the line, and counts its end
	}
	r.ended, r.carry = true, r.carry[:0]
}

// drop removes what lies before an offset.
func (c *Chunk) drop(offset int64) {
	n := int(min(offset-c.From, int64(len(c.Data))))
	kept := c.Records[:0]
	for _, s := range c.Records {
		if s.From >= n {
			kept = append(kept, Span{s.From - n, s.To - n})
		}
	}
	c.Records = kept
	c.From, c.Data, c.Size = c.From+int64(n), c.Data[n:], c.Size-int64(n)
}
