package batch

import (
	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// worker evaluates chunks. Each has facts, readers and buffers of its own; of the run it only
// reads what does not change.
type worker struct {
	run      *run
	facts    *engine.Facts
	decision engine.Decision
	reader   *fastread.Reader
	intake   *rules.Intake // the record under way, for resources

	file *records.File // whose plan is known
	plan *fastread.Plan

	data    []byte // of the chunk under way
	counted int    // how much of that is counted in lines
	spans   []records.Span
	flush   func() // hands out and rejected on
	// rowBytes is how much is kept of rejected rows.
	rowBytes int
	json     packfile.Format
	chunkResult
}

// chunkResult is what evaluating a chunk, or more of it, gave.
type chunkResult struct {
	out          []byte     // results since the last flush; those of rejected records are missing
	rejected     []rejected // since the last flush
	records      int64      // rejected ones included
	rejects      int64
	blank        int64 // rows in which nothing stands
	cut          int64 // records with notes that a comment cuts short
	void         int64 // records that confirm answers on a return visit
	converted    int64 // numbers that were written in another way
	lines        int64
	contradicted int64 // results with contradictions
	outdated     int64 // results of intakes that were never asked about some options
	counts       Counts
	ids          chunkIDs // of the results

	// What the sink makes of it:
	filled []byte        // out with the results of rejected records
	texts  []byte        // of rejections, for their file
	first  []FirstReject // the first of the most cautious ones
}

// rejected is a rejection and where it belongs.
type rejected struct {
	*records.Reject
	at      int   // in out
	record  int64 // in the chunk, from 0
	line    int64 // in the chunk, from 0
	offset  int64 // in the input
	excerpt []byte
	row     []byte // as it stands in a table of rejected rows, or nil
}

func newWorker(r *run) *worker {
	facts, json := r.Program.NewFacts(), packfile.JSON
	if r.Lenient {
		json = packfile.LenientJSON
	}
	return &worker{
		run: r, json: json, facts: facts, reader: fastread.NewReader(r.tables, facts),
		chunkResult: chunkResult{out: make([]byte, 0, usualOut), counts: newCounts(r.Program.Pack())},
	}
}

// usualOut is room for the results of most chunks.
const usualOut = 3 * records.ChunkSize

// The most that is kept before it is handed on, in bytes and rejections.
const (
	maxOut      = 1 << 20
	maxRejected = 1 << 10
)

// evaluate fills the chunkResult, and calls flush when that has grown large.
func (w *worker) evaluate(c *records.Chunk, flush func()) {
	counts, ids := w.counts, w.ids.emptied()
	w.chunkResult = chunkResult{out: w.out[:0], rejected: w.rejected[:0], counts: counts, ids: ids, filled: w.filled, texts: w.texts}
	w.flush, w.counted, w.rowBytes = flush, 0, 0
	for _, s := range c.Records {
		w.evaluateRecord(c, s.From, s.To)
	}
	w.lines += records.LineFeeds(c.Data[w.counted:])
	if c.Unread != nil {
		w.reject(c.File, c.Unread.Reject, w.lines, c.Unread.Offset, c.Unread.Excerpt)
		w.lines += c.Unread.Lines
	}
}

// evaluateRecord evaluates the record in data[from:to], if there is one.
func (w *worker) evaluateRecord(c *records.Chunk, from, to int) {
	text := c.Data[from:to]
	switch {
	case len(text) > records.MaxSize:
		w.rejectAt(c, records.TooLong(), from, to)
	case !c.IsRecord(text):
		if c.File.Format == records.CSV {
			w.blank++
		}
	default:
		id, rejected := w.read(c.File, text)
		if rejected != nil {
			w.rejectAt(c, rejected, from, to)
			return
		}
		w.emit(id)
	}
}

// read reads a record into the facts.
func (w *worker) read(file *records.File, text []byte) (records.ID, *records.Reject) {
	pack := w.run.Program.Pack()
	switch file.Format {
	case records.JSONL, records.JSON:
		if w.run.Resources == nil {
			if id, sure := w.reader.JSON(text); sure {
				return id, nil
			}
		}
		if w.run.IsForeign != nil && w.run.IsForeign(text) {
			r := w.run.Decode(text)
			return w.load(r, fastread.Rejected(r))
		}
		return w.load(fastread.Strict(text, w.json, pack))
	case records.CSV:
		plan := w.planOf(file)
		id, rejected := w.reader.Row(plan, text)
		if w.reader.Void {
			w.void++
		}
		if rejected == nil && w.run.Resources != nil {
			w.intake = w.reader.Intake(plan, id)
		}
		return id, rejected
	case records.YAML:
		return w.load(fastread.Strict(text, packfile.YAML, pack))
	case records.Foreign:
		r := w.run.Decode(text)
		return w.load(r, fastread.Rejected(r))
	}
	panic("batch: an input has no format")
}

// load loads an intake into the facts, unless it is rejected.
func (w *worker) load(r packfile.Record, rejected *records.Reject) (records.ID, *records.Reject) {
	for _, p := range r.Problems {
		switch p.Code {
		case packfile.CutText:
			w.cut++
		case packfile.VoidConfirmed:
			w.void++
		}
	}
	if rejected != nil {
		return records.ID{}, rejected
	}
	w.converted += int64(r.Converted)
	w.facts.Load(r.Intake)
	w.intake = r.Intake
	return fastread.IDOf(r.Intake), nil
}

// planOf returns what the columns of a table are.
func (w *worker) planOf(file *records.File) *fastread.Plan {
	if w.file != file {
		w.file = file
		w.plan, _ = w.run.tables.Plan(file.Shown(), file.Header, w.run.tableOptions(file.Input)) // which the reader has checked
	}
	return w.plan
}

// emit evaluates the facts.
func (w *worker) emit(id records.ID) {
	w.run.Program.DecideFacts(w.facts, &w.decision)
	w.run.Program.Stakes(w.facts, &w.decision)
	if w.run.Full {
		w.run.Program.Answers(w.facts, &w.decision)
	}
	if w.run.Resources == nil {
		w.out = w.run.results.Result(w.out, id, &w.decision)
	} else {
		w.out = w.run.Resources.Result(w.out, w.intake)
	}
	w.records++
	w.ids.add(id)
	if len(w.decision.Contradictions) > 0 {
		w.contradicted++
	}
	if len(w.decision.NeverAsked) > 0 {
		w.outdated++
	}
	if w.run.tally {
		w.counts.add(w.run.Program.Pack(), w.facts, &w.decision)
	}
	if len(w.out) >= maxOut {
		w.handOn()
	}
}

// handOn hands on what there is so far.
func (w *worker) handOn() {
	w.flush()
	w.out, w.rejected, w.rowBytes = w.out[:0], w.rejected[:0], 0
}

// rejectAt rejects the record in data[from:to], which is behind those rejected before.
func (w *worker) rejectAt(c *records.Chunk, r *records.Reject, from, to int) {
	w.lines += records.LineFeeds(c.Data[w.counted:from])
	w.counted = from
	w.reject(c.File, r, w.lines, c.From+int64(from), c.Data[from:to])
}

func (w *worker) reject(file *records.File, r *records.Reject, line, offset int64, text []byte) {
	if r.Readable != nil {
		w.facts.Load(r.Readable)
		w.run.Program.DecideFacts(w.facts, &w.decision)
		r.AtLeast = records.AtLeastOf(w.decision.Disposition)
	}
	w.counts.reject(w.run.Program.Pack(), r)
	item := rejected{Reject: r, at: len(w.out), record: w.records, line: line, offset: offset}
	if w.run.Rejects != "" {
		item.excerpt = text[:min(len(text), records.ExcerptSize)]
	}
	if w.run.mendable() {
		item.row = w.reader.AppendRejected(nil, w.planOf(file), text, r, r.Faults[0].Code != records.CodeTooLong)
		w.rowBytes += len(item.row)
	}
	w.rejected = append(w.rejected, item)
	w.records++
	w.rejects++
	if len(w.rejected) >= maxRejected || w.rowBytes >= maxOut {
		w.handOn()
	}
}
