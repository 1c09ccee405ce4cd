package batch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"knead/internal/fastread"
	"knead/internal/fastwrite"
	"knead/internal/files"
	"knead/internal/records"
)

// run is one run under way.
type run struct {
	Options
	tables  *fastread.Tables
	results fastwrite.Writer
	tally   bool // count what results say
	inputs  []*records.Input
	windows []records.Window // of the inputs, whatever was done of them before
	lengths []int64          // of the inputs, as windows count; nil without shards
	total   int64            // bytes on disk
	done    atomic.Int64
	reader  *records.Reader
	sink    *sink
	opened  bool // the outputs and the journal are this run's
	unlock  []func()

	mu           sync.Mutex
	rejectHeader []byte
	ignored      map[string][]string // the columns of tables that are passed over, by the input's name in messages
}

// Run evaluates every record of the inputs. It returns context.Canceled, with a report,
// when ctx ended it early.
func Run(ctx context.Context, o Options) (Report, error) {
	r := &run{Options: o}
	defer r.release()
	if err := r.prepare(); err != nil {
		r.abandon()
		return Report{}, err
	}
	var err error
	if !r.sink.Complete { // else only names are left to give
		stop := r.reportProgress()
		err = r.evaluate(ctx)
		stop()
	}
	if err == nil {
		err = r.finish()
	}
	if err != nil {
		r.abandon()
	}
	report := r.report()
	if err != nil && r.Output != "" && report.Read > 0 {
		report.Kept, report.Remedy = r.remedy(err)
	}
	return report, err
}

// prepare checks the settings, finds the inputs and opens the outputs.
func (r *run) prepare() error {
	r.tables, r.tally = fastread.NewTables(r.Program, r.Languages), r.Summary != "" || r.Manifest != ""
	if r.Table {
		r.results = fastwrite.NewCSV(r.Program, r.Voice)
	} else {
		r.results = fastwrite.NewJSON(r.Program, r.Voice, r.Full)
	}
	for _, name := range []*string{&r.Output, &r.Rejects, &r.Manifest, &r.Summary} {
		*name = resolveLink(*name)
	}
	var err error
	own := new(files.Seen) // which an earlier run may have left
	for _, w := range r.files() {
		if info, err := os.Stat(w.name); err == nil {
			own.AddInfo(info)
		}
	}
	if r.inputs, err = records.Find(r.Inputs, r.InputFormat, own); err != nil {
		return err
	}
	if r.Seen == nil {
		r.Seen = new(files.Seen)
	}
	for _, in := range r.inputs {
		in.Encoding, in.Sheet = r.Encoding, r.Sheet
		if in.Info != nil {
			r.Seen.AddInfo(in.Info)
		} else {
			r.Seen.Add(r.Stdin)
		}
		r.total += in.Size
		if in.Format != records.CSV && r.mendable() {
			return fmt.Errorf("%s is no table, so that %q cannot hold its rejected records: name a file for them that ends in .jsonl", in.Shown(), r.Rejects)
		}
		if in.Format == records.Foreign && r.Decode == nil {
			return fmt.Errorf("%s: the input format %q cannot be read here", in.Shown(), in.Format)
		}
	}
	if err := r.checkNames(); err != nil {
		return err
	}
	if err := r.reserve(); err != nil {
		return err
	}
	if err := r.checkWritable(); err != nil {
		return err
	}
	if err := r.newReader(r.inputs, nil).Check(); err != nil {
		return err
	}
	if r.lengths, err = r.Shard.cut(r.inputs); err != nil {
		return err
	}
	for _, in := range r.inputs {
		r.windows = append(r.windows, in.Window)
	}
	r.sink = newSink()
	r.sink.writer = r.results
	if r.Resources != nil {
		r.sink.writer = r.Resources
	}
	r.sink.precede, r.sink.writing, r.sink.wrote = sync.OnceValues(r.countPreceding), r.writing, r.wrote
	r.sink.rejectHeader = func() []byte {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.rejectHeader
	}
	r.sink.Counts = newCounts(r.Program.Pack())
	if err := r.openOutputs(); err != nil {
		return err
	}
	r.reader = r.newReader(r.inputs, func(n int) { r.done.Add(int64(n)) })
	r.reader.Stdin = r.Stdin
	if r.Full {
		r.reader.Size /= 8 // results are that much longer
	}
	return nil
}

