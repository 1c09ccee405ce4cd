package batch

import (
	"encoding/binary"
	"math"
	"math/bits"

	"knead/engine"
	"knead/rules"
)

// prepared are the usual spellings of whole answers to one question, and of the options of a
// Multi, together with the answers that they are. Their first bytes are hashed, so that
// mostly a text has but one candidate. They are immutable and safe for concurrent use.
type prepared struct {
	entries []preparedAnswer
	slots   []preparedSlot // by hash
	factor  uint64
	prefix  uint64 // masks the bytes that are hashed
	shift   uint8
}

type preparedAnswer struct {
	pattern
	next   uint8 // the entry that shares its slot; zero when there is none
	answer engine.Answer
}

// preparedSlot is an entry and its length, which tells early where the text goes on.
type preparedSlot struct{ entry, n uint8 }

// candidate returns the entry that most probably stands in d, and its length.
func (s *prepared) candidate(d *glance) (e *preparedAnswer, n int) {
	slot := s.slots[binary.LittleEndian.Uint64(d[:])&s.prefix*s.factor>>(s.shift&63)]
	return &s.entries[slot.entry], int(slot.n)
}

// find returns the entry that stands in d, or nil.
func (s *prepared) find(d *glance) *preparedAnswer {
	e, _ := s.candidate(d)
	for e.differs(d) != 0 {
		if e.next == 0 {
			return nil
		}
		e = &s.entries[e.next]
	}
	return e
}

// prepare returns the answers to a question that can be prepared; the facts are scratch.
func prepare(f *engine.Facts, q *rules.Question, question int) prepared {
	var s prepared
	add := func(text string, give func(*engine.Facts)) {
		if a, ok := f.Prepare(question, give); ok && len(text) <= len(glance{}) && len(s.entries) < math.MaxUint8 {
			s.entries = append(s.entries, preparedAnswer{pattern: newPattern([]byte(text)), answer: a})
		}
	}
	for i := range q.Options {
		text := q.Options[i].ID
		if q.Kind != rules.Bool {
			text = `"` + text + `"`
		}
		add(text, func(f *engine.Facts) { f.SetTicks(question, 1<<i, false) })
	}
	if q.Kind != rules.Multi {
		if q.Unsure {
			add(`"unsure"`, func(f *engine.Facts) { f.SetUnsure(question) })
		}
		add("null", func(*engine.Facts) {})
	}
	if len(s.entries) > 0 {
		s.index()
	}
	return s
}

// index chooses how many bytes to hash and by which factor, so that as many entries as can
// be have a slot of their own. Entries that are shorter are left out.
func (s *prepared) index() {
	all, most := s.entries, 0
	for n := 8; n > 0 && most < len(all); n-- {
		prefix := ^uint64(0) >> (64 - 8*n)
		var long []preparedAnswer
		begins := map[uint64]bool{}
		for i := range all {
			if all[i].n >= n {
				long = append(long, all[i])
				begins[all[i].words[0]&prefix] = true
			}
		}
		if len(begins) > most {
			s.entries, s.prefix, most = long, prefix, len(begins)
		}
	}
	size := bits.Len(uint(most)) + 1
	s.slots, s.shift = make([]preparedSlot, 1<<size), uint8(64-size)
	s.factor = firstFactor
	for try := 0; s.fill() < most && try < maxFactors; try++ {
		s.factor = nextFactor(s.factor)
	}
}

// fill fills the slots and returns how many are taken.
func (s *prepared) fill() (taken int) {
	clear(s.slots)
	for i := range s.entries {
		e := &s.entries[i]
		e.next = 0
		slot := &s.slots[e.words[0]&s.prefix*s.factor>>s.shift]
		if slot.n == 0 {
			taken++
			*slot = preparedSlot{uint8(i), uint8(e.n)}
			continue
		}
		last := &s.entries[slot.entry]
		for last.next != 0 {
			last = &s.entries[last.next]
		}
		last.next = uint8(i)
	}
	for i := range s.slots {
		if s.slots[i].n == 0 { // any entry will do: it does not stand where this is looked up
			s.slots[i] = preparedSlot{0, uint8(s.entries[0].n)}
		}
	}
	return taken
}

// Factors of hashes are tried one after another.
const (
	firstFactor = 0x9e3779b97f4a7c15
	maxFactors  = 1000
)

func nextFactor(f uint64) uint64 { return f*6364136223846793005 + 1442695040888963407 | 1 }
