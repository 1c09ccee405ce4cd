// Package batch evaluates intakes by the million: one result or one rejection for each
// record, in the order of the input, in constant memory.
//
// Workers take chunks of whole records from package records, read each record by package
// fastread, evaluate it and write the result; a sink writes what the workers made in the
// order of the chunks. What the fast path is not sure of goes to the strict parser, which
// alone rejects records. A journal beside the output says how far a run has come, so that
// another can go on from there.
package batch

import (
	"fmt"
	"io"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/files"
	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// Options say what to evaluate and where everything goes. Program, Inputs and one of
// Output and Stdout must be given.
type Options struct {
	Program *engine.Program
	Voice   engine.Voice

	// Inputs are files, folders, or "-" for Stdin.
	Inputs      []string
	Stdin       io.Reader
	InputFormat records.Format
	// Tables say how tables are read, Encoding how their characters are written, Sheet which sheet of
	// a spreadsheet is read, and Languages gives the pack in every language whose words may stand in
	// them; nil means only the program's.
	Tables    fastread.TableOptions
	Encoding  records.Encoding
	Sheet     string
	Languages func() []*rules.Pack
	// Seen are other files that were read; the run writes over none of them, or of its inputs.
	Seen *files.Seen
	// Decode reads records of the format Foreign, and those of JSON that IsForeign recognizes; both are
	// nil when there is no such format.
	Decode    Decoder
	IsForeign func(record []byte) bool
	// Foreign says what Decode and Resources depend on beside the pack.
	Foreign string
	// Lenient reads whole numbers that JSON writes as text or as 41.0.
	Lenient bool

	// Output is the file for results; when empty they go to Stdout. A file is written under
	// another name and renamed when it is complete.
	Output string
	Stdout io.Writer
	// Table writes results as CSV instead of JSONL.
	Table bool
	// Resources, when there are any, writes intakes in another format in place of results.
	Resources Resources
	// Full writes results in the full form instead of the compact one. JSONL only.
	Full bool

	// Rejects is a file for rejected records with place and original text, or empty.
	Rejects string
	// Manifest is a file for what was done, with digests, or empty.
	Manifest string
	// Summary is a file for counts, "-" for SummaryTo, or empty. Its name says the format:
	// .json, .html, anything else is text.
	Summary   string
	SummaryTo io.Writer

	// Jobs is the number of workers; zero or less means one for each processor.
	Jobs int
	// Version is that of the program; a run is resumed by the same one only.
	Version string
	// Shard I of N evaluates that part of the input; the zero value means all of it.
	Shard Shard
	// Resume goes on where an interrupted run of the same settings stopped.
	Resume bool

	// Every is how often Progress is called; it is not when either is zero.
	Every    time.Duration
	Progress func(Progress)
	// Checkpoint is how often the state is made safe against a crash; zero means 2 seconds.
	Checkpoint time.Duration

	// For tests: called before a chunk is written to a place in a file, and when one was written and counted.
	writing func(at, n int64) error
	wrote   func()
}

// Resources appends what stands for an intake, or for a rejected record, on one line. It must be
// safe for concurrent use.
type Resources interface {
	Result(to []byte, in *rules.Intake) []byte
	Reject(to []byte, record int64, r *records.Reject) []byte
}

// Decoder reads one record into an intake, or says why it cannot. It must be safe for
// concurrent use.
type Decoder func(record []byte) packfile.Record

// Shard is part I of N, counted from 1.
type Shard struct{ I, N int }

// Report is what a run did.
type Report struct {
	// Read is the number of records: Results + Rejects.
	Read, Results, Rejects int64
	// Contradicted is the number of results with contradictions.
	Contradicted int64
	// Outdated is the number of results of intakes that were asked with an older version of the
	// pack, and so never about some options.
	Outdated int64
	// First are the first of the most cautious rejections, at most ten.
	First []FirstReject
	// AtLeast are the numbers of rejections by what their readable answers give, by its value.
	AtLeast []int64
	Faults  []FieldFaults // the most frequent first
	// Empty are inputs without a record, such as a table with nothing but a header: the first
	// ten, each in messages' words.
	Empty []string
	// Ignored are the columns of tables that were passed over, for each input that has some.
	Ignored []string
	// Blank is the number of rows of tables in which nothing stands, which are no records.
	Blank int64
	// Cut is the number of records with notes that a comment of YAML cuts short, and FirstCut
	// the input that holds the first of them.
	Cut      int64
	FirstCut string
	// Converted is the number of numbers that were written as text or with a point.
	Converted int64
	// Repeated is the number of results whose id an earlier record of the run has, and RepeatedIDs
	// the first of these ids; ids are compared with the first [MaxIDs].
	Repeated    int64
	RepeatedIDs []string
	// Void is the number of records that confirm answers on a return visit.
	Void int64
	// Resumed is the number of records that an earlier run had done already.
	Resumed int64
	// Kept names the file that holds the results of an interrupted run, when there is one.
	Kept string
	// Remedy says what about it and what to do next, in words.
	Remedy string
}

// FirstReject names a record that was rejected without saying what it holds.
type FirstReject struct {
	Record  int64
	File    string
	Line    int64
	Field   string // of the first complaint; empty when it is about no field
	Code    string
	More    int // further complaints about the record
	AtLeast records.AtLeast
}

// FaultCount is how many rejected records have a fault. The Field is empty unless it is a question
// of the pack or a key of an intake.
type FaultCount struct {
	Field, Code string
	Count       int64
}

// String names the fault: the field, if there is one, and the code.
func (f FaultCount) String() string { return strings.TrimSpace(f.Field + " " + f.Code) }

// FieldFaults is how many rejected records have a fault in a field, and of which kinds; a record may
// have several. Without a field it is one kind of fault.
type FieldFaults struct {
	Field string
	Count int64
	Kinds []FaultCount
}

// String names the faults: "age: out-of-range", "age: 31 wrong-type, 15 out-of-range" or "json-syntax".
func (f FieldFaults) String() string {
	var kinds []string
	for _, k := range f.Kinds {
		if len(f.Kinds) == 1 {
			kinds = append(kinds, k.Code)
		} else {
			kinds = append(kinds, fmt.Sprintf("%d %s", k.Count, k.Code))
		}
	}
	if f.Field == "" {
		return kinds[0]
	}
	return f.Field + ": " + strings.Join(kinds, ", ")
}

// Progress is how far a run has come.
type Progress struct {
	Records, Rejects int64
	// Done and Total are bytes of the input as it lies on disk; Total is zero when unknown.
	Done, Total int64
}
