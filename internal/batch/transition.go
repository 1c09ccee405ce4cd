package batch

import (
	"bytes"
	"encoding/binary"
	"math"
)

// transition is what stood between two values: the end of objects, commas, spaces, the next
// key and its colon. It takes a line of the processor's cache.
type transition struct {
	opening         // all of the text
	foreseen        // of what comes next
	next     uint32 // the place whose value follows
	n        uint8  // length of the text
	glides   uint8  // that, when the text is on one line; else none
	opens    bool   // the key "answers" is in the text
}

// none is a length that no text has.
const none = math.MaxUint8

// unknown is a transition that stands nowhere.
var unknown = transition{n: none, glides: none}

func newTransition(text []byte, next int, of foreseen, opens bool) transition {
	t := transition{newOpening(string(text)), of, uint32(next), uint8(len(text)), none, opens}
	if bytes.IndexByte(text, '\n') < 0 {
		t.glides = t.n
	}
	return t
}

// stands reports whether it stands at data[i] and ends within data[:n].
func (t *transition) stands(data []byte, n, i int) bool {
	return t.n != none && i+int(t.n) <= n && t.differs(glanceAt(data, i), uint(t.n)) == 0
}

// transitions are what stood behind one value. Where optional answers come and go no way is
// likely, and the key tells which it is without a branch that would be foreseen wrongly.
type transitions struct {
	likely transition
	// ways are those learned last, mostly the likely one among them, by the hash of the key
	// that each leads to, as far as keys differ: from byte keyAt on.
	factor   uint64 // of the hash; another is tried when ways fall together
	missed   uint32 // the stamp of the last record in which the likely way was wrong
	learning uint32 // the stamp of the last record in which one was learned
	learned  uint16 // how many were learned with few records between
	keyAt    uint8
	alike    uint8 // how many bytes all keys begin with
	unsteady bool  // no way is likely
	misses   uint8 // misses of the likely way with few records between
	running  uint8 // misses in as many records running
	tries    uint8 // factors
	ways     [1 << waysBits]transition
}

const (
	waysBits = 4
	maxTries = 100
	// maxKeyAt is the greatest number of bytes before a key that are skipped.
	maxKeyAt = 15
	// maxLearned is more than is learned of keys in some order.
	maxLearned = 200
	// A way that is wrong in more than maxRunning records running is not the likely one, and
	// none is likely after maxMisses misses with less than restful records between.
	maxRunning, maxMisses, restful = 3, 8, 8
)

// newTransitions knows nothing but how many bytes all keys begin with.
func newTransitions(alike uint8) transitions {
	t := transitions{likely: unknown, factor: firstFactor, alike: alike}
	t.forget()
	return t
}

// forget makes all ways unknown.
func (t *transitions) forget() {
	for k := range t.ways {
		t.ways[k] = unknown
	}
}

// way returns where the transition in d is remembered. The first bytes of a key tell.
func (t *transitions) way(d *glance) *transition {
	key := uint64(binary.LittleEndian.Uint32(d[t.keyAt&maxKeyAt:]))
	return &t.ways[key*t.factor>>(64-waysBits)]
}

// find returns the transition that stands at data[i], or nil, and counts how often that is
// not the likely one.
func (t *transitions) find(data []byte, n, i int, stamp uint32) *transition {
	if !t.unsteady && t.likely.stands(data, n, i) {
		return &t.likely
	}
	way := t.way(glanceAt(data, i))
	if !way.stands(data, n, i) {
		return nil
	}
	if t.unsteady {
		return way
	}
	since := stamp - t.missed
	if t.missed = stamp; since >= restful {
		t.misses = 0
	}
	if since > 1 {
		t.running = 0
	}
	t.misses++
	t.running++
	t.unsteady = t.misses > maxMisses
	if t.running > maxRunning {
		t.likely, t.running, t.misses = *way, 0, 0
	}
	return way
}

// inVain reports whether so much was learned of late that keys surely stand in no order;
// then little is learned.
func (t *transitions) inVain(stamp uint32) bool {
	if stamp-t.learning >= restful {
		t.learned = 0
	}
	t.learning = stamp
	if t.learned < maxLearned {
		t.learned++
		return false
	}
	return stamp%restful != 0
}

// learn remembers that data[i:end] led to the next place.
func (t *transitions) learn(data []byte, i, end int, next int, of foreseen, opens bool, stamp uint32) {
	text := data[i:end]
	if len(text) > len(glance{}) || t.inVain(stamp) {
		return
	}
	if quote := bytes.IndexByte(text, '"'); quote >= 0 {
		t.keyAt = uint8(min(quote+1+int(t.alike), maxKeyAt))
	}
	learned := newTransition(text, next, of, opens)
	d := glanceAt(data, i)
	way := t.way(d)
	if way.n != none && way.next != uint32(next) && t.tries < maxTries {
		t.tries++
		t.factor = nextFactor(t.factor)
		t.forget()
		way = t.way(d)
	}
	*way = learned
	if t.likely.n == none {
		t.likely = learned
	}
}

const firstFactor = 0x9e3779b97f4a7c15

func nextFactor(f uint64) uint64 { return f*6364136223846793005 + 1442695040888963407 | 1 }
