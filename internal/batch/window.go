package batch

import (
	"bytes"
	"math"
	"slices"
)

// window is the part of an input that is wanted: the records that begin at or behind from
// and before until. Both are offsets in the decompressed input.
type window struct{ from, until int64 }

// whole is all of an input.
var whole = window{0, math.MaxInt64}

func (w window) empty() bool { return w.from >= w.until }

// clip drops from a chunk what is not wanted, and ends the input behind its window.
func (r *reader) clip(c *chunk) {
	w := r.file.window
	if w == whole {
		return
	}
	if c.from < w.from {
		// What was read so far counts no lines: the numbers at the window's beginning are known.
		c.lead, r.lead = 0, 0
		c.drop(w.from)
		if c.refused != nil && c.refused.offset < w.from {
			c.refused = nil
		}
	}
	if c.from+c.size < w.until {
		return
	}
	if c.isLines() {
		c.data = c.data[:firstLine(c.data, w.until-c.from)]
	}
	c.records = slices.DeleteFunc(c.records, func(s span) bool { return c.from+int64(s.from) >= w.until })
	if c.refused != nil && c.refused.offset >= w.until {
		c.refused = nil
	}
	r.ended, r.carry = true, r.carry[:0]
}

// drop removes what lies before an offset.
func (c *chunk) drop(offset int64) {
	n := int(min(offset-c.from, int64(len(c.data))))
	if c.isLines() {
		n = firstLine(c.data, offset-c.from)
	}
	kept := c.records[:0]
	for _, s := range c.records {
		if s.from >= n {
			kept = append(kept, span{s.from - n, s.to - n})
		}
	}
	c.records = kept
	c.from, c.data, c.size = c.from+int64(n), c.data[n:], c.size-int64(n)
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