// newReader returns a reader of inputs; counted is called with numbers of bytes that leave the disk.
func (r *run) newReader(inputs []*records.Input, counted func(int)) *records.Reader {
	header := func(in *records.Input, row []byte) (delimiter byte, err error) {
		p, err := r.tables.Plan(in.Shown(), row, r.tableOptions(in))
		if err != nil {
			return 0, err
		}
		r.setIgnored(in, p.Ignored)
		if r.mendable() {
			err = r.setRejectHeader(in, p.RejectHeader())
		}
		return p.Delimiter, err
	}
	return &records.Reader{Inputs: inputs, Header: header, Counted: counted, Size: records.ChunkSize}
}

// setIgnored keeps which columns of an input are passed over.
func (r *run) setIgnored(in *records.Input, columns []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ignored == nil {
		r.ignored = map[string][]string{}
	}
	r.ignored[in.Shown()] = columns
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

// reportProgress calls Options.Progress now and then, until stop is called.
func (r *run) reportProgress() (stop func()) {
	if r.Progress == nil || r.Every == 0 {
		return func() {}
	}
	quit := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		ticks := time.NewTicker(r.Every)
		defer ticks.Stop()
		for {
			select {
			case <-quit:
				return
			case <-ticks.C:
				r.sink.mu.Lock()
				now := Progress{r.sink.Records, r.sink.Rejected, r.done.Load(), r.total}
				r.sink.mu.Unlock()
				r.Progress(now)
			}
		}
	})
	return func() {
		close(quit)
		running.Wait()
	}
}

// work is one worker: read a chunk, evaluate it, write it. A chunk that is read
// after ctx has ended is not evaluated, and no other worker then takes the input to be at
// its end.
func (r *run) work(ctx context.Context, reading *sync.Mutex) {
	w := newWorker(r)
	for {
		reading.Lock()
		c, err := r.reader.Next(w.data, w.spans)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			r.sink.end(err)
		}
		turns, issued := r.sink.issue()
		reading.Unlock()
		if !issued {
			return
		}
		w.data, w.spans = c.Data, c.Records
		w.evaluate(&c, func() { r.sink.put(&c, &w.chunkResult, turns, false) })
		r.sink.put(&c, &w.chunkResult, turns, true)
	}
}

// finish completes the outputs.
func (r *run) finish() error {
	if err := r.orderRejects(); err != nil {
		return err
	}
	if r.sink.journal != nil {
		if err := r.sink.journal.complete(&r.sink.state); err != nil {
			return err
		}
	}
	if err := errors.Join(r.sink.out.complete(), r.completeRejects()); err != nil {
		return err
	}
	r.sink.Complete = true
	if err := r.writeManifest(); err != nil {
		return err
	}
	if err := r.writeSummary(); err != nil {
		return err
	}
	if r.sink.journal != nil {
		return r.sink.journal.remove()
	}
	return nil
}

func (r *run) report() Report {
	s := &r.sink.state
	report := Report{
		Read: s.Records, Rejects: s.Rejected, Results: s.Records - s.Rejected, Contradicted: s.Contradicted, Outdated: s.Outdated,
		First: s.First, AtLeast: s.Counts.AtLeast, Faults: s.Counts.fieldFaults(), Empty: s.Empty, Blank: s.Blank, Cut: s.Cut, FirstCut: s.FirstCut, Void: s.Void,
		Converted: s.Converted, Repeated: s.Repeated, RepeatedIDs: s.RepeatedIDs,
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, in := range r.inputs {
		if ignored := ignoredIn(in, r.ignored[in.Shown()]); ignored != "" {
			report.Ignored = append(report.Ignored, ignored)
		}
	}
	if r.sink.journal != nil {
		report.Resumed = r.sink.journal.resumed
	}
	return report
}

// remedy says where the results of a run are that failed, and what to do next.
func (r *run) remedy(err error) (kept, remedy string) {
	kept = r.sink.out.part()
	switch {
	case r.sink.Complete && r.sink.journal != nil:
		return r.Output, fmt.Sprintf("the results are complete in %q, add --resume to write the rest", r.Output)
	case r.sink.Complete:
		return r.Output, fmt.Sprintf("the results are complete in %q", r.Output)
	case r.sink.journal == nil:
		return kept, fmt.Sprintf("the results so far are in %q, but the input cannot be read again to go on: repeat the command to begin again, which replaces them", kept)
	case errors.As(err, new(records.InputFault)):
		return kept, fmt.Sprintf("the results so far are in %q: delete it to begin again with the input as it should be", kept)
	}
	return kept, fmt.Sprintf("the results so far are in %q, add --resume to go on", kept)
}
