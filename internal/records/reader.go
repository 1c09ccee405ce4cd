package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"knead/internal/text"
)

const (
	// ChunkSize is about how much is read at a time, so that a worker's data and results stay
	// in its core's cache.
	ChunkSize = 128 << 10
	// maxHeld is how much of a record is held at most while its end is looked for. It is more
	// than MaxSize, so that what is rejected for its length does not depend on how much each
	// read happens to give.
	maxHeld = MaxSize + 64<<10
	// ExcerptSize is how much of a bad record is kept.
	ExcerptSize = 4 << 10
)

// File is an input that is being read.
type File struct {
	*Input
	Number    int    // among the inputs
	Header    []byte // CSV: its first row
	Delimiter byte   // CSV
}

// Reader hands out the inputs in chunks. Its methods are called by one goroutine at a time.
type Reader struct {
	Inputs []*Input
	Stdin  io.Reader
	// Header reads the first row of CSV and returns what stands between cells, or what is wrong.
	Header  func(in *Input, row []byte) (delimiter byte, err error)
	Counted func(int) // called with numbers of bytes that left the disk
	Size    int       // about how much to read at a time

	opened int // number of inputs opened so far
	file   *File
	source io.ReadCloser
	ended  bool // source is
	cutter cutter
	carry  []byte       // what was read behind the last chunk
	seen   int          // how much of carry was cut already, in vain: all or nothing
	taken  int64        // bytes read of source, decompressed
	ahead  bytes.Buffer // what was read of source to look ahead
	failed error        // why source cannot be read on
	offset int64        // of carry
	lead   int64        // line feeds that no chunk has held

	stopped error // why there is no next chunk
}

// Next reads the next chunk, reusing data's array and the spans. After the last input it
// returns io.EOF. After an error there is no next: it returns that error again, to whichever
// worker asks.
func (r *Reader) Next(data []byte, spans []Span) (c Chunk, err error) {
	if r.stopped != nil {
		return Chunk{}, r.stopped
	}
	defer func() { r.stopped = err }()
	for {
		if r.source == nil {
			if err := r.open(); err != nil {
				return Chunk{}, err
			}
		}
		c, err := r.read(data, spans)
		if err != nil {
			return c, err
		}
		if c.Last = r.ended && len(r.carry) == 0; c.Last {
			if err := r.close(); err != nil {
				return c, err
			}
		}
		if len(c.Data) > 0 || c.Unread != nil || c.Last {
			return c, nil
		}
		data, spans = c.Data, c.Records
	}
}

// open opens the next input of which anything is wanted.
func (r *Reader) open() error {
	for r.opened < len(r.Inputs) && r.Inputs[r.opened].Window.Empty() {
		r.opened++
	}
	if r.opened == len(r.Inputs) {
		return io.EOF
	}
	in := r.Inputs[r.opened]
	source, disk, err := in.open(r.Stdin, r.Counted)
	if err != nil {
		return err
	}
	r.file = &File{Input: in, Number: r.opened}
	r.source, r.offset, r.taken, r.lead, r.ended = source, 0, 0, 0, false
	r.carry, r.cutter, r.seen = r.carry[:0], r.newCutter(in.Format), 0
	r.opened++
	switch {
	case in.Format == CSV:
		return r.readHeader()
	case in.Format == JSONL && disk != nil && in.Window.From > 0:
		r.offset = in.Window.From - 1 // of the line feed before the first line that is wanted
		if _, err := disk.Seek(r.offset, io.SeekStart); err != nil {
			return in.broken(err)
		}
	}
	return nil
}

