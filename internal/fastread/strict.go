package fastread

import (
	"bytes"
	"encoding/json"
	"fmt"

	"knead/internal/records"
	"knead/rules"
	"knead/rules/packfile"
)

// Strict reads one record of JSON or YAML by the complete parser of intakes, and returns it
// or why it is rejected.
func Strict(data []byte, format packfile.Format, p *rules.Pack) (packfile.Record, *records.Reject) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(records.ByteOrderMark)), " \t\r\n")
	if len(text) == 0 {
		return packfile.Record{}, records.NewReject("", "empty-record", "expected an intake, found nothing")
	}
	if format == packfile.JSON && text[0] == '[' && json.Valid(text) {
		return packfile.Record{}, records.NewReject("", "wrong-type", "expected one intake, found a list")
	}
	parsed := packfile.ParseRecords(data, "", format, p)
	if len(parsed) != 1 {
		return packfile.Record{}, records.NewReject("", "wrong-type", "expected one intake, found several")
	}
	return parsed[0], Rejected(parsed[0])
}

// Rejected returns why a parser found no intake, or nil if it did.
func Rejected(r packfile.Record) *records.Reject {
	if r.Intake != nil {
		return nil
	}
	rejected := &records.Reject{ID: r.ID}
	for _, p := range r.Problems.Errors() {
		rejected.Add(records.Fault{Field: p.Field, Code: p.Code, Message: p.Message + place(p)}, 1+p.Alike)
	}
	return rejected
}

// place adds the line or column within a record where the field does not say it: a syntax
// error, or an item that is cut off. The place of the record itself stands elsewhere.
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

// IDOf returns the id of an intake that was parsed.
func IDOf(in *rules.Intake) records.ID {
	if in.ID == nil {
		return records.ID{Absent: true}
	}
	return records.ID{Text: []byte(*in.ID)}
}
