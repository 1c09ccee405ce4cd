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

// sink writes what workers made of chunks in the order of the chunks.
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
	wrote        func() // called when a chunk was written; may be nil

	mu     sync.Mutex     // guards what follows, of the state its numbers of records
	turn   chan struct{}  // closed when every chunk that was issued is written
	issued sync.WaitGroup // chunks that are not written, and one more until ended is set
	ended  error          // why no more chunks are issued; io.EOF at the end of the input

	// What follows belongs to the worker whose chunk's turn it is.
	state
	err    error // why nothing more is written
	buffer []byte
	texts  []byte
	first  []FirstReject // as First, with those of the chunk under way
	ids    idSet
}

// state is what a checkpoint says: how far the output has come. Everything before it is written
// in whole chunks.
type state struct {
	Input   int   `json:"input"`    // number of the input under way
	Offset  int64 `json:"offset"`   // in it, of the next record
	Lines   int64 `json:"lines"`    // line feeds before that
	InInput int64 `json:"in_input"` // records of the input under way

	Records     int64         `json:"records"` // done, rejected ones included
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
	s := &sink{turn: make(chan struct{})}
	s.issued.Add(1)
	close(s.turn)
	return s
}

// issue lets a worker evaluate the next chunk, unless there is to be none. What it makes of
// that is written when mine is closed; next is to be closed then.
func (s *sink) issue() (mine, next chan struct{}, issued bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != nil {
		return nil, nil, false
	}
	s.issued.Add(1)
	mine, s.turn = s.turn, make(chan struct{})
	return mine, s.turn, true
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

// wait waits until every chunk that was issued is written and no more are, and returns why;
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

// put writes what was made of the chunk whose turn it is, or of its first records. After an
// error nothing more is written.
func (s *sink) put(c *records.Chunk, r *chunkResult) {
	if s.err != nil {
		return
	}
	if s.err = s.write(c, r); s.err != nil {
		s.end(s.err)
	}
}

// done passes on the turn of a chunk of which everything was put.
func (s *sink) done(c *records.Chunk, r *chunkResult, next chan struct{}) {
	if s.err == nil {
		s.advance(c, r)
	}
	close(next)
	s.issued.Done()
}

// write writes results and rejections.
func (s *sink) write(c *records.Chunk, r *chunkResult) error {
	if c.File.Number != s.Input {
		s.Input, s.Offset, s.Lines, s.InInput = c.File.Number, 0, 0, 0
	}
	out := r.out
	if len(r.rejected) > 0 {
		var err error
		if out, err = s.fillIn(c, r); err != nil {
			return err
		}
	}
	if len(out) == 0 {
		return nil
	}
	_, err := s.out.Write(out)
	return err
}

// advance moves the state behind a chunk that is written.
func (s *sink) advance(c *records.Chunk, r *chunkResult) {
	s.mu.Lock()
	s.Records += r.records
	s.Rejected += r.rejects
	s.Contradicted += r.contradicted
	s.Outdated += r.outdated
	s.mu.Unlock()
	if s.InInput += r.records; c.Last && s.InInput == 0 && c.File.Window == records.Whole && len(s.Empty) < maxFirst {
		s.Empty = append(s.Empty, c.File.Shown())
	}
	s.Blank += r.blank
	s.Void += r.void
	s.Converted += r.converted
	s.repeats(&r.ids)
	if s.Cut += r.cut; s.Cut > 0 && s.FirstCut == "" {
		s.FirstCut = c.File.Shown()
	}
	s.Lines += c.Lead + r.lines
	s.Offset = c.From + c.Size
	if c.Last {
		s.Input, s.Offset, s.Lines, s.InInput = c.File.Number+1, 0, 0, 0
	}
	s.First = slices.Clone(s.first)
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

// fillIn puts the rejections of a chunk into their places among its results.
func (s *sink) fillIn(c *records.Chunk, r *chunkResult) ([]byte, error) {
	before, err := s.precede()
	if err != nil {
		return nil, err
	}
	line := s.Lines + c.Lead + 1
	if c.File.Number == before.input {
		line += before.lines
	}
	s.buffer, s.texts = s.buffer[:0], s.texts[:0]
	from := 0
	for i := range r.rejected {
		x := &r.rejected[i]
		number := before.records + s.Records + x.record + 1
		s.buffer = append(s.buffer, r.out[from:x.at]...)
		s.buffer = s.writer.Reject(s.buffer, number, x.Reject)
		from = x.at
		s.addFirst(FirstReject{number, c.File.Shown(), line + x.line, x.Faults[0].Field, x.Faults[0].Code, len(x.Faults) - 1 + x.Unlisted, x.AtLeast})
		switch {
		case x.row != nil:
			if s.rejects.progress().bytes == 0 && len(s.texts) == 0 {
				s.texts = append(append(s.texts, records.ByteOrderMark...), s.rejectHeader()...)
			}
			s.texts = append(s.texts, x.row...)
		case s.rejects != nil:
			s.texts = appendRejectedText(s.texts, number, x, c.File.Shown(), line+x.line)
		}
	}
	s.buffer = append(s.buffer, r.out[from:]...)
	if s.rejects != nil {
		if _, err := s.rejects.Write(s.texts); err != nil {
			return nil, err
		}
	}
	return s.buffer, nil
}

// maxFirst is how many rejections, and how many empty inputs, a report names.
const maxFirst = 10

// addFirst adds a rejection to the first of the most cautious ones, if it is one of them.
func (s *sink) addFirst(x FirstReject) {
	at, _ := slices.BinarySearchFunc(s.first, x, func(a, b FirstReject) int { return cmp.Or(a.AtLeast.Compare(b.AtLeast), -1) })
	if at < maxFirst {
		s.first = slices.Insert(s.first, at, x)
		s.first = s.first[:min(len(s.first), maxFirst)]
	}
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
