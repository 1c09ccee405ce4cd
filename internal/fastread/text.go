package fastread

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"knead/internal/records"
	"knead/rules"
)

// maxID is the greatest length of an id in bytes.
const maxID = rules.MaxIntakeIDLength

// heading reads the value of "id", "date" or "pack" and returns where it ends.
func (r *Reader) heading(data []byte, n, i, key int) int {
	if binary.LittleEndian.Uint32(data[i:]) == null {
		return i + len("null")
	}
	if data[i] != '"' {
		return -1
	}
	text, _, end := r.text(data, n, i+1)
	if end < 0 {
		return -1
	}
	right := false
	switch key {
	case keyID:
		right = len(text) <= maxID
		r.id = records.ID{Text: text}
	case keyDate:
		right = isDate(text)
	case keyPack:
		right = string(text) == r.packNames[0] || string(text) == r.packNames[1]
	}
	if !right {
		return -1
	}
	return end
}

// isDate reports whether the text is surely a date of the calendar such as 2026-03-09.
func isDate(t []byte) bool {
	if len(t) != len("2026-03-09") || t[4] != '-' || t[7] != '-' {
		return false
	}
	year, yearEnd := digits(t[:4], 0)
	month, monthEnd := digits(t[:7], 5)
	day, dayEnd := digits(t, 8)
	if yearEnd < 4 || monthEnd < 7 || dayEnd < 10 || year < 1000 || month < 1 || month > 12 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days = 29
	}
	return day >= 1 && day <= days
}

// freeText reads the answer to a FreeText question, which begins at i.
func (r *Reader) freeText(data []byte, n, i, q int) int {
	text, _, end := r.text(data, n, i)
	if end < 0 || len(text) > r.answers[q].most && utf8.RuneCount(text) > r.answers[q].most {
		return -1
	}
	if len(bytes.TrimSpace(text)) > 0 {
		r.facts.SetText(q, text)
	}
	return end
}

// text reads a string whose opening quotation mark stands before i. It returns the text
// with escapes undone, whether there were none and all of it is printable ASCII, and where
// the string ends, which is negative when it is not surely right.
func (r *Reader) text(data []byte, n, i int) (text []byte, plain bool, end int) {
	for end = i; end < n; end += 8 {
		x := binary.LittleEndian.Uint64(data[end:])
		quote, escape := x^('"'*eachByte), x^('\\'*eachByte)
		// The high bit of each byte that is a quotation mark, a backslash, a control
		// character or not ASCII; above the lowest such byte others may be marked too.
		marked := ((quote-eachByte)&^quote | (escape-eachByte)&^escape | (x - ' '*eachByte) | (x + eachByte) | x) & highBits
		if marked == 0 {
			continue
		}
		end += bits.TrailingZeros64(marked) >> 3
		switch {
		case end >= n:
			return nil, false, -1
		case data[end] == '"':
			return data[i:end], true, end + 1
		}
		return r.decode(data, n, i, end)
	}
	return nil, false, -1
}

// decode reads the rest of a string of which data[from:i] is plain.
func (r *Reader) decode(data []byte, n, from, i int) (text []byte, plain bool, end int) {
	start := len(r.decoded)
	r.decoded = append(r.decoded, data[from:i]...)
	for i < n {
		switch c := data[i]; {
		case c == '"':
			return r.decoded[start:len(r.decoded):len(r.decoded)], false, i + 1
		case c == '\\':
			char, size := unescape(data[i:n])
			if size == 0 {
				return nil, false, -1
			}
			r.decoded = utf8.AppendRune(r.decoded, char)
			i += size
		case c >= ' ' && c < 0x7f:
			r.decoded = append(r.decoded, c)
			i++
		default:
			char, size := utf8.DecodeRune(data[i:n])
			if !isPrintable(char, size) {
				return nil, false, -1
			}
			r.decoded = append(r.decoded, data[i:i+size]...)
			i += size
		}
	}
	return nil, false, -1
}

// unescape reads one escape, a pair of surrogates counting as one. The size is 0 when it is
// none that surely means a character.
func unescape(data []byte) (r rune, size int) {
	if len(data) < 2 {
		return 0, 0
	}
	if k := strings.IndexByte(`"\/bfnrt`, data[1]); k >= 0 {
		return rune("\"\\/\b\f\n\r\t"[k]), 2
	}
	if r = unit(data); r < 0 {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if r = utf16.DecodeRune(r, unit(data[6:])); r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// unit reads an escape with four hexadecimal digits, or returns -1.
func unit(data []byte) (r rune) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return -1
	}
	var value [2]byte
	if _, err := hex.Decode(value[:], data[2:6]); err != nil {
		return -1
	}
	return rune(binary.BigEndian.Uint16(value[:]))
}

// isText reports whether text is UTF-8 without control characters other than line ends and
// tabs, as the parser of files demands.
func isText(text []byte) bool {
	for i := 0; i < len(text); {
		if c := text[i]; c < 0x7f {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !isPrintable(r, size) {
			return false
		}
		i += size
	}
	return true
}

// isPrintable reports whether a character that was decoded, and is not plain ASCII, may stand
// in text.
func isPrintable(r rune, size int) bool {
	return (r != utf8.RuneError || size > 1) && (r >= 0xa0 || r == 0x85)
}
