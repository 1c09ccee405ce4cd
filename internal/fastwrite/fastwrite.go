// Package fastwrite writes decisions as results, one line each: JSON in a compact or a full
// form, or rows of a flat table.
//
// What a result can hold is known when the pack is: a [Writer] encodes all fixed parts of
// results once, as fragments that lie between the parts that differ, and then appends them.
// Keys, their order and what the compact form leaves out stand in the tags of
// [engine.Result] and its parts, and nowhere else.
package fastwrite

import (
	"strconv"

	"knead/engine"
	"knead/internal/records"
	"knead/internal/text"
)

// Writer appends results and rejections, one line each. It is immutable and safe for
// concurrent use.
type Writer interface {
	// Header opens the output; it is empty when nothing does.
	Header() []byte
	Result(to []byte, id records.ID, d *engine.Decision) []byte
	Reject(to []byte, record int64, r *records.Reject) []byte
}

// appendInt appends a number, which in results is seldom large.
func appendInt(to []byte, v int) []byte {
	switch {
	case v < 0 || v > 99:
		return strconv.AppendInt(to, int64(v), 10)
	case v < 10:
		return append(to, '0'+byte(v))
	}
	return append(to, '0'+byte(v/10), '0'+byte(v%10))
}

// appendRate appends a number of sessions a week.
func appendRate(to []byte, perWeek float64) []byte {
	return strconv.AppendFloat(to, perWeek, 'f', -1, 64)
}

// appendID appends an id as JSON.
func appendID(to []byte, id records.ID) []byte {
	switch {
	case id.Absent:
		return append(to, "null"...)
	case isPlain(id.Text):
		to = append(to, '"')
		to = append(to, id.Text...)
		return append(to, '"')
	}
	return AppendString(to, string(id.Text))
}

// AppendString appends text as a string of JSON, spelled as encoding/json spells it when
// HTML is left alone, but for what could harm a terminal. Invalid UTF-8 becomes U+FFFD.
func AppendString(to []byte, s string) []byte {
	if !isPlain(s) {
		return appendVisible(to, encode(s))
	}
	return append(append(append(to, '"'), s...), '"')
}

// isPlain reports whether a string stands in JSON as it is, and is ASCII.
func isPlain[T string | []byte](s T) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendVisible appends JSON from encoding/json, spelled as AppendString spells strings.
func appendVisible(to, encoded []byte) []byte {
	for _, r := range string(encoded) {
		to = text.JSON.Append(to, r)
	}
	return to
}

// rejectFormat names the format of a rejection.
const rejectFormat = "knead/reject/v1"

// AppendReject appends a rejection as JSON without its closing brace.
func AppendReject(to []byte, record int64, r *records.Reject) []byte {
	to = strconv.AppendInt(append(to, `{"format":"`+rejectFormat+`","record":`...), record, 10)
	to = append(to, `,"id":`...)
	if r.ID == nil {
		to = append(to, "null"...)
	} else {
		to = AppendString(to, *r.ID)
	}
	to = appendVisible(append(to, `,"errors":`...), encode(r.Listed()))
	return append(append(to, `,"at_least":`...), r.AtLeast.JSON()...)
}
