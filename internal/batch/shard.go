package batch

import (
	"errors"
	"fmt"
	"io"
	"math/bits"

	"knead/internal/records"
)

// cut gives every input the window that belongs to the shard: the inputs are one row of
// bytes, cut into N equal parts, and a record belongs to the part in which it begins. The
// end of each file counts as a byte, because a complaint may stand there. It returns the length
// of each input so counted.
func (s Shard) cut(inputs []*records.Input) (lengths []int64, err error) {
	if s == (Shard{}) {
		return nil, nil
	}
	if s.I < 1 || s.I > s.N {
		return nil, fmt.Errorf("shard %d/%d: expected I/N with I from 1 to N", s.I, s.N)
	}
	sizes := make([]int64, len(inputs))
	total := int64(0)
	for i, in := range inputs {
		size, err := in.UnpackedSize()
		if err != nil {
			return nil, err
		}
		sizes[i] = size + 1
		total += sizes[i]
	}
	from, until := portion(total, s.I-1, s.N), portion(total, s.I, s.N)
	for i, in := range inputs {
		in.Window = records.Window{From: max(0, min(from, sizes[i])), Until: max(0, min(until, sizes[i]))}
		from, until = from-sizes[i], until-sizes[i]
	}
	return sizes, nil
}

// portion returns total*i/n.
func portion(total int64, i, n int) int64 {
	hi, lo := bits.Mul64(uint64(total), uint64(i))
	q, _ := bits.Div64(hi, lo, uint64(n))
	return int64(q)
}

// countPreceding counts the records in front of the part of the inputs that is evaluated. It is
// asked only when a record is rejected, because rejections are numbered.
func (r *run) countPreceding() (preceding, error) {
	var b preceding
	if r.Shard == (Shard{}) {
		return b, nil
	}
	var inputs []*records.Input
	for i, in := range r.inputs {
		copied := *in
		copied.Window = records.Window{From: 0, Until: r.windows[i].From}
		inputs = append(inputs, &copied)
	}
	count := r.newReader(inputs, func(int) {})
	var data []byte
	var spans []records.Span
	for {
		c, err := count.Next(data, spans)
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		data, spans = c.Data, c.Records
		if c.File.Number != b.input {
			b.input, b.lines = c.File.Number, 0
		}
		n, lines := c.Count()
		b.records += n
		b.lines += c.Lead + lines
	}
}
