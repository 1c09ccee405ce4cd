// Package records finds the records in files of intakes: where each begins and ends. It
// also holds what everything that reads or writes records shares: their formats, their ids,
// and why one is rejected. What a record says is for others to read.
package records

import (
	"fmt"
	"slices"

	"knead/rules"
)

// Format is how records are written.
type Format uint8

const (
	ByName  Format = iota // as the file's name says; JSONL when it says nothing
	JSONL                 // one object a line
	JSON                  // an array of objects, or objects one after another
	CSV                   // a header and one row a record
	YAML                  // documents separated by ---
	Foreign               // as JSON, each object in a format of somebody else
)

var formatNames = [...]string{"", "jsonl", "json", "csv", "yaml", "fhir"}

// String returns the format's name as users write it.
func (f Format) String() string { return formatNames[f] }

// Formats returns the formats that may be asked for by name.
func Formats() []Format { return []Format{JSONL, JSON, CSV, YAML, Foreign} }

// MaxSize is the greatest size of a record in bytes.
const MaxSize = 1 << 20

// Padding is how many bytes can be read behind the records of a chunk.
const Padding = 128

// ByteOrderMark may open a file.
const ByteOrderMark = "\uFEFF"

// ID is the id of an intake.
type ID struct {
	Text   []byte // valid until the next record is read
	Absent bool
}

// Reject is why a record has no result.
type Reject struct {
	ID *string // when it has a valid one
	// Readable is what could be read of it, with each answer that is not valid unsure; nil when
	// nothing could be. AtLeast is what it gives.
	Readable *rules.Intake
	AtLeast  AtLeast
	Faults   []Fault // at least one, and no more than MaxFaults
	Unlisted int     // how many more there are
}

// Fault is one complaint about a record.
type Fault struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// MaxFaults bounds what one rejection lists.
const MaxFaults = 20

// NewReject returns a rejection with one complaint.
func NewReject(field, code, message string) *Reject {
	return &Reject{Faults: []Fault{{field, code, message}}}
}

// Add adds a complaint that stands for count of its like.
func (r *Reject) Add(f Fault, count int) {
	if len(r.Faults) < MaxFaults {
		r.Faults = append(r.Faults, f)
		count--
	}
	r.Unlisted += count
}

// Listed returns the complaints to write: the last one says how many are left out.
func (r *Reject) Listed() []Fault {
	if r.Unlisted == 0 {
		return r.Faults
	}
	return append(slices.Clip(r.Faults), Fault{Code: "more-errors", Message: fmt.Sprintf("and %d more", r.Unlisted)})
}
