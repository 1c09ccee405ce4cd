package batch

import (
	"bytes"
	"fmt"
)

// tooLong makes a chunk of a record that has grown longer than maxRecord. It is read to its
// end without being kept, and refused.
func (r *reader) tooLong(c chunk, data []byte) (chunk, error) {
	if r.cutter != nil {
		if start := r.cutter.start(data); start > 0 { // there is much white space before it
			r.cutter.shift(start)
			return r.finish(c, data, start, len(data)), nil
		}
	}
	c.refused = &refusal{refuseLength(), bytes.Clone(data[:excerptSize]), r.offset}
	for {
		r.lead += lineFeeds(data[excerptSize:])
		c.size += int64(len(data) - excerptSize)
		if r.cutter != nil {
			r.cutter.forget(excerptSize, len(data))
		}
		if data = data[:excerptSize]; r.failed != nil {
			return c, r.failed
		} else if r.ended {
			break
		}
		data = r.fill(data)
		if end := r.end(data); end > 0 {
			r.lead += lineFeeds(data[:end])
			c.size += int64(end)
			return r.finish(c, data[end:], 0, 0), nil
		}
	}
	r.lead += lineFeeds(data)
	c.size += int64(len(data))
	return r.finish(c, nil, 0, 0), nil
}

// refuseLength refuses a record longer than maxRecord.
func refuseLength() *rejection {
	return refuse("", "too-long", fmt.Sprintf("the record is longer than %d MiB", maxRecord>>20))
}

// end returns where the record ends that is longer than excerptSize, or 0.
func (r *reader) end(data []byte) int {
	if r.cutter == nil {
		if i := bytes.IndexByte(data[excerptSize:], '\n'); i >= 0 {
			return excerptSize + i + 1
		}
		return 0
	}
	if _, resume, ended := r.cutter.next(data, excerptSize); ended {
		r.cutter.shift(resume)
		return resume
	}
	return 0
}

func lineFeeds(data []byte) int64 { return int64(bytes.Count(data, []byte{'\n'})) }
