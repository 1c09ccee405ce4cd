package batch

import (
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"knead/internal/fastwrite"
	"knead/internal/records"
)

// sink writes what workers made of chunks in the order of the chunks. In the first turn of a chunk
// its place in the outputs is settled, behind those before it. In the second, when all of those are
// counted, it is counted too, and written to a stream. A file is written in between, by several
// workers at once.
type sink struct {
	writer interface {
		Reject(to []byte, record int64, r *records.Reject) []byte
	}
	out     *target
	rejects *target                   // nil when nobody wants them
	precede func() (preceding, error) // what lies in front of the part that is evaluated
	journal *journal                  // nil when nothing can be resumed
	// rejectHeader returns the first row of a table of rejected rows.
	rejectHeader func() []byte
	writing      func(at, n int64) error // called before a chunk is written to a file; may be nil
	wrote        func()                  // called when a chunk was counted; may be nil

	mu     sync.Mutex     // guards what follows, of the state its numbers of records
	latest turns          // of the chunk that was issued last
	issued sync.WaitGroup // chunks that are not counted, and one more until ended is set
	ended  error          // why no more chunks are issued; io.EOF at the end of the input

	// What follows belongs to the worker whose chunk has its first turn.
	ahead    position // as in the state, with the chunks that are not counted
	rejected bool     // there are texts of rejections

	// What follows belongs to the worker whose chunk has its second turn.
	state
	err error // why nothing more is counted
	ids idSet
}

// turns say when a chunk has its turns, as channels that are closed: place and count when the chunk
// before it is placed and counted, placed and counted when it is itself.
type turns struct{ place, placed, count, counted chan struct{} }

// position is how far the input has come, in whole chunks.
type position struct {
	Input   int   `json:"input"`    // number of the input under way
	Offset  int64 `json:"offset"`   // in it, of the next record
	Lines   int64 `json:"lines"`    // line feeds before that
	InInput int64 `json:"in_input"` // records of the input under way

	Records int64 `json:"records"` // done, rejected ones included
}

// enter moves to the beginning of a chunk's input, unless it is under way.
func (p *position) enter(c *records.Chunk) {
	if c.File.Number != p.Input {
		*p = position{Input: c.File.Number, Records: p.Records}
	}
}

// pass moves behind a chunk.
func (p *position) pass(c *records.Chunk, r *chunkResult) {
	p.Records, p.InInput = p.Records+r.records, p.InInput+r.records
	p.Lines += c.Lead + r.lines
	p.Offset = c.From + c.Size
	if c.Last {
		*p = position{Input: c.File.Number + 1, Records: p.Records}
	}
}

// state is what a checkpoint says: how far the output has come. Everything before it is written
// in whole chunks.
type state struct {
	position
	Rejected    int64         `json:"rejected"`
	OutBytes    int64         `json:"output_bytes"`
	OutSum      uint32        `json:"output_sum"` // CRC-32C
	RejectBytes int64         `json:"reject_bytes"`
	RejectSum   uint32        `json:"reject_sum"`
	OrderedSum  uint32        `json:"ordered_sum"` // of the complete file of rejections
	First       []FirstReject `json:"first"`
	Empty       []string      `json:"empty,omitempty"`
	Blank       int64         `json:"blank,omitempty"`
	Cut         int64         `json:"cut,omitempty"`
	FirstCut    string        `json:"first_cut,omitempty"`
	Void        int64         `json:"void,omitempty"`
	Converted   int64         `json:"converted,omitempty"`
	Repeated    int64         `json:"repeated,omitempty"` // results with an id that stood before
	RepeatedIDs []string      `json:"repeated_ids,omitempty"`
	Counts      Counts        `json:"counts"`
	OutHash     []byte        `json:"output_hash,omitempty"`
	Complete    bool          `json:"complete"`

	Contradicted int64 `json:"contradicted"` // results with contradictions
	Outdated     int64 `json:"outdated"`     // results of intakes that were never asked about some options
}

// preceding is what lies in front of the part of the input that is evaluated.
type preceding struct {
	records int64
	lines   int64 // in the first input
	input   int   // its number
}

func newSink() *sink {
	s := &sink{latest: turns{placed: make(chan struct{}), counted: make(chan struct{})}}
	s.issued.Add(1)
	close(s.latest.placed)
	close(s.latest.counted)
	return s
}

// issue lets a worker evaluate the next chunk, unless there is to be none.
func (s *sink) issue() (t turns, issued bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != nil {
		return t, false
	}
	s.issued.Add(1)
	s.latest = turns{s.latest.placed, make(chan struct{}), s.latest.counted, make(chan struct{})}
	return s.latest, true
}

// end issues no more chunks. The first reason counts.
func (s *sink) end(reason error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == nil {
		s.ended = reason
		s.issued.Done()
	}
}

// wait waits until every chunk that was issued is counted and no more are, and returns why;
// nil at the end of the input.
func (s *sink) wait() error {
	s.issued.Wait()
	switch {
	case s.err != nil:
		return s.err
	case errors.Is(s.ended, io.EOF):
		return nil
	}
	return s.ended
}

// put writes what was made of a chunk, or of its first records. After an error nothing more is
// counted.
func (s *sink) put(c *records.Chunk, r *chunkResult, t turns, whole bool) {
	<-t.place
	out, err := s.place(c, r)
	at := s.out.reserve(len(out))
	if whole {
		s.ahead.pass(c, r)
		close(t.placed)
	}
	if err == nil {
		err = s.write(out, at)
	}
	<-t.count
	if s.err == nil {
		if s.err = s.count(out, r, err); s.err != nil {
			s.end(s.err)
		}
	}
	if whole {
		if s.err == nil {
			s.advance(c, r)
		}
		close(t.counted)
		s.issued.Done()
	}
}

