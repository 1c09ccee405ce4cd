package batch

import "knead/engine"

// scanner reads an intake in JSON straight into the facts of the engine, without building
// anything between. It knows what the pack's answers look like and remembers what stood
// between the same two answers in the records before; so it runs at full speed on records
// that are spelled alike, whatever their order of keys and their spaces, and somewhat
// slower on others.
//
// It never judges: it accepts only what it is sure of, and reports false for everything
// else, which [judge] then reads in the way that words complaints.
type scanner struct {
	*vocabulary
	facts    *engine.Facts
	slate    engine.Slate // of the facts
	id       identity
	spots    []spot // by place
	plainly  bool   // without assembly
	stamp    uint32 // of the record
	answered *spot  // that of the key "answers"
	texts    freeTexts
	decoded  []byte // text whose escapes were undone
}

// spot is what the scanner knows of a place in an intake: what stood behind it.
type spot struct {
	seen uint32 // the stamp of the last record that had it
	transitions
}

// see notes that the record with the stamp has the place, and reports false when it was seen
// in that before.
func (p *spot) see(stamp uint32) bool {
	new := p.seen != stamp
	p.seen = stamp
	return new
}

// identity is the id of an intake.
type identity struct {
	text   []byte // valid until the next record is read
	absent bool
	plain  bool // the text stands in JSON as it is
}

func newScanner(v *vocabulary, f *engine.Facts) *scanner {
	s := &scanner{vocabulary: v, facts: f, slate: f.Slate(), plainly: !hasGlide, spots: make([]spot, len(v.answers)+placesBesideQuestions)}
	for i := range s.spots {
		s.spots[i].transitions = newTransitions(v.alike)
	}
	s.answered = &s.spots[s.place(placeAnswers)]
	return s
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
	at, i := s.place(placeStart), 0
	for {
		var there bool
		if at, i, there = s.glide(data, i, at); !there {
			if at, i = s.step(data, n, i, at); i < 0 {
				return false
			}
		}
		if at == s.place(placeEnd) {
			if skip(data, n, i) != n || s.answered.seen != s.stamp {
				return false
			}
			s.texts.give(s.facts)
			return true
		}
		if i = s.read(data, n, i, at); i < 0 {
			return false
		}
	}
}

// step goes from the end of one value to the next, in whatever way. It returns a negative i
// when the record is not surely right.
func (s *scanner) step(data []byte, n, i, at int) (next, end int) {
	if t := s.spots[at].find(data, n, i, s.stamp); t != nil {
		i += int(t.n)
		at = int(t.next)
		if t.opens && !s.answered.see(s.stamp) {
			return 0, -1
		}
	} else if at, i = s.separate(data, n, i, at); i < 0 {
		return 0, -1
	}
	if !s.spots[at].see(s.stamp) {
		return 0, -1
	}
	return at, i
}

// skip returns the place of the first byte from i on that is no space.
func skip(data []byte, n, i int) int {
	for i < n && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// separate reads from the end of the value of a place to the next value, returns its place
// and where it begins, and learns what stood between. It returns a negative i when the
// record is not surely right.
func (s *scanner) separate(data []byte, n, i, at int) (next, end int) {
	from, opens, first := i, false, false
	inside := at < len(s.answers)
	p := &s.spots[at]
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
			p.learn(data, from, i+1, next, s.foreseen[next], opens, s.stamp)
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
			p.learn(data, from, i, next, s.foreseen[next], opens, s.stamp)
			return next, i
		}
		if data[i] != '{' || !s.answered.see(s.stamp) {
			return 0, -1
		}
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
