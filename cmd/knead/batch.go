package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"knead/internal/batch"
	"knead/internal/fhir"
	"knead/internal/records"
	"knead/internal/report"
	"knead/internal/text"
	"knead/rules"
	"knead/rules/packfile"
)

type batchFlags struct {
	tableFlags
	format     batchFormat
	names      fhir.Names
	shard      string
	allow      int64
	noProgress bool
	verify     bool
	mapDraft   string // a file
}

// batchFormat is how a batch writes results.
type batchFormat uint8

const (
	batchJSONL batchFormat = iota
	batchCSV
	batchFHIR
)

func newBatchCommand(s streams, g *globals) *cobra.Command {
	var b batchFlags
	c := &cobra.Command{
		Use:   "batch FILE|DIR|-...",
		Short: "Evaluate many intakes, one result each, at the speed of the machine",
		Long: `Batch reads intakes (JSONL, JSON, tables or YAML, each also as .gz or .zst; a folder stands
for the files in it; "-" is standard input) and writes one line for each, in order: its
result, or in its place why it was rejected; with --format fhir a Bundle or an
OperationOutcome.

A file named with -o appears when it is complete. Until then the results stand in
FILE.part beside FILE.checkpoint, and after an interruption of any kind the same command
with --resume goes on from there; the outcome is the same to the byte.

The formats are described in docs/formats.md, large inputs in docs/scale.md.` +
			exits("0 done", "1 done, and more records were rejected than --allow-rejects",
				"2 could not do it, or not to the end", "130 interrupted"),
		Example: `  knead batch intakes.jsonl -o results.jsonl --rejects rejects.jsonl
  knead batch --input-format fhir responses.ndjson --format fhir -o bundles.ndjson
  knead batch patients/ --format csv -o results.csv --summary summary.html
  knead batch big.jsonl --shard 3/8 -o part-3.jsonl --manifest part-3.json
  knead batch big.jsonl -o results.jsonl --resume
  knead batch --verify part-*.json`,
		Annotations: map[string]string{endsItself: "yes"},
		Args:        checked(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) (err error) {
			if b.verify {
				return verifyManifests(s, args)
			}
			if b.Inputs = args; c.Flags().Changed("shard") {
				if b.Shard, err = parseShard(b.shard); err != nil {
					return err
				}
			}
			if err := b.prepare(s, g); err != nil {
				return err
			}
			if b.mapDraft != "" {
				return b.writeDraft(s)
			}
			return b.run(c.Context(), s)
		},
	}
	f := c.Flags()
	f.StringVarP(&b.Output, "output", "o", "", "write results to `FILE` (mode 0600) instead of standard output")
	f.StringVar(&b.Rejects, "rejects", "", "write rejected records to `FILE` with place, reasons and original text; to a .csv the rows themselves, to mend and read again")
	addChoice(c, f, &b.format, "format", "jsonl", "output `FORMAT`: %s",
		option[batchFormat]{word: "jsonl"}, option[batchFormat]{word: "csv", value: batchCSV, remark: " with one flat row for each record"},
		option[batchFormat]{word: "fhir", value: batchFHIR, remark: ", a Bundle for each record"})
	addNames(c, &b.names)
	addChoice(c, f, &b.InputFormat, "input-format", "", "`FORMAT` of the input: %s (default: by name, else jsonl)",
		optionsFor(records.Formats(), records.Format.String)...)
	b.register(c)
	f.StringVar(&b.mapDraft, "map-draft", "", "write a map of the first table to `FILE` to be completed, instead of running")
	f.BoolVar(&b.Lenient, "lenient", false, "read numbers in JSON that are written as text or as 41.0")
	f.IntVar(&b.Jobs, "jobs", 0, "number of workers `N` (default: one for each processor)")
	f.BoolVar(&b.Resume, "resume", false, "go on where the same command was interrupted")
	addChoice(c, f, &b.Full, "detail", "compact", "`FORM` of results: %s",
		option[bool]{word: "compact"}, option[bool]{word: "full", value: true, remark: " with all texts and sources"})
	f.Int64Var(&b.allow, "allow-rejects", 0, "exit with 0 although up to `N` records were rejected")
	f.StringVar(&b.shard, "shard", "", "evaluate only part `I/N` of the input; the parts' outputs make up the whole; env/N takes I from "+either(shardVariableNames()))
	f.StringVar(&b.Manifest, "manifest", "", "write counts, settings and digests to `FILE`")
	f.StringVar(&b.Summary, "summary", "", "write counts of what was advised to `FILE` (.json, .html, else text; - is standard output)")
	f.BoolVar(&b.verify, "verify", false, "check that manifests and their outputs are the whole of one run, instead of running")
	f.BoolVar(&b.noProgress, "no-progress", false, "do not report progress")
	f.DurationVar(&b.Checkpoint, "checkpoint", 0, "how often to write FILE.checkpoint (default: every 2 s)")
	_ = f.MarkHidden("checkpoint") // for tests
	for _, free := range []string{"jobs", "allow-rejects", "shard"} {
		complete(c, free, cobra.NoFileCompletions)
	}
	return c
}

