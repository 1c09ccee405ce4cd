package batch

import (
	"encoding/binary"

	"knead/engine"
	"knead/rules"
)

// read reads the value of a place and returns where it ends, or a negative number.
func (s *scanner) read(data []byte, n, i, at int) int {
	switch of := &s.foreseen[at]; of.usual {
	case noOptions, namedOptions:
		if end := s.options(data, i, of); end > 0 {
			return end
		}
	case spelledOut:
		if number, n := s.find(of, glanceAt(data, i)); n > 0 {
			s.facts.Put(&s.prepared[number].answer)
			return i + int(n)
		}
	}
	return s.value(data, n, i, at)
}

// options reads a list of different options and returns where it ends, or zero when there is
// anything else.
func (s *scanner) options(data []byte, i int, of *foreseen) (end int) {
	if data[i] != '[' {
		return 0
	}
	var sum engine.Answer
	for {
		if i++; data[i] == ' ' {
			i++
		}
		number, n := s.find(of, glanceAt(data, i))
		if n == 0 || !sum.Add(&s.prepared[number].answer) {
			return 0
		}
		if i += int(n); data[i] != ',' {
			break
		}
	}
	if data[i] != ']' {
		return 0
	}
	s.facts.Put(&sum)
	return i + 1
}

// null is the word as it is read into a number.
const null = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24

// value reads the value of a place and returns where it ends, or a negative number.
func (s *scanner) value(data []byte, n, i, at int) int {
	c := data[i]
	if c <= ' ' {
		i = skip(data, n, i)
		c = data[i]
	}
	if c == 'n' && binary.LittleEndian.Uint32(data[i:]) == null {
		return i + 4
	}
	if at >= len(s.answers) {
		return s.heading(data, n, i, at)
	}
	switch s.answers[at].kind {
	case rules.Multi:
		if c == '[' {
			if data[i+1] == ']' && !s.answers[at].atLeastOne {
				s.facts.SetNone(at)
				return i + 2
			}
			return s.list(data, n, i+1, at)
		}
		if c == '"' {
			return s.word(data, n, i+1, at)
		}
	case rules.Choice:
		if c == '"' {
			return s.word(data, n, i+1, at)
		}
	case rules.Bool:
		return s.boolean(data, n, i, at)
	case rules.Int:
		return s.number(data, n, i, at)
	case rules.FreeText:
		return s.freeText(data, n, i, at)
	}
	return -1
}

// word reads a single word that answers a question.
func (s *scanner) word(data []byte, n, i, at int) int {
	v, end := s.answers[at].quoted(data, i)
	if v < 0 {
		if v, end = s.escaped(data, n, i, at); v < 0 {
			return -1
		}
	}
	switch {
	case v == unsureWord:
		s.facts.SetUnsure(at)
	case v == noneWord:
		s.facts.SetNone(at)
	case s.answers[at].kind == rules.Multi:
		return -1 // a single option is no list
	default:
		s.facts.SetTicks(at, 1<<v, false)
	}
	return end
}

// escaped looks up a word that is spelled with escapes.
func (s *scanner) escaped(data []byte, n, i, at int) (value, end int) {
	text, _, end := s.text(data, n, i)
	if end < 0 {
		return -1, end
	}
	return s.answers[at].find(text), end
}

// list reads a list of words that answers a Multi.
func (s *scanner) list(data []byte, n, i, at int) int {
	var ticks uint64
	known := &s.answers[at]
	items, unsure, none := 0, false, false
	for ; ; items++ {
		if data[i] != '"' {
			if i = skip(data, n, i); data[i] != '"' {
				if data[i] == ']' && items == 0 && !known.atLeastOne {
					s.facts.SetNone(at)
					return i + 1
				}
				return -1
			}
		}
		v, end := known.quoted(data, i+1)
		if v < 0 {
			if v, end = s.escaped(data, n, i+1, at); v < 0 {
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
		if data[i] == ' ' {
			i++
		}
	}
	s.facts.SetTicks(at, ticks, unsure)
	return i + 1
}

func (s *scanner) boolean(data []byte, n, i, at int) int {
	switch {
	case string(data[i:i+4]) == "true":
		s.facts.SetTicks(at, 2, false)
		return i + 4
	case string(data[i:i+5]) == "false":
		s.facts.SetTicks(at, 1, false)
		return i + 5
	case data[i] == '"':
		return s.word(data, n, i+1, at)
	}
	return -1
}

// number reads a whole number in plain digits; what follows it is looked at by separate.
func (s *scanner) number(data []byte, n, i, at int) int {
	if data[i] == '"' {
		return s.word(data, n, i+1, at)
	}
	from, sign := i, 1
	if data[i] == '-' {
		sign = -1
		i++
	}
	v, first := 0, i
	for d := data[i] - '0'; d <= 9; d = data[i] - '0' {
		v = 10*v + int(d)
		if i++; i > first+9 {
			return -1
		}
	}
	q := &s.answers[at]
	if i == first || data[first] == '0' && i-from > 1 {
		return -1
	}
	if v *= sign; v < q.least || v > q.most {
		return -1
	}
	s.facts.SetInt(at, v)
	return i
}
