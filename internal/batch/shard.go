package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// cut gives every input the window that belongs to the shard: the inputs are one row of
// bytes, cut into N equal parts, and a record belongs to the part in which it begins. The
// end of each file counts as a byte, because a complaint may stand there.
func (s Shard) cut(inputs []*input) error {
	if s == (Shard{}) {
		return nil
	}
	if s.I < 1 || s.I > s.N {
		return fmt.Errorf("shard %d/%d: expected I/N with I from 1 to N", s.I, s.N)
	}
	sizes := make([]int64, len(inputs))
	total := int64(0)
	for i, in := range inputs {
		size, err := in.unpackedSize()
		if err != nil {
			return err
		}
		sizes[i] = size + 1
		total += sizes[i]
	}
	from, until := portion(total, s.I-1, s.N), portion(total, s.I, s.N)
	for i, in := range inputs {
		in.window = window{max(0, min(from, sizes[i])), max(0, min(until, sizes[i]))}
		from, until = from-sizes[i], until-sizes[i]
	}
	return nil
}

// portion returns total*i/n.
func portion(total int64, i, n int) int64 {
	hi, lo := bits.Mul64(uint64(total), uint64(i))
	q, _ := bits.Div64(hi, lo, uint64(n))
	return int64(q)
}

// unpackedSize returns the number of bytes the input holds, which for compressed ones
// takes reading them.
func (in *input) unpackedSize() (int64, error) {
	switch {
	case in.info == nil || !in.info.Mode().IsRegular():
		return 0, fmt.Errorf("%s cannot be read in shards: expected a file", in.shown())
	case in.compressed == "":
		return in.size, nil
	}
	r, _, err := in.open(nil, func(int) {})
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		return 0, in.broken(err)
	}
	return n, nil
}

// before counts the records in front of the part of the inputs that is evaluated. It is
// asked only when a record is rejected, because rejections are numbered.
func (r *run) before() (before, error) {
	var b before
	if r.Shard == (Shard{}) {
		return b, nil
	}
	var inputs []*input
	for i, in := range r.inputs {
		copied := *in
		copied.window = window{0, r.starts[i]}
		inputs = append(inputs, &copied)
	}
	count := &reader{inputs: inputs, header: r.vocabulary.parseHeader, counted: func(int) {}, size: chunkSize}
	w := &worker{}
	for {
		c, err := count.next(w.data, w.spans)
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		w.data, w.spans = c.data, c.records
		if c.file.number != b.input {
			b.input, b.lines = c.file.number, 0
		}
		records, lines := c.count()
		b.records += records
		b.lines += c.lead + lines
	}
}

// count returns how many records the chunk holds, and how many line feeds lie before the
// end of the input's window.
func (c *chunk) count() (records, lines int64) {
	until := min(int64(len(c.data)), c.file.window.until-c.from)
	if c.isLines() {
		until = int64(len(c.data)) // clipped already
	}
	lines = lineFeeds(c.data[:max(until, 0)])
	if c.isLines() {
		for line := range bytes.Lines(c.data) {
			if !blank(line) || len(line) > maxRecord+1 {
				records++
			}
		}
	}
	for _, s := range c.records {
		if c.file.format != CSV || !blankRow(c.data[s.from:s.to]) {
			records++
		}
	}
	if c.refused != nil {
		records++
	}
	return records, lines
}

// blank reports whether a line holds no record.
func blank(line []byte) bool { return len(bytes.Trim(line, " \t\r\n")) == 0 }

// blankRow reports whether a row of a table holds no record.
func blankRow(row []byte) bool { return len(row) == 0 || len(row) == 1 && row[0] == '\r' }