// Check opens every input that can be opened twice, so that what cannot be read at all is
// refused before anything is done.
func (r *Reader) Check() error {
	for _, in := range r.Inputs {
		if !in.IsFile() {
			continue
		}
		whole := *in
		whole.Window = Whole
		one := Reader{Inputs: []*Input{&whole}, Header: r.Header, Counted: func(int) {}, Size: 4 << 10}
		err := one.open()
		if err == nil && in.compressed == "" && in.Format != CSV {
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

// readHeader reads the first row of a table that is not blank.
func (r *Reader) readHeader() error {
	for len(r.carry) < len(ByteOrderMark) && !r.ended && r.failed == nil {
		r.carry = r.fill(r.carry)
	}
	if bytes.HasPrefix(r.carry, []byte(ByteOrderMark)) {
		r.pass(len(ByteOrderMark))
	}
	r.file.Stated, r.file.Line = 0, 1
	for {
		row, done, err := r.firstRow()
		if err != nil {
			return err
		}
		r.file.Header = bytes.Clone(r.carry[row.From:row.To])
		lines := LineFeeds(r.carry[:done])
		r.pass(done)
		said, err := r.delimiterLine()
		if err != nil {
			return err
		}
		if !said && !isBlankRow(r.file.Header) {
			break
		}
		r.file.Line += lines
	}
	delimiter, err := r.Header(r.file.Input, r.file.Header)
	r.file.Delimiter = delimiter
	r.cutter = &csvCutter{delimiter: delimiter, closes: r.closes}
	return err
}

// delimiterLine reads the line sep=; with which spreadsheets say what stands between cells, and
// reports whether it is one.
func (r *Reader) delimiterLine() (bool, error) {
	line := strings.TrimRight(string(r.file.Header), "\r")
	said, found := strings.CutPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep=")
	switch {
	case !found || r.file.IsSheet() || r.file.Stated != 0 || len(said) > 1:
		return false, nil
	case len(said) == 0 || strings.IndexByte(Delimiters, said[0]) < 0:
		return false, InputFault{fmt.Errorf("%s:%d: the line %s says what stands between cells: expected a comma, a semicolon or a tab behind the equals sign", r.file.Shown(), r.file.Line, text.Quote(line))}
	}
	r.file.Stated = said[0]
	return true, nil
}

// firstRow cuts a row in front of those with records.
func (r *Reader) firstRow() (row Span, done int, err error) {
	found := false
	for at := 0; !found; {
		switch row, done, found = r.cutter.next(r.carry, at); {
		case found:
		case r.failed != nil:
			return row, done, r.failed
		case r.ended:
			if row, done, found = r.cutter.last(r.carry); !found {
				return row, done, fmt.Errorf("%s is empty: expected a first row with the names of the columns", r.file.Shown())
			}
		case len(r.carry) > MaxSize:
			return row, done, fmt.Errorf("%s: the first row is longer than %d MiB: expected the names of the columns", r.file.Shown(), MaxSize>>20)
		default:
			at = len(r.carry)
			r.carry = r.fill(r.carry)
		}
	}
	return row, done, nil
}

// pass drops bytes in front of the records.
func (r *Reader) pass(n int) {
	if r.file.Window.From == 0 { // else the lines in front of the window are known
		r.lead += LineFeeds(r.carry[:n])
	}
	r.offset += int64(n)
	r.carry = append(r.carry[:0], r.carry[n:]...)
}

func (r *Reader) close() error {
	in := r.file.Input
	err := r.source.Close()
	r.source = nil
	if err == nil && in.changed() {
		err = InputFault{fmt.Errorf("%s changed while it was read", in.Shown())}
	}
	return err
}

// fill reads once and appends to data. An error is kept in failed.
func (r *Reader) fill(data []byte) []byte {
	size := r.Size
	if r.file.Format == CSV {
		size /= 2 // results are that much longer than rows
	}
	room := size/2 + Padding
	if cap(data)-len(data) < room {
		data = append(make([]byte, 0, max(2*len(data), size)+room), data...)
	}
	source := io.Reader(r.source)
	if r.ahead.Len() > 0 {
		source = &r.ahead
	}
	n, err := source.Read(data[len(data) : cap(data)-Padding])
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
	r.taken += int64(n)
	return data[:len(data)+n]
}

// maxAhead is how much is read ahead, and kept, of what cannot be read twice.
const maxAhead = 64 << 20

// closes reads ahead to see whether a quoted cell of which rest is read is closed. A file is
// read a second time for that; of a pipe only so much is read ahead as may be kept, and a
// longer cell is an error, since neither answer would be safe.
func (r *Reader) closes(rest []byte) bool {
	scan := quoteScan{quotedCell, r.file.Delimiter}
	for _, read := range [][]byte{rest, r.ahead.Bytes()} {
		if known, closed := scan.feed(read); known {
			return closed
		}
	}
	source, err := r.fromHere()
	if err != nil {
		r.failed = r.file.broken(err)
		return true
	}
	defer source.Close()
	buffer := make([]byte, 256<<10)
	for {
		n, err := source.Read(buffer)
		if known, closed := scan.feed(buffer[:n]); known {
			return closed
		}
		switch {
		case errors.Is(err, io.EOF):
			return scan.last()
		case err != nil:
			r.failed = r.file.broken(err)
			return true
		case r.ahead.Len() > maxAhead:
			r.failed = InputFault{fmt.Errorf("%s: a quoted cell is longer than %d MiB or never closed, and it takes a file, which can be read twice, to find out which: save the table as a file", r.file.Shown(), maxAhead>>20)}
			return true
		}
	}
}

// fromHere returns what is not read yet: of a file another reader, else the source itself, of
// which all that is read is kept.
func (r *Reader) fromHere() (io.ReadCloser, error) {
	if !r.file.IsFile() {
		return io.NopCloser(io.TeeReader(r.source, &r.ahead)), nil
	}
	again, seekable, err := r.file.open(nil, func(int) {})
	switch {
	case err != nil:
	case seekable != nil:
		_, err = seekable.Seek(r.taken, io.SeekStart)
	default:
		_, err = io.CopyN(io.Discard, again, r.taken)
	}
	return again, err
}

// read reads until there is at least one whole record.
func (r *Reader) read(data []byte, spans []Span) (Chunk, error) {
	c := Chunk{File: r.file, From: r.offset, Lead: r.lead, Records: spans[:0]}
	r.lead = 0
	data = append(data[:0], r.carry...)
	for at := r.seen; ; at = len(data) {
		if r.failed != nil {
			return c, r.failed
		}
		if !r.ended && at == len(data) { // else there are rows that came with the header
			data = r.fill(data)
		}
		if end := r.cut(data, at, &c); end > 0 || r.ended {
			return r.finish(c, data, end), nil
		}
		if len(data) > maxHeld {
			return r.tooLong(c, data)
		}
	}
}

// finish makes a chunk of data[:end] and keeps the rest, which has been scanned without
// finding the end of a record.
func (r *Reader) finish(c Chunk, data []byte, end int) Chunk {
	r.carry = append(r.carry[:0], data[end:]...)
	r.seen = len(r.carry)
	if cap(data)-end < Padding {
		data = append(make([]byte, 0, end+Padding), data...)
	}
	c.Data = data[:end]
	clear(data[end : end+Padding])
	c.Size += int64(end)
	r.offset += c.Size
	r.clip(&c)
	return c
}

// cut finds the records in data, of which the bytes before at were cut already. It returns
// how many bytes are done with: all of them at the end of the input.
func (r *Reader) cut(data []byte, at int, c *Chunk) (end int) {
	for more := true; more; at = end {
		record, done, ended := r.cutter.next(data[end:], at-end)
		if !ended && r.ended {
			end += done
			record, done, ended = r.cutter.last(data[end:])
		}
		if ended {
			c.Records = append(c.Records, Span{end + record.From, end + record.To})
		}
		end, more = end+done, ended
	}
	if r.ended {
		if fault := r.cutter.unfinished(); fault != nil {
			c.Unread = &Unread{Reject: fault, Offset: r.offset + int64(end)}
		}
	}
	return end
}

// tooLong makes a chunk of a record that has grown longer than MaxSize. It is read to its
// end without being kept, and rejected.
func (r *Reader) tooLong(c Chunk, data []byte) (Chunk, error) {
	c.Unread = &Unread{Reject: TooLong(), Excerpt: bytes.Clone(data[:ExcerptSize]), Offset: r.offset}
	end, ended := 0, false
	for !ended {
		c.Unread.Lines += LineFeeds(data[ExcerptSize:])
		c.Size += int64(len(data) - ExcerptSize)
		r.cutter.forget(ExcerptSize)
		data = data[:ExcerptSize]
		switch {
		case r.failed != nil:
			return c, r.failed
		case r.ended:
			end, ended = ExcerptSize, true
		default:
			data = r.fill(data)
			_, end, ended = r.cutter.next(data, ExcerptSize)
		}
	}
	c.Unread.Lines += LineFeeds(data[:end])
	c.Size += int64(end)
	c = r.finish(c, data[end:], 0)
	r.seen = 0
	return c, nil
}

// CodeTooLong is the code of a record longer than MaxSize.
const CodeTooLong = "too-long"

// TooLong rejects a record longer than MaxSize.
func TooLong() *Reject {
	return NewReject("", CodeTooLong, fmt.Sprintf("the record is longer than %d MiB", MaxSize>>20))
}