// writeDraft writes a map of a table to be completed, and says what is open.
func (b *batchFlags) writeDraft(s streams) error {
	draft, open, err := batch.DraftMap(b.Options)
	if err != nil {
		return err
	}
	err = writeWhole(s, b.mapDraft, func(w io.Writer) error {
		_, err := w.Write(draft)
		return err
	})
	if err != nil {
		return err
	}
	for _, point := range open {
		fmt.Fprintln(s.err, "knead:", point)
	}
	return nil
}

// maxJobs keeps the memory of the workers, about 1 MB each, within bounds.
const maxJobs = 256

// prepare checks the flags and loads the pack.
func (b *batchFlags) prepare(s streams, g *globals) (err error) {
	b.Table = b.format == batchCSV
	switch {
	case b.Full && b.format != batchJSONL:
		return errors.New("--detail full: only with --format jsonl")
	case b.Jobs < 0 || b.Jobs > maxJobs:
		return fmt.Errorf("--jobs %d: expected a number from 0 to %d", b.Jobs, maxJobs)
	case b.allow < 0:
		return fmt.Errorf("--allow-rejects %d: expected 0 or more", b.allow)
	case b.Summary == "-" && (b.Output == "" || b.Output == "-"):
		return errors.New("--summary -: standard output carries the results; add -o FILE, or name a file for the summary")
	}
	if b.Output == "-" {
		b.Output = ""
	}
	g.machine = true
	if b.Program, b.Voice, err = g.open(); err == nil {
		err = b.names.Check()
	}
	if err != nil {
		return err
	}
	version, commit := report.Version()
	b.Version = version + " " + commit
	b.Stdin, b.Stdout, b.SummaryTo, b.Seen = s.in, s.out, s.out, s.seen
	if b.format == batchFHIR {
		b.Resources = &bundles{program: b.Program, voice: b.Voice, names: b.names}
	}
	if err := b.read(s, b.Program.Pack()); err != nil {
		return err
	}
	importer := b.importer(b.Program, b.names)
	b.Languages = func() []*rules.Pack { return g.languages(b.Program.Pack()) }
	b.IsForeign, b.Foreign = fhir.IsResource, strings.TrimSpace(b.names.Base+" "+b.names.URL)
	b.Decode = func(record []byte) packfile.Record { return importer.Read(record, "") }
	return nil
}

// parseShard reads I/N or env/N.
func parseShard(text string) (s batch.Shard, err error) {
	i, n, _ := strings.Cut(text, "/")
	if s.N, err = strconv.Atoi(n); err == nil && i == "env" {
		s.I, err = shardFromEnvironment(text, s.N)
		return s, err
	}
	if err == nil {
		s.I, err = strconv.Atoi(i)
	}
	if err != nil || s.I < 1 || s.I > s.N {
		return s, fmt.Errorf("--shard %q: expected I/N with I from 1 to N, such as 3/8", text)
	}
	return s, nil
}

// shardVariables are the variables in which array jobs number their tasks, and the first number.
var shardVariables = []struct {
	name  string
	first int
}{{"SLURM_ARRAY_TASK_ID", 1}, {"JOB_COMPLETION_INDEX", 0}}

func shardVariableNames() []string {
	return []string{shardVariables[0].name, shardVariables[1].name}
}

