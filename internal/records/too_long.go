package records

import (
	"bytes"
	"fmt"
)

// tooLong makes a chunk of a record that has grown longer than MaxSize. It is read to its
// end without being kept, and refused.
func (r *Reader) tooLong(c Chunk, data []byte) (Chunk, error) {
	if r.cutter != nil {
		if start := r.cutter.start(data); start > 0 { // there is much white space before it
			r.cutter.shift(start)
			return r.finish(c, data, start, len(data)), nil
		}
	}
	c.Refused = &Refusal{RefuseLength(), bytes.Clone(data[:ExcerptSize]), r.offset}
	for {
		r.lead += LineFeeds(data[ExcerptSize:])
		c.Size += int64(len(data) - ExcerptSize)
		if r.cutter != nil {
			r.cutter.forget(ExcerptSize, len(data))
		}
		if data = data[:ExcerptSize]; r.failed != nil {
			return c, r.failed
		} else if r.ended {
			break
		}
		data = r.fill(data)
		if end := r.end(data); end > 0 {
			r.lead += LineFeeds(data[:end])
			c.Size += int64(end)
			return r.finish(c, data[end:], 0, 0), nil
		}
	}
	r.lead += LineFeeds(data)
	c.Size += int64(len(data))
	return r.finish(c, nil, 0, 0), nil
}

// RefuseLength rejects a record longer than MaxSize.
func RefuseLength() *Reject {
	return Refuse("", "too-long", fmt.Sprintf("the record is longer than %d MiB", MaxSize>>20))
}

// end returns where the record ends that is longer than ExcerptSize, or 0.
func (r *Reader) end(data []byte) int {
	if r.cutter == nil {
		if i := bytes.IndexByte(data[ExcerptSize:], '\n'); i >= 0 {
			return ExcerptSize + i + 1
		}
		return 0
	}
	if _, resume, ended := r.cutter.next(data, ExcerptSize); ended {
		r.cutter.shift(resume)
		return resume
	}
	return 0
}

// LineFeeds returns how many there are.
func LineFeeds(data []byte) int64 { return int64(bytes.Count(data, []byte{'\n'})) }
