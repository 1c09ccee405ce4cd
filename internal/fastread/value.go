package fastread

import (
	"encoding/binary"
)

// The first four bytes of null, true and false as a little-endian number.
const (
	null = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
	yes  = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
	no   = 'f' | 'a'<<8 | 'l'<<16 | 's'<<24
)

// answer reads the answer to a question and returns where it ends.
func (r *Reader) answer(data []byte, n, i, q int) int {
	of := &r.answers[q]
	switch c := data[i]; {
	case c == '[' && of.kind.Many():
		if data[i+1] == ']' && !of.atLeastOne {
			r.facts.SetTicks(q, 0, false)
			return i + 2
		}
		return r.list(data, n, i+1, q)
	case c == '"' && of.kind.IsText():
		return r.freeText(data, n, i+1, q)
	case c == '"':
		v, end := of.at(data, i+1)
		if v < 0 {
			if v, end = r.escaped(data, n, i+1, of); v < 0 {
				return -1
			}
		}
		switch {
		case v < unsureWord && !of.kind.Many():
			r.facts.SetTicks(q, 1<<v, false)
		case v == unsureWord:
			r.facts.SetUnsure(q)
		case v == noneWord:
			r.facts.SetTicks(q, 0, false)
		default:
			return -1 // an option of a Multi alone is no list
		}
		return end
	case c == 'n' && binary.LittleEndian.Uint32(data[i:]) == null:
		return i + len("null")
	case of.kind.IsNumber():
		return r.number(data, i, q)
	case of.kind.IsYesNo():
		return r.boolean(data, i, q)
	}
	return -1
}

// escaped looks up a word that may answer a question and is spelled with escapes.
func (r *Reader) escaped(data []byte, n, i int, of *field) (value, end int) {
	text, plain, end := r.text(data, n, i)
	if end < 0 || plain {
		return -1, i
	}
	return of.find(text), end
}

// list reads a list of words that answers a Multi.
func (r *Reader) list(data []byte, n, i, q int) int {
	var ticks uint64
	unsure, none := false, false
	of := &r.answers[q]
	for items := 0; ; items++ {
		if data[i] != '"' {
			if i = skip(data, n, i); data[i] != '"' {
				if data[i] == ']' && items == 0 && !of.atLeastOne {
					r.facts.SetTicks(q, 0, false)
					return i + 1
				}
				return -1
			}
		}
		v, end := of.at(data, i+1)
		if v < 0 {
			if v, end = r.escaped(data, n, i+1, of); v < 0 {
				return -1
			}
		}
		switch {
		case v < 64 && ticks>>v&1 == 0:
			ticks |= 1 << v
		case v == unsureWord && !unsure:
			unsure = true
		case v == noneWord && items == 0:
			none = true
		default:
			return -1
		}
		if i = end; data[i] != ',' && data[i] != ']' {
			i = skip(data, n, i)
		}
		if data[i] == ']' {
			break
		}
		if data[i] != ',' || none {
			return -1
		}
		i++
	}
	r.facts.SetTicks(q, ticks, unsure)
	return i + 1
}

func (r *Reader) boolean(data []byte, i, q int) int {
	switch binary.LittleEndian.Uint32(data[i:]) {
	case yes:
		r.facts.SetTicks(q, 2, false)
		return i + len("true")
	case no:
		if data[i+4] == 'e' {
			r.facts.SetTicks(q, 1, false)
			return i + len("false")
		}
	}
	return -1
}

// number reads a whole number in plain digits; what follows it is looked at by the caller.
func (r *Reader) number(data []byte, i, q int) int {
	from, sign := i, 1
	if data[i] == '-' {
		sign = -1
		i++
	}
	v, end := digits(data, i)
	of := &r.answers[q]
	if end == i || data[i] == '0' && end-from > 1 {
		return -1
	}
	if v *= sign; v < of.least || v > of.most {
		return -1
	}
	r.facts.SetInt(q, v)
	return end
}

// digits reads a number of at most nine plain digits and returns where it ends, or that there
// is none.
func digits(data []byte, i int) (v, end int) {
	end = i
	for ; end < len(data) && data[end]-'0' <= 9; end++ {
		v = 10*v + int(data[end]-'0')
	}
	if end > i+9 {
		return 0, i
	}
	return v, end
}
