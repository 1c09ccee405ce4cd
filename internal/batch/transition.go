package batch

import (
	"bytes"
	"encoding/binary"
)

// transition is what stood between two values: the end of objects, commas, spaces, the next
// key and its colon.
type transition struct {
	pattern
	next  *spot // whose value follows
	opens int   // how often the key "answers" is among it
	// glides is its length when it is of the usual kind: within a glance, on one line, and
	// without the key "answers"; else nothing.
	glides uint
}

func newTransition(text []byte, next *spot, opens int) transition {
	t := transition{newPattern(text), next, opens, nothing}
	if len(text) <= len(glance{}) && opens == 0 && bytes.IndexByte(text, '\n') < 0 {
		t.glides = uint(len(text))
	}
	return t
}

// unknown is a transition that stands nowhere.
var unknown = transition{pattern: pattern{n: nothing}, glides: nothing}

// transitions are what stood behind one value. Where optional answers come and go no way is
// likely, and the key tells which it is without a branch that would be foreseen wrongly.
type transitions struct {
	likely transition
	// ways are those learned last, mostly the likely one among them, by the hash of the key
	// that each leads to, as far as keys differ: from byte keyAt on.
	ways     *[1 << waysBits]transition
	keyAt    uint8
	alike    uint8  // how many bytes all keys begin with
	unsteady bool   // no way is likely
	misses   uint8  // misses of the likely way with few records between
	running  uint8  // misses in as many records running
	missed   uint32 // the stamp of the last such record
	factor   uint64 // of the hash; another is tried when ways fall together
	tries    uint8
	learned  uint16 // how many were learned with few records between
	learning uint32 // the stamp of the last such record
}

const (
	waysBits = 4
	maxTries = 100
	// maxKeyAt is the greatest number of bytes before a key that are skipped.
	maxKeyAt = 15
	// maxTransition is the longest text that is learned.
	maxTransition = 128
	// maxLearned is more than is learned of keys in some order.
	maxLearned = 200
	// A way that is wrong in more than maxRunning records running is not the likely one, and
	// none is likely after maxMisses misses with less than restful records between.
	maxRunning, maxMisses, restful = 3, 8, 8
)

// forget makes all ways unknown.
func (t *transitions) forget() {
	if t.ways == nil {
		t.ways = new([1 << waysBits]transition)
	}
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
func (t *transitions) learn(data []byte, i, end int, next *spot, opens int, stamp uint32) {
	text := data[i:end]
	if len(text) > maxTransition || t.inVain(stamp) {
		return
	}
	if quote := bytes.IndexByte(text, '"'); quote >= 0 {
		t.keyAt = uint8(min(quote+1+int(t.alike), maxKeyAt))
	}
	learned := newTransition(text, next, opens)
	d := glanceAt(data, i)
	way := t.way(d)
	if way.next != nil && way.next != next && t.tries < maxTries {
		t.tries++
		t.factor = nextFactor(t.factor)
		t.forget()
		way = t.way(d)
	}
	*way = learned
	if t.likely.next == nil {
		t.likely = learned
	}
}
