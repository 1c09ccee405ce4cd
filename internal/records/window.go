package records

import (
	"bytes"
	"math"
	"slices"
)

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
		if c.Refused != nil && c.Refused.Offset < w.From {
			c.Refused = nil
		}
	}
	if c.From+c.Size < w.Until {
		return
	}
	if c.IsLines() {
		c.Data = c.Data[:firstLine(c.Data, w.Until-c.From)]
	}
	c.Records = slices.DeleteFunc(c.Records, func(s Span) bool { return c.From+int64(s.From) >= w.Until })
	if c.Refused != nil && c.Refused.Offset >= w.Until {
		c.Refused = nil
	}
	r.ended, r.carry = true, r.carry[:0]
}

// drop removes what lies before an offset.
func (c *Chunk) drop(offset int64) {
	n := int(min(offset-c.From, int64(len(c.Data))))
	if c.IsLines() {
		n = firstLine(c.Data, offset-c.From)
	}
	kept := c.Records[:0]
	for _, s := range c.Records {
		if s.From >= n {
			kept = append(kept, Span{s.From - n, s.To - n})
		}
	}
	c.Records = kept
	c.From, c.Data, c.Size = c.From+int64(n), c.Data[n:], c.Size-int64(n)
}

// firstLine returns where in data the first line begins that does not begin before at.
func firstLine(data []byte, at int64) int {
	if at <= 0 {
		return 0
	}
	if at > int64(len(data)) {
		return len(data)
	}
	i := bytes.IndexByte(data[at-1:], '\n')
	if i < 0 {
		return len(data)
	}
	return int(at) + i
}
