package batch

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// run is one run under way.
type run struct {
	Options
	setup
	inputs   []*input
	starts   []int64 // where the window of each begins …
	ends     []int64 // … and ends
	total    int64   // bytes on disk
	done     atomic.Int64
	reader   *reader
	sink     *sink
	journal  *journal // nil when nothing can be resumed
	opened   bool     // the outputs and the journal are this run's
	progress *progress
}

// Run evaluates every record of the inputs. It returns context.Canceled, with a report,
// when ctx ended it early.
func Run(ctx context.Context, o Options) (Report, error) {
	r := &run{Options: o}
	if err := r.prepare(); err != nil {
		r.abandon()
		return Report{}, err
	}
	if r.sink.Complete {
		return r.report(), r.finish() // only names were left to give
	}
	err := r.evaluate(ctx)
	r.progress.stop()
	if err == nil {
		err = r.finish()
	}
	if err != nil {
		r.abandon()
	}
	return r.report(), err
}

// prepare checks the settings, finds the inputs and opens the outputs.
func (r *run) prepare() error {
	pack := r.Program.Pack()
	r.setup = setup{
		program: r.Program, vocabulary: newVocabulary(pack), decode: r.Decode,
		excerpts: r.Rejects != "", tally: r.Summary != "" || r.Manifest != "",
	}
	if r.Table {
		r.render = newTableRenderer(r.Program, r.Voice)
	} else {
		r.render = newJSONRenderer(r.Program, r.Voice, r.Full)
	}
	var err error
	if r.inputs, err = findInputs(r.Inputs, r.InputFormat); err != nil {
		return err
	}
	for _, in := range r.inputs {
		r.total += in.size
		if in.format == Foreign && r.Decode == nil {
			return fmt.Errorf("%s: the input format %q cannot be read here", in.shown(), in.format)
		}
	}
	if err := r.checkNames(); err != nil {
		return err
	}
	if err := r.Shard.cut(r.inputs); err != nil {
		return err
	}
	for _, in := range r.inputs {
		r.starts = append(r.starts, in.window.from)
		r.ends = append(r.ends, in.window.until)
	}
	r.sink = newSink()
	r.sink.render, r.sink.base = r.render, r.before
	r.sink.Counts = newCounts(pack)
	if err := r.openOutputs(); err != nil {
		return err
	}
	r.reader = &reader{inputs: r.inputs, stdin: r.Stdin, header: r.vocabulary.parseHeader, counted: func(n int) { r.done.Add(int64(n)) }, size: chunkSize}
	if r.Full {
		r.reader.size /= 8 // results are that much longer
	}
	r.progress = startProgress(r)
	r.sink.tell = func(s *state) {
		r.progress.tell(s)
		if r.told != nil {
			r.told()
		}
	}
	return nil
}

// evaluate runs the workers until the input ends or ctx does. A worker may then still be
// waiting for input; what it gets is not evaluated.
func (r *run) evaluate(ctx context.Context) error {
	jobs := r.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var reading sync.Mutex
	for range jobs {
		go r.work(ctx, &reading)
	}
	defer context.AfterFunc(ctx, func() { r.sink.end(ctx.Err()) })()
	return r.sink.wait()
}

// work is one worker: read a chunk, evaluate it, write it in turn. A chunk that is read
// after ctx has ended is not evaluated, and no other worker then takes the input to be at
// its end.
func (r *run) work(ctx context.Context, reading *sync.Mutex) {
	w := newWorker(&r.setup)
	for {
		reading.Lock()
		c, err := r.reader.next(w.data, w.spans)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			r.sink.end(err)
		}
		issued := err == nil && r.sink.issue()
		reading.Unlock()
		if !issued {
			return
		}
		w.data, w.spans = c.data, c.records
		w.evaluate(&c, func() { r.sink.put(&c, &w.chunkResult, false) })
		r.sink.put(&c, &w.chunkResult, true)
	}
}

// finish completes the outputs.
func (r *run) finish() error {
	if r.journal != nil {
		if err := r.journal.complete(r.sink.state.copy()); err != nil {
			return err
		}
	}
	if err := errors.Join(r.sink.out.complete(), r.sink.rejects.complete()); err != nil {
		return err
	}
	if err := r.writeManifest(); err != nil {
		return err
	}
	if err := r.writeSummary(); err != nil {
		return err
	}
	if r.journal != nil {
		return r.journal.remove()
	}
	return nil
}

func (r *run) report() Report {
	s := &r.sink.state
	report := Report{Read: s.Records, Rejects: s.Rejected, Results: s.Records - s.Rejected, First: s.First}
	if r.journal != nil {
		report.Resumed, report.Resumable = r.journal.resumed, true
	}
	if r.Output != "" && s.Records > 0 {
		report.Kept = r.sink.out.part()
	}
	return report
}
