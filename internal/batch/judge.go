package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"knead/rules"
	"knead/rules/packfile"
)

// rejection is why a record has no result.
type rejection struct {
	id       *string // when it has a valid one
	faults   []fault // at least one, and no more than maxFaults
	unlisted int     // how many more there are
}

// maxFaults bounds what one rejection lists.
const maxFaults = 20

// add adds a complaint that stands for so many.
func (r *rejection) add(f fault, count int) {
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, f)
		count--
	}
	r.unlisted += count
}

// listed returns the complaints to write: the last one says how many are left out.
func (r *rejection) listed() []fault {
	if r.unlisted == 0 {
		return r.faults
	}
	return append(slices.Clip(r.faults), fault{Code: "more-errors", Message: fmt.Sprintf("and %d more", r.unlisted)})
}

// fault is one complaint about a record.
type fault struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// judge reads one record of JSON or YAML thoroughly. It alone refuses records and words
// the complaints.
func judge(data []byte, format packfile.Format, p *rules.Pack) (*rules.Intake, *rejection) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(byteOrderMark)), " \t\r\n")
	if len(text) == 0 {
		return nil, refuse("", "empty-record", "expected an intake, found nothing")
	}
	if format == packfile.JSON && text[0] == '[' && json.Valid(text) {
		return nil, refuse("", "wrong-type", "expected one intake, found a list")
	}
	records := packfile.ParseRecords(data, "", format, p)
	if len(records) != 1 {
		return nil, refuse("", "wrong-type", "expected one intake, found several")
	}
	return ruling(records[0])
}

// ruling splits what the parser found into an intake or a rejection.
func ruling(r packfile.Record) (*rules.Intake, *rejection) {
	if r.Intake != nil {
		return r.Intake, nil
	}
	rejected := &rejection{id: r.ID}
	for _, p := range r.Problems.Errors() {
		rejected.add(fault{p.Field, p.Code, p.Message + place(p)}, 1+p.Alike)
	}
	return nil, rejected
}

// place says where in a record the trouble is that no field names, or only nearly, as an
// item that is cut off; the record's own place stands elsewhere.
func place(p rules.Problem) string {
	switch {
	case p.Field != "" && p.Code != "syntax" || p.Pos.Line == 0:
		return ""
	case p.Pos.Line > 1:
		return fmt.Sprintf(" (line %d of the record)", p.Pos.Line)
	case p.Pos.Col > 0:
		return fmt.Sprintf(" (column %d)", p.Pos.Col)
	}
	return ""
}

func refuse(field, code, message string) *rejection {
	return &rejection{faults: []fault{{field, code, message}}}
}

// of says whose record it is that is rejected, when that is known.
func (r *rejection) of(id *string) *rejection {
	r.id = id
	return r
}

// identityOf returns the id of an intake that the judge read.
func identityOf(in *rules.Intake) identity {
	if in.ID == nil {
		return identity{absent: true}
	}
	return identity{text: []byte(*in.ID)}
}