// shardFromEnvironment returns the number of the shard, from 1 to count, that the scheduler gave.
func shardFromEnvironment(text string, count int) (i int, err error) {
	found := ""
	for _, v := range shardVariables {
		value := os.Getenv(v.name)
		switch {
		case value == "":
			continue
		case found != "":
			return 0, fmt.Errorf("--shard %q: both %s are set", text, strings.Join(shardVariableNames(), " and "))
		}
		found = v.name
		n, err := strconv.Atoi(value)
		if i = n - v.first + 1; err != nil || i < 1 || i > count {
			return 0, fmt.Errorf("--shard %q: %s is %q, expected a number from %d to %d", text, v.name, value, v.first, count-1+v.first)
		}
	}
	if found == "" {
		return 0, fmt.Errorf("--shard %q: neither %s is set", text, strings.Join(shardVariableNames(), " nor "))
	}
	return i, nil
}

// verifyManifests says whether outputs are whole.
func verifyManifests(s streams, names []string) error {
	v, err := batch.Verify(names)
	if err != nil {
		return err
	}
	for _, problem := range v.Problems {
		fmt.Fprintln(s.err, "knead:", problem)
	}
	if len(v.Problems) > 0 {
		return errFound
	}
	_, err = fmt.Fprintf(s.out, "%d shards are whole: %d records = %d results + %d rejects\n", v.Shards, v.Records, v.Results, v.Rejects)
	return err
}

// run evaluates and says on stderr what came of it.
func (b *batchFlags) run(ctx context.Context, s streams) error {
	// What reading the pack left behind is not needed any more, and a run makes little garbage.
	debug.SetGCPercent(100)
	debug.FreeOSMemory()
	bar := progressReport{w: s.err, bar: isTerminal(s.err) && os.Getenv("TERM") != "dumb", started: time.Now()}
	if !b.noProgress {
		b.Every, b.Progress = 10*time.Second, bar.report
	}
	if bar.bar {
		b.Every = 200 * time.Millisecond
	}
	report, err := batch.Run(ctx, b.Options)
	bar.clear()
	if errors.Is(err, syscall.EPIPE) {
		return b.closedPipe(err)
	}
	if err == nil || report.Read > 0 || errors.Is(err, context.Canceled) {
		b.say(s.err, report)
	}
	remedy := report.Remedy // for what the run has left behind
	if remedy != "" {
		remedy = "; " + remedy
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "knead: interrupted"+remedy)
		return errInterrupted
	case err != nil:
		return fmt.Errorf("%w%s", err, remedy)
	case report.Rejects > b.allow:
		return errFound
	}
	return nil
}

// closedPipe is the error when the reader of standard output has seen enough: none that is
// worth saying, unless there were to be files beside the results.
func (b *batchFlags) closedPipe(err error) error {
	var lost []string
	for _, name := range []string{b.Rejects, b.Manifest, b.Summary} {
		if name != "" && name != "-" {
			lost = append(lost, strconv.Quote(name))
		}
	}
	if lost == nil {
		return err
	}
	return fmt.Errorf("standard output was closed before all results were written, so there is no %s", either(lost))
}

