package batch

import (
	"encoding/binary"
	"math"
	"slices"

	"knead/engine"
	"knead/rules"
)

// scanner reads an intake in JSON straight into the facts of the engine, without building
// anything between. It knows what the pack's words look like and remembers what stood
// between the same two answers in the record before; so it runs at full speed on records
// that are spelled alike, whatever their order of keys and their spaces, and somewhat
// slower on others.
//
// It never judges: it accepts only what it is sure of, and reports false for everything
// else, which [judge] then reads in the way that words complaints.
type scanner struct {
	*vocabulary
	facts   *engine.Facts
	id      identity
	learned []transitions // by place
	seen    []uint32      // by place: the stamp of the last record that had it
	stamp   uint32
	texts   []freeText
	decoded []byte // text whose escapes were undone
}

// identity is the id of an intake.
type identity struct {
	text   []byte // valid until the next record is read
	absent bool
	plain  bool // the text stands in JSON as it is
}

// freeText is an answer that is read when all others are known.
type freeText struct {
	question int
	text     []byte
}

func newScanner(v *vocabulary, f *engine.Facts) *scanner {
	places := len(v.pack.Questions) + placesBesideQuestions
	nothing := transition{n: math.MaxInt32}
	return &scanner{
		vocabulary: v, facts: f, seen: make([]uint32, places),
		learned: slices.Repeat([]transitions{{ways: [2]transition{nothing, nothing}}}, places),
	}
}

// place returns the number of a place that is no question.
func (s *scanner) place(p int) int { return len(s.answers) + p }

// scan reads the intake in data[:n] and reports whether it is surely right; then the facts
// and the id are set. A line feed must stand at data[n], and padding bytes follow from there.
func (s *scanner) scan(data []byte, n int) bool {
	s.facts.Reset()
	s.id = identity{absent: true}
	s.texts, s.decoded = s.texts[:0], s.decoded[:0]
	s.stamp++
	answers, end := s.place(placeAnswers), s.place(placeEnd)
	at, i := s.place(placeStart), 0
	for {
		known := &s.learned[at]
		t := &known.ways[known.recent&1]
		if !t.matches(data, n, i) {
			if t = &known.ways[known.recent&1^1]; t.matches(data, n, i) {
				known.recent ^= 1
			} else {
				t = nil
			}
		}
		if t != nil {
			i += t.n
			at = t.next
			if t.opens {
				if s.seen[answers] == s.stamp {
					return false
				}
				s.seen[answers] = s.stamp
			}
		} else if at, i = s.separate(data, n, i, at); i < 0 {
			return false
		}
		if at == end {
			return skip(data, n, i) == n && s.seen[answers] == s.stamp && s.finish()
		}
		if s.seen[at] == s.stamp {
			return false
		}
		s.seen[at] = s.stamp
		if t != nil && t.lists && data[i] == '[' && data[i+1] == ']' {
			s.facts.SetNone(at)
			i += 2
			continue
		}
		if i = s.value(data, n, i, at); i < 0 {
			return false
		}
	}
}

// finish reads free text, whose meaning depends on the other answers.
func (s *scanner) finish() bool {
	for _, t := range s.texts {
		s.facts.SetText(t.question, string(t.text))
	}
	return true
}

// skip returns the place of the first byte from i on that is no space.
func skip(data []byte, n, i int) int {
	for i < n && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// separate reads from the end of the value of place at to the next value, returns its place
// and where it begins, and learns what stood between. It returns a negative i when the
// record is not surely right.
func (s *scanner) separate(data []byte, n, i, at int) (next, end int) {
	from, opens, first := i, false, false
	inside := at < len(s.answers)
	i = skip(data, n, i)
	if at == s.place(placeStart) {
		if data[i] != '{' {
			return 0, -1
		}
		first = true
		i = skip(data, n, i+1)
	}
	for {
		switch c := data[i]; {
		case c == '}' && inside:
			inside, first = false, false
			i = skip(data, n, i+1)
			continue
		case c == '}':
			next = s.place(placeEnd)
			s.learn(at, data[from:i+1], next, opens)
			return next, i + 1
		case c == ',' && !first:
			i = skip(data, n, i+1)
		case !first:
			return 0, -1
		}
		if next, i = s.key(data, n, i, inside); i < 0 {
			return 0, -1
		}
		if next != s.place(placeAnswers) {
			s.learn(at, data[from:i], next, opens)
			return next, i
		}
		if data[i] != '{' || s.seen[next] == s.stamp {
			return 0, -1
		}
		s.seen[next] = s.stamp
		opens, inside, first = true, true, true
		i = skip(data, n, i+1)
	}
}

// key reads a key and its colon.
func (s *scanner) key(data []byte, n, i int, inside bool) (place, end int) {
	if data[i] != '"' {
		return 0, -1
	}
	known := &s.top
	if inside {
		known = &s.keys
	}
	if place, i = known.quoted(data, i+1); place < 0 {
		return 0, -1
	}
	if i = skip(data, n, i); data[i] != ':' {
		return 0, -1
	}
	return place, skip(data, n, i+1)
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
