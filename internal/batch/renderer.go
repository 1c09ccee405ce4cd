package batch

import (
	"strconv"
	"unicode/utf8"

	"knead/engine"
	"knead/internal/records"
	"knead/internal/text"
)

// renderer writes results and rejections, one line each. All but result is safe for
// concurrent use.
type renderer interface {
	// forWorker returns a renderer of the same whose result another goroutine may use.
	forWorker() renderer
	// header opens the output; it belongs to the first shard only.
	header() []byte
	result(to []byte, id records.ID, d *engine.Decision) []byte
	reject(to []byte, record int64, r *records.Reject) []byte
}

// appendInt appends a number, which in results is seldom large.
func appendInt(to []byte, v int) []byte {
	if v < 0 {
		return strconv.AppendInt(to, int64(v), 10)
	}
	if v < 10 {
		return append(to, '0'+byte(v))
	}
	if v < 100 {
		return append(to, '0'+byte(v/10), '0'+byte(v%10))
	}
	return append(appendInt(to, v/10), '0'+byte(v%10))
}

// appendString appends text as a string of JSON, spelled as encoding/json spells it when
// HTML is left alone, but for what could harm a terminal. Invalid UTF-8 becomes U+FFFD.
func appendString(to []byte, s string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				to = append(to, '\\', c)
			case c >= ' ' && c < 0x7f:
				to = append(to, c)
			case c == '\b':
				to = append(to, '\\', 'b')
			case c == '\f':
				to = append(to, '\\', 'f')
			case c == '\n':
				to = append(to, '\\', 'n')
			case c == '\r':
				to = append(to, '\\', 'r')
			case c == '\t':
				to = append(to, '\\', 't')
			default:
				to = append(to, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			to = append(to, `\ufffd`...)
		default:
			to = text.JSON.Append(to, r)
		}
		i += size
	}
	return append(to, '"')
}

// appendVisible appends JSON from encoding/json, spelled as appendString spells strings.
func appendVisible(to, encoded []byte) []byte {
	for _, r := range string(encoded) {
		to = text.JSON.Append(to, r)
	}
	return to
}

// appendID appends an id as JSON.
func appendID(to []byte, id records.ID) []byte {
	switch {
	case id.Absent:
		return append(to, "null"...)
	case id.Plain:
		to = append(to, '"')
		to = append(to, id.Text...)
		return append(to, '"')
	}
	return appendString(to, string(id.Text))
}