// say lists the first rejections and the totals.
func (b *batchFlags) say(w io.Writer, r batch.Report) {
	for _, x := range r.First {
		what := x.Code
		if x.Field != "" {
			what = shownField(x.Field) + ": " + what
		}
		if x.More > 0 {
			what += fmt.Sprintf(" (and %d more)", x.More)
		}
		if x.AtLeast.String() != "" {
			what += ", at least " + x.AtLeast.String()
		}
		fmt.Fprintf(w, "knead: %s:%d: record %d rejected: %s\n", x.File, x.Line, x.Record, what)
	}
	if more := r.Rejects - int64(len(r.First)); more > 0 {
		fmt.Fprintf(w, "knead: … and %d more rejected\n", more)
	}
	sayRejects(w, r)
	for _, columns := range r.Ignored {
		fmt.Fprintf(w, "knead: not read: %s\n", columns)
	}
	if r.Blank > 0 {
		fmt.Fprintf(w, "knead: %d rows without an intake passed over\n", r.Blank)
	}
	for _, name := range r.Empty {
		fmt.Fprintf(w, "knead: warning: %s holds no record\n", name)
	}
	if r.Cut > 0 {
		fmt.Fprintf(w, "knead: warning: notes without quotes that # cuts short: %d, first in %s\n", r.Cut, r.FirstCut)
	}
	if r.Converted > 0 {
		fmt.Fprintf(w, "knead: %d numbers were written as text or with a point, and read\n", r.Converted)
	}
	switch {
	case r.Resumed > 0 && r.Read > r.Resumed:
		fmt.Fprintf(w, "knead: ids were compared only among the records since the run went on\n")
	case r.Read > batch.MaxIDs:
		fmt.Fprintf(w, "knead: ids were compared only with the first %d\n", batch.MaxIDs)
	}
	if r.Repeated > 0 {
		var ids []string
		for _, id := range r.RepeatedIDs {
			ids = append(ids, text.Quote(id))
		}
		fmt.Fprintf(w, "knead: %d of the results have an id that an earlier one has: %s\n", r.Repeated, strings.Join(ids, ", "))
	}
	if r.Void > 0 {
		fmt.Fprintf(w, "knead: warning: %d records confirm answers on a return visit, which is void: the notes count\n", r.Void)
	}
	if r.Resumed > 0 {
		fmt.Fprintf(w, "knead: %d records were done before\n", r.Resumed)
	}
	if r.Contradicted > 0 {
		fmt.Fprintf(w, "knead: answers contradict each other in %d of the results\n", r.Contradicted)
	}
	if r.Outdated > 0 {
		fmt.Fprintf(w, "knead: %d of the results are of intakes that an older version of the pack asked: never_asked names what it could not ask\n", r.Outdated)
	}
	fmt.Fprintf(w, "knead: %d read = %d results + %d rejects\n", r.Read, r.Results, r.Rejects)
}

// maxFaults is how many fields and faults of no field are counted on stderr.
const maxFaults = 10

// sayRejects counts the rejections by what their readable answers give, and by field and fault.
func sayRejects(w io.Writer, r batch.Report) {
	if r.Rejects == 0 {
		return
	}
	var atLeast, faults []string
	for _, a := range records.AtLeasts() {
		if n := r.AtLeast[a]; n > 0 {
			atLeast = append(atLeast, fmt.Sprintf("%d %s", n, cmp.Or(a.String(), "unreadable")))
		}
	}
	for _, f := range r.Faults[:min(len(r.Faults), maxFaults)] {
		faults = append(faults, fmt.Sprintf("%d %s", f.Count, f))
	}
	if more := len(r.Faults) - maxFaults; more > 0 {
		faults = append(faults, fmt.Sprintf("and %d more", more))
	}
	fmt.Fprintf(w, "knead: rejects by what is readable, at least: %s\n", strings.Join(atLeast, ", "))
	fmt.Fprintf(w, "knead: rejects by fault: %s\n", strings.Join(faults, "; "))
}

var plainField = regexp.MustCompile(`^[a-z0-9_]{1,64}$`)

// shownField makes a key from outside safe to show.
func shownField(field string) string {
	if plainField.MatchString(field) {
		return field
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(field, "?"))
}

// progressReport shows how far a batch has come: one line that changes on a terminal, now
// and then a line elsewhere.
type progressReport struct {
	w       io.Writer
	bar     bool
	started time.Time
	shown   bool
}

func (p *progressReport) report(now batch.Progress) {
	text := progressText(now, time.Since(p.started), p.bar)
	if p.bar {
		fmt.Fprintf(p.w, "\r\x1b[K%s", text)
		p.shown = true
		return
	}
	fmt.Fprintf(p.w, "knead: %s\n", text)
}

// clear removes the line that changes.
func (p *progressReport) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// progressText words progress after some time, with a bar when that is wanted and the size
// of the input is known.
func progressText(now batch.Progress, spent time.Duration, bar bool) string {
	rate := float64(now.Records) / max(spent.Seconds(), 1e-3)
	text := fmt.Sprintf("%d records, %.0f/s, %d rejected", now.Records, rate, now.Rejects)
	if now.Total == 0 || now.Done == 0 {
		return text
	}
	share := min(float64(now.Done)/float64(now.Total), 1)
	left := time.Duration(float64(spent) * (1 - share) / share).Round(time.Second)
	text = fmt.Sprintf("%3.0f %%, %s, %s left", 100*share, text, left)
	if bar {
		const width = 20
		full := int(share * width)
		text = "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "] " + text
	}
	return text
}
