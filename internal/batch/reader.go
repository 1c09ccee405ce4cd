package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	// chunkSize is about how much is read at a time, so that a worker's data and results stay
	// in its core's cache.
	chunkSize = 128 << 10
	// maxRecord is the greatest size of a record.
	maxRecord = 1 << 20
	// maxHeld is how much of a record is held at most while its end is looked for. It is more
	// than maxRecord, so that what is refused for its length does not depend on how much each
	// read happens to give.
	maxHeld = maxRecord + 64<<10
	// excerptSize is how much of a bad record is kept.
	excerptSize = 4 << 10
)

// chunk is a piece of an input that holds whole records.
type chunk struct {
	seq  int64
	file *openInput
	lead int64 // line feeds between the chunk before and data
	// data holds the records; padding zeros follow it in its array, which belongs to the
	// worker until the next chunk is read into it.
	data    []byte
	from    int64  // offset of data in the input, decompressed
	records []span // in data; not used when each line is a record
	// refused is what follows the records and is refused unread: a record that is too long,
	// or the end of a file that ends early. It is nil when nothing is.
	refused *refusal
	size    int64 // bytes of the input up to the next chunk
	last    bool  // of its input
}

// isLines reports whether each line of data is a record.
func (c *chunk) isLines() bool { return c.file.format == JSONL }

type refusal struct {
	*rejection
	excerpt []byte
	offset  int64
}

// openInput is an input that is being read.
type openInput struct {
	*input
	number  int      // among the inputs
	columns []column // CSV: what its columns are
}

// reader hands out the inputs in chunks. Its methods are called by one goroutine at a time.
type reader struct {
	inputs  []*input
	stdin   io.Reader
	header  func(in *input, row []byte) ([]column, error) // CSV
	counted func(int)                                     // told of bytes that left the disk
	size    int                                           // about how much to read at a time

	opened int // number of inputs opened so far
	seq    int64

	file   *openInput
	source io.ReadCloser
	ended  bool   // source is
	cutter cutter // nil when records are lines
	carry  []byte // what was read behind the last chunk
	seen   int    // how much of carry was cut already, in vain
	failed error  // why source cannot be read on
	offset int64  // of carry
	lead   int64  // line feeds that no chunk has held

	stopped error // why there is no next chunk
}

// next reads the next chunk, reusing data's array and the records. After the last input it
// returns io.EOF. After an error there is no next: it returns that error again, to whichever
// worker asks.
func (r *reader) next(data []byte, records []span) (c chunk, err error) {
	if r.stopped != nil {
		return chunk{}, r.stopped
	}
	defer func() { r.stopped = err }()
	for {
		if r.source == nil {
			if err := r.open(); err != nil {
				return chunk{}, err
			}
		}
		c, err := r.read(data, records)
		if err != nil {
			return c, err
		}
		if c.last = r.ended && len(r.carry) == 0; c.last {
			if err := r.close(); err != nil {
				return c, err
			}
		}
		if len(c.data) > 0 || c.refused != nil || c.last {
			c.seq = r.seq
			r.seq++
			return c, nil
		}
		data, records = c.data, c.records
	}
}

// open opens the next input of which anything is wanted.
func (r *reader) open() error {
	for r.opened < len(r.inputs) && r.inputs[r.opened].window.empty() {
		r.opened++
	}
	if r.opened == len(r.inputs) {
		return io.EOF
	}
	in := r.inputs[r.opened]
	source, disk, err := in.open(r.stdin, r.counted)
	if err != nil {
		return err
	}
	r.file = &openInput{input: in, number: r.opened}
	r.source, r.offset, r.lead, r.ended = source, 0, 0, false
	r.carry, r.cutter, r.seen = r.carry[:0], newCutter(in.format), 0
	r.opened++
	switch {
	case in.format == CSV:
		return r.readHeader()
	case r.cutter == nil && disk != nil && in.window.from > 0:
		return r.seek(disk)
	}
	return nil
}

// seek goes to the line feed before the first line that is wanted.
func (r *reader) seek(disk *os.File) error {
	r.offset = r.file.window.from - 1
	if _, err := disk.Seek(r.offset, io.SeekStart); err != nil {
		return r.file.broken(err)
	}
	return nil
}

