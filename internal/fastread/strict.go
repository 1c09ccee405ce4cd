package fastread

import (
	"bytes"
	"cmp"
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
	parsed := packfile.ParseRecords(data, "", format, p)
	found := ""
	switch {
	case format != packfile.YAML && text[0] == '[' && json.Valid(text):
		found = "a list"
	case len(parsed) != 1:
		found = "several"
	default:
		return parsed[0], Rejected(parsed[0])
	}
	rejected := records.NewReject("", "wrong-type", "expected one intake, found "+found)
	rejected.Readable = together(parsed, p)
	return packfile.Record{}, rejected
}

// together returns what several intakes say together, or nil when nothing in them can be read.
func together(all []packfile.Record, p *rules.Pack) (in *rules.Intake) {
	for _, r := range all {
		one := cmp.Or(r.Intake, r.Readable)
		if one == nil {
			continue
		}
		if in == nil {
			in = rules.NewIntake(p)
		}
		for q := range in.Answers {
			in.Answers[q] = p.Questions[q].Joined(in.Answers[q], one.Answers[q])
		}
	}
	return in
}

// Rejected returns why a parser found no intake, or nil if it did.
func Rejected(r packfile.Record) *records.Reject {
	if r.Intake != nil {
		return nil
	}
	rejected := &records.Reject{ID: r.ID, Readable: r.Readable}
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
