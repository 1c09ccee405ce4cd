package batch

import (
	"bytes"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// worker evaluates chunks. Each has facts, readers and buffers of its own.
type worker struct {
	*setup
	render   renderer // its own
	facts    *engine.Facts
	decision engine.Decision
	scanner  *scanner
	table    *tableReader
	record   []byte // a record that had to be copied

	data    []byte // of the chunk under way
	counted int    // how much of that is counted in lines; not used when each line is a record
	spans   []span
	flush   func() // hands out and rejected on
	chunkResult
}

// setup is what all workers share. It is immutable.
type setup struct {
	program    *engine.Program
	vocabulary *vocabulary
	render     renderer
	decode     Decoder
	excerpts   bool // keep the text of rejected records
	tally      bool // count what results say
}

// chunkResult is what evaluating a chunk, or more of it, gave.
type chunkResult struct {
	out      []byte     // results since the last flush; those of rejected records are missing
	rejected []rejected // since the last flush
	records  int64      // rejected ones included
	rejects  int64
	lines    int64
	counts   Counts
}

// rejected is a rejection and where it belongs.
type rejected struct {
	*rejection
	at      int   // in out
	record  int64 // in the chunk, from 0
	line    int64 // in the chunk, from 0
	offset  int64 // in the input
	excerpt []byte
}

func newWorker(s *setup) *worker {
	facts := s.program.NewFacts()
	return &worker{
		setup: s, render: s.render.forWorker(), facts: facts,
		scanner:     newScanner(s.vocabulary, facts),
		table:       &tableReader{vocabulary: s.vocabulary, facts: facts},
		chunkResult: chunkResult{out: make([]byte, 0, usualOut), counts: newCounts(s.program.Pack())},
	}
}

// usualOut is room for the results of most chunks.
const usualOut = 3 * chunkSize

// The most that is kept before it is handed on, in bytes and rejections.
const (
	maxOut      = 1 << 20
	maxRejected = 1 << 10
)

// evaluate fills the chunkResult, and calls flush when that has grown large.
func (w *worker) evaluate(c *chunk, flush func()) {
	w.out, w.rejected, w.records, w.rejects, w.lines = w.out[:0], w.rejected[:0], 0, 0, 0
	w.flush, w.counted = flush, 0
	w.counts.reset()
	if c.isLines() {
		w.evaluateLines(c)
	} else {
		for _, s := range c.records {
			w.one(c, s.from, s.to)
		}
		w.lines += lineFeeds(c.data[w.counted:])
	}
	if c.refused != nil {
		w.reject(c.refused.rejection, w.lines, c.refused.offset, c.refused.excerpt)
	}
}

func (w *worker) evaluateLines(c *chunk) {
	data := c.data[:len(c.data)+padding]
	for at := 0; at < len(c.data); w.lines++ {
		n := bytes.IndexByte(c.data[at:], '\n')
		if n < 0 { // the last line of a file
			n = len(c.data) - at
			data[at+n] = '\n'
		}
		if n > maxRecord {
			w.reject(refuseLength(), w.lines, c.from+int64(at), data[at:at+n])
		} else if w.scanner.scan(data[at:], n) {
			w.emit(w.scanner.id)
		} else if line := data[at : at+n]; !blank(line) {
			w.judgeOne(c, line, w.lines, c.from+int64(at))
		}
		at += n + 1
	}
}

// one evaluates the record in data[from:to].
func (w *worker) one(c *chunk, from, to int) {
	text := c.data[from:to]
	if len(text) > maxRecord {
		w.rejectAt(c, refuseLength(), from, to)
		return
	}
	switch c.file.format {
	case CSV:
		if blankRow(text) {
			return
		}
		if r := w.table.row(c.file.columns, text); r != nil {
			w.rejectAt(c, r, from, to)
			return
		}
		w.emit(w.table.id)
		return
	case JSON:
		w.record = append(append(w.record[:0], text...), '\n')
		w.record = append(w.record, make([]byte, padding)...)
		if w.scanner.scan(w.record, len(text)) {
			w.emit(w.scanner.id)
			return
		}
	}
	in, rejected := w.read(c.file.format, text)
	if rejected != nil {
		w.rejectAt(c, rejected, from, to)
		return
	}
	w.facts.Load(in)
	w.emit(identityOf(in))
}

// judgeOne evaluates a line that the scanner was not sure of.
func (w *worker) judgeOne(c *chunk, text []byte, line, offset int64) {
	in, rejected := w.read(JSON, text)
	if rejected != nil {
		w.reject(rejected, line, offset, text)
		return
	}
	w.facts.Load(in)
	w.emit(identityOf(in))
}

// read reads a record thoroughly.
func (w *worker) read(f Format, text []byte) (*rules.Intake, *rejection) {
	switch f {
	case Foreign:
		in, problems := w.decode(text)
		r := packfile.Record{Intake: in, Problems: problems}
		if in != nil {
			r.ID = in.ID
		}
		return ruling(r)
	case YAML:
		return judge(text, packfile.YAML, w.program.Pack())
	}
	return judge(text, packfile.JSON, w.program.Pack())
}

// emit evaluates the facts.
func (w *worker) emit(id identity) {
	w.program.DecideFacts(w.facts, &w.decision)
	w.out = w.render.result(w.out, id, &w.decision)
	w.records++
	if w.tally {
		w.counts.add(w.program.Pack(), w.facts, &w.decision)
	}
	if len(w.out) >= maxOut {
		w.handOn()
	}
}

// handOn hands on what there is so far.
func (w *worker) handOn() {
	w.flush()
	w.out, w.rejected = w.out[:0], w.rejected[:0]
}

// rejectAt rejects the record in data[from:to], which is behind those rejected before.
func (w *worker) rejectAt(c *chunk, r *rejection, from, to int) {
	w.lines += lineFeeds(c.data[w.counted:from])
	w.counted = from
	w.reject(r, w.lines, c.from+int64(from), c.data[from:to])
}

func (w *worker) reject(r *rejection, line, offset int64, text []byte) {
	item := rejected{rejection: r, at: len(w.out), record: w.records, line: line, offset: offset}
	if w.excerpts {
		item.excerpt = text[:min(len(text), excerptSize)]
	}
	w.rejected = append(w.rejected, item)
	w.records++
	w.rejects++
	if len(w.rejected) >= maxRejected {
		w.handOn()
	}
}