// place returns the results with those of rejected records among them.
func (s *sink) place(c *records.Chunk, r *chunkResult) ([]byte, error) {
	s.ahead.enter(c)
	r.texts = r.texts[:0]
	if len(r.rejected) == 0 {
		return r.out, nil
	}
	return s.fillIn(c, r)
}

// write writes results to a file.
func (s *sink) write(out []byte, at int64) error {
	if s.writing != nil {
		if err := s.writing(at, int64(len(out))); err != nil {
			return err
		}
	}
	return s.out.writeAt(out, at)
}

// count counts results that were written, unless that failed, and writes the texts of rejections.
func (s *sink) count(out []byte, r *chunkResult, failed error) error {
	if failed != nil {
		return failed
	}
	if err := s.out.count(out); err != nil || len(r.texts) == 0 {
		return err
	}
	_, err := s.rejects.Write(r.texts)
	return err
}

// advance moves the state behind a chunk that is written.
func (s *sink) advance(c *records.Chunk, r *chunkResult) {
	s.enter(c)
	if c.Last && s.InInput+r.records == 0 && c.File.Window == records.Whole && len(s.Empty) < maxFirst {
		s.Empty = append(s.Empty, c.File.Shown())
	}
	s.mu.Lock()
	s.pass(c, r)
	s.Rejected += r.rejects
	s.Contradicted += r.contradicted
	s.Outdated += r.outdated
	s.mu.Unlock()
	s.Blank += r.blank
	s.Void += r.void
	s.Converted += r.converted
	s.repeats(&r.ids)
	if s.Cut += r.cut; s.Cut > 0 && s.FirstCut == "" {
		s.FirstCut = c.File.Shown()
	}
	for _, x := range r.first {
		s.First = withFirst(s.First, x)
	}
	r.counts.moveTo(&s.Counts)
	out, rejects := s.out.progress(), s.rejects.progress()
	s.OutBytes, s.OutSum, s.RejectBytes, s.RejectSum = out.bytes, out.sum, rejects.bytes, rejects.sum
	s.OutHash = s.out.hashState()
	if s.wrote != nil {
		s.wrote()
	}
	if s.journal != nil {
		s.journal.offer(&s.state)
	}
}

// fillIn puts the rejections of a chunk into their places among its results, and makes their texts.
func (s *sink) fillIn(c *records.Chunk, r *chunkResult) ([]byte, error) {
	before, err := s.precede()
	if err != nil {
		return nil, err
	}
	line := s.ahead.Lines + c.Lead + 1
	if c.File.Number == before.input {
		line += before.lines
	}
	r.filled = r.filled[:0]
	from := 0
	for i := range r.rejected {
		x := &r.rejected[i]
		number := before.records + s.ahead.Records + x.record + 1
		r.filled = append(r.filled, r.out[from:x.at]...)
		r.filled = s.writer.Reject(r.filled, number, x.Reject)
		from = x.at
		r.first = withFirst(r.first, FirstReject{number, c.File.Shown(), line + x.line, x.Faults[0].Field, x.Faults[0].Code, len(x.Faults) - 1 + x.Unlisted, x.AtLeast})
		switch {
		case x.row != nil:
			if !s.rejected {
				r.texts = append(append(r.texts, records.ByteOrderMark...), s.rejectHeader()...)
			}
			r.texts, s.rejected = append(r.texts, x.row...), true
		case s.rejects != nil:
			r.texts = appendRejectedText(r.texts, number, x, c.File.Shown(), line+x.line)
		}
	}
	r.filled = append(r.filled, r.out[from:]...)
	return r.filled, nil
}

// maxFirst is how many rejections, and how many empty inputs, a report names.
const maxFirst = 10

// withFirst adds a rejection to the first of the most cautious ones, if it is one of them.
func withFirst(first []FirstReject, x FirstReject) []FirstReject {
	at, _ := slices.BinarySearchFunc(first, x, func(a, b FirstReject) int { return cmp.Or(a.AtLeast.Compare(b.AtLeast), -1) })
	if at == maxFirst {
		return first
	}
	first = slices.Insert(first, at, x)
	return first[:min(len(first), maxFirst)]
}

// appendRejectedText appends a rejection with its place and original text.
func appendRejectedText(to []byte, record int64, r *rejected, file string, line int64) []byte {
	to = fastwrite.AppendReject(to, record, r.Reject)
	to = append(fastwrite.AppendString(append(to, `,"file":`...), file), `,"line":`...)
	to = append(strconv.AppendInt(to, line, 10), `,"offset":`...)
	to = strconv.AppendInt(to, r.offset, 10)
	return append(appendOriginal(to, r.excerpt), '}', '\n')
}

// appendOriginal appends the text of a rejected record: as text when it is UTF-8, else in
// base64, so that nothing of it is lost. A character cut in half at the end of an excerpt
// is left out.
func appendOriginal(to, text []byte) []byte {
	if len(text) == records.ExcerptSize {
		for cut := range utf8.UTFMax {
			if utf8.Valid(text[:len(text)-cut]) {
				text = text[:len(text)-cut]
				break
			}
		}
	}
	if utf8.Valid(text) {
		return fastwrite.AppendString(append(to, `,"text":`...), string(text))
	}
	to = append(to, `,"text_base64":"`...)
	return append(base64.StdEncoding.AppendEncode(to, text), '"')
}