// check opens every input that can be opened twice, so that what cannot be read at all is
// refused before anything is done.
func (r *reader) check() error {
	for _, in := range r.inputs {
		if in.info == nil || !in.info.Mode().IsRegular() {
			continue
		}
		one := reader{inputs: []*input{{name: in.name, format: in.format, compressed: in.compressed, info: in.info, window: whole}}, header: r.header, counted: func(int) {}, size: 4 << 10}
		err := one.open()
		if err == nil && in.compressed == "" && in.format != CSV {
			one.fill(nil)
			err = one.failed
		}
		if one.source != nil {
			one.source.Close()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readHeader reads the first row of a table.
func (r *reader) readHeader() (err error) {
	var row span
	resume, found := 0, false
	for !found && !r.ended {
		if len(r.carry) > maxRecord {
			return fmt.Errorf("%s: the first row is longer than %d MiB: expected the names of the columns", r.file.shown(), maxRecord>>20)
		}
		if r.failed != nil {
			return r.failed
		}
		r.carry = r.fill(r.carry)
		row, resume, found = r.cutter.next(r.carry, resume)
	}
	if !found {
		if row, resume, found = r.cutter.last(r.carry); !found {
			return fmt.Errorf("%s is empty: expected a first row with the names of the columns", r.file.shown())
		}
	}
	r.file.columns, err = r.header(r.file.input, bytes.TrimPrefix(r.carry[row.from:row.to], []byte(byteOrderMark)))
	if r.file.window.from == 0 { // else the lines in front of the window are known
		r.lead = lineFeeds(r.carry[:resume])
	}
	r.offset += int64(resume)
	r.carry = append(r.carry[:0], r.carry[resume:]...)
	r.cutter.shift(resume)
	return err
}

func (r *reader) close() error {
	in := r.file.input
	err := r.source.Close()
	r.source = nil
	if err == nil && in.changed() {
		err = inputFault{fmt.Errorf("%s changed while it was read", in.shown())}
	}
	return err
}

// fill reads once and appends to data. An error is kept in failed.
func (r *reader) fill(data []byte) []byte {
	size := r.size
	if r.file.format == CSV {
		size /= 2 // results are that much longer than rows
	}
	room := size/2 + padding
	if cap(data)-len(data) < room {
		data = append(make([]byte, 0, max(2*len(data), size)+room), data...)
	}
	n, err := r.source.Read(data[len(data) : cap(data)-padding])
	if r.offset == 0 && len(data) == 0 && r.file.compressed == "" {
		if fault := r.file.packed(data[:n]); fault != nil {
			r.failed = fault
			return data
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		r.ended = true
	case err != nil:
		r.failed = r.file.broken(err)
	}
	return data[:len(data)+n]
}

// read reads until there is at least one whole record.
func (r *reader) read(data []byte, records []span) (chunk, error) {
	c := chunk{file: r.file, from: r.offset, lead: r.lead, records: records[:0]}
	r.lead = 0
	data = append(data[:0], r.carry...)
	at, end := r.seen, 0
	for {
		if r.failed != nil {
			return c, r.failed
		}
		if !r.ended {
			data = r.fill(data)
		}
		if end, at = r.cut(data, at, &c); end > 0 || r.ended {
			return r.finish(c, data, end, at), nil
		}
		if len(data) > maxHeld {
			return r.tooLong(c, data)
		}
	}
}

// finish makes a chunk of data[:end] and keeps the rest, of which the bytes before seen
// were cut in vain.
func (r *reader) finish(c chunk, data []byte, end, seen int) chunk {
	r.carry = append(r.carry[:0], data[end:]...)
	r.seen = max(seen-end, 0)
	if cap(data)-end < padding {
		data = append(make([]byte, 0, end+padding), data...)
	}
	c.data = data[:end]
	clear(data[end : end+padding])
	c.size += int64(end)
	r.offset += c.size
	r.clip(&c)
	return c
}

// cut finds the records in data, of which the bytes before at were cut already. It returns
// how many bytes make whole records: all of them at the end of the input.
func (r *reader) cut(data []byte, at int, c *chunk) (end, seen int) {
	if r.cutter == nil {
		if r.ended {
			return len(data), len(data)
		}
		if i := bytes.LastIndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		return end, len(data)
	}
	for {
		record, resume, ended := r.cutter.next(data, at)
		if !ended && r.ended {
			record, resume, ended = r.cutter.last(data)
		}
		if !ended {
			break
		}
		c.records = append(c.records, record)
		at, end = resume, resume
	}
	if r.ended {
		end = len(data)
		if fault := r.cutter.unfinished(); fault != nil {
			c.refused = &refusal{fault, nil, r.offset + int64(end)}
		}
	}
	r.cutter.shift(end)
	return end, len(data)
}
