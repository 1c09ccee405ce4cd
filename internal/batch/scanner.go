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
	facts   *engine.Facts
	id      identity
	spots   []spot // by place
	stamp   uint32 // of the record
	opened  int    // how often the key "answers" was read
	texts   freeTexts
	decoded []byte // text whose escapes were undone
}

// spot is what the scanner knows of a place in an intake: what mostly stands there, and what
// stood behind that.
type spot struct {
	number int
	seen   uint32 // the stamp of the last record that had it
	foreseen
	transitions
}

// identity is the id of an intake.
type identity struct {
	text   []byte // valid until the next record is read
	absent bool
	plain  bool // the text stands in JSON as it is
}

func newScanner(v *vocabulary, f *engine.Facts) *scanner {
	s := &scanner{vocabulary: v, facts: f, spots: make([]spot, len(v.answers)+placesBesideQuestions)}
	for i := range s.spots {
		p := &s.spots[i]
		if i < len(v.foreseen) {
			p.foreseen = v.foreseen[i]
		}
		p.number, p.transitions.factor, p.alike = i, firstFactor, v.alike
		p.likely = unknown
		p.forget()
	}
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
	s.opened = 0
	p, i, end := &s.spots[s.place(placeStart)], 0, &s.spots[s.place(placeEnd)]
	for {
		var there bool
		if p, i, there = s.glide(data, i, p); !there {
			if p, i = s.step(data, n, i, p); i < 0 {
				return false
			}
		}
		if p == end {
			if skip(data, n, i) != n || s.opened != 1 {
				return false
			}
			s.texts.give(s.facts)
			return true
		}
		if i = s.read(data, n, i, p); i < 0 {
			return false
		}
	}
}

// step goes from the end of one value to the next, in whatever way. It returns a negative i
// when the record is not surely right.
func (s *scanner) step(data []byte, n, i int, p *spot) (next *spot, end int) {
	if t := p.transitions.find(data, n, i, s.stamp); t != nil {
		i += t.n
		p = t.next
		s.opened += t.opens
	} else if p, i = s.separate(data, n, i, p); i < 0 {
		return nil, -1
	}
	if p.seen == s.stamp {
		return nil, -1
	}
	p.seen = s.stamp
	return p, i
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
func (s *scanner) separate(data []byte, n, i int, p *spot) (next *spot, end int) {
	from, opens, first := i, 0, false
	inside := p.number < len(s.answers)
	i = skip(data, n, i)
	if p.number == s.place(placeStart) {
		if data[i] != '{' {
			return nil, -1
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
			next = &s.spots[s.place(placeEnd)]
			p.learn(data, from, i+1, next, opens, s.stamp)
			return next, i + 1
		case c == ',' && !first:
			i = skip(data, n, i+1)
		case !first:
			return nil, -1
		}
		var at int
		if at, i = s.key(data, n, i, inside); i < 0 {
			return nil, -1
		}
		if at != s.place(placeAnswers) {
			next = &s.spots[at]
			p.learn(data, from, i, next, opens, s.stamp)
			return next, i
		}
		if data[i] != '{' || s.opened > 0 {
			return nil, -1
		}
		s.opened++
		opens, inside, first = 1, true, true
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
