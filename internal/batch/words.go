package batch

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// words is a fixed set of ids in which a quoted word of JSON is looked up without looking
// at it byte by byte: its first eight bytes, or where those are not enough also its last,
// are read as numbers that a hash takes to the only candidate, or to the few that begin and
// end alike. It is immutable and safe for concurrent use.
type words struct {
	entries []wordEntry
	slots   []uint16 // by hash: index into entries plus one, or zero
	factor  uint64
	shift   uint8
	// prefix, if not zero, masks as many first bytes as the shortest word has with the
	// quotation mark behind it, and they are different for all words.
	prefix uint64
}

type wordEntry struct {
	head, tail uint64 // first and last eight bytes; of a shorter word head holds all, tail is zero
	// begin and end are the first and the last eight bytes of the word and the quotation mark
	// behind it; of fewer both are all, under mask.
	begin, end, mask uint64
	endAt            int // where end begins in the word
	text             string
	value            int
	next             uint16 // as in slots: another entry in the same slot, or zero
}

// maxWord is the longest id the fast path knows; the parser of packs allows no longer one.
const maxWord = 64

// padding is how many readable bytes must follow a record: a line feed, and all that is
// looked at together.
const padding = 8 + 2*len(glance{})

// newWords returns a set in which ids[i] has the value i.
func newWords(ids []string) words {
	var w words
	for i, id := range ids {
		w.add(id, i)
	}
	w.index()
	return w
}

func (w *words) add(id string, value int) {
	head, tail := ends([]byte(id))
	e := wordEntry{head: head, tail: tail, text: id, value: value, mask: math.MaxUint64}
	quoted := append([]byte(id), '"')
	e.begin, e.end = ends(quoted)
	if len(quoted) < 8 {
		e.mask = 1<<(8*len(quoted)) - 1
	}
	e.endAt = max(len(quoted)-8, 0)
	if len(quoted) <= 8 {
		e.end = e.begin
	}
	w.entries = append(w.entries, e)
}

// ends returns the first and the last eight bytes of a word.
func ends(word []byte) (head, tail uint64) {
	switch n := len(word); {
	case n > 8:
		tail = binary.LittleEndian.Uint64(word[n-8:])
		head = binary.LittleEndian.Uint64(word)
	case cap(word) >= 8:
		head = binary.LittleEndian.Uint64(word[:8]) << (64 - 8*n) >> (64 - 8*n)
	default:
		for i, c := range word {
			head |= uint64(c) << (8 * i)
		}
	}
	return head, tail
}

// index looks for a factor under which only words that begin and end alike share a slot. A
// large set may resist; then others share one too.
func (w *words) index() {
	w.findPrefix()
	size := uint8(bits.Len(uint(2*len(w.entries)))) + 1
	w.factor = firstFactor
	for try := 0; ; try++ {
		if try > 0 && try%500 == 0 && size < 12 {
			size++
		}
		w.factor, w.shift = nextFactor(w.factor), 64-size
		w.slots = make([]uint16, 1<<size)
		if w.place() || try > 3000 {
			return
		}
	}
}

// place fills the slots and reports whether words share one only where nothing but their
// middle tells them apart.
func (w *words) place() bool {
	alone := true
	for i := range w.entries {
		e := &w.entries[i]
		head, tail := e.head, e.tail
		if w.prefix != 0 {
			head, tail = e.begin&w.prefix, 0
		}
		slot := &w.slots[w.hash(head, tail)]
		if *slot != 0 {
			other := &w.entries[*slot-1]
			alone = alone && other.head == e.head && other.tail == e.tail
		}
		e.next = *slot
		*slot = uint16(i + 1)
	}
	return alone
}

// findPrefix sets prefix where that is possible.
func (w *words) findPrefix() {
	n := 8
	for i := range w.entries {
		n = min(n, len(w.entries[i].text)+1)
	}
	prefix := uint64(math.MaxUint64) >> (64 - 8*n)
	seen := map[uint64]bool{}
	for i := range w.entries {
		seen[w.entries[i].begin&prefix] = true
	}
	if len(seen) == len(w.entries) {
		w.prefix = prefix
	}
}

func (w *words) hash(head, tail uint64) uint64 {
	return (head ^ bits.RotateLeft64(tail, 29)) * w.factor >> w.shift
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
	quotes   = '"' * eachByte
)

// quoted looks up the word that begins at data[i] and ends before the next quotation mark.
// It returns the word's value and the place after that mark, or -1 when the word is none
// of the set as it is spelled. At least padding bytes must follow the record in data.
func (w *words) quoted(data []byte, i int) (value, end int) {
	first := binary.LittleEndian.Uint64(data[i:])
	if w.prefix == 0 {
		return w.search(data, i, first)
	}
	for slot := w.slots[w.hash(first&w.prefix, 0)]; slot != 0; {
		e := &w.entries[slot-1]
		slot = e.next
		if i+e.endAt+8 > len(data) {
			continue
		}
		last := binary.LittleEndian.Uint64(data[i+e.endAt:])
		if (first&e.mask^e.begin)|(last&e.mask^e.end) != 0 {
			continue
		}
		end = i + len(e.text) + 1
		if len(e.text) < 16 || e.text == string(data[i:end-1]) {
			return e.value, end
		}
	}
	return -1, i
}

// search is quoted for a set without prefix: it finds the end of the word first.
func (w *words) search(data []byte, i int, head uint64) (value, end int) {
	var tail uint64
	x := head ^ quotes
	if found := (x - eachByte) &^ x & highBits; found != 0 {
		n := bits.TrailingZeros64(found) // eight times the length, plus seven
		head &= 1<<(n&^7) - 1
		end = i + n>>3
	} else {
		for end = i + 8; ; end += 8 {
			if end+8 > len(data) || end > i+maxWord {
				return -1, end
			}
			x = binary.LittleEndian.Uint64(data[end:]) ^ quotes
			if found = (x - eachByte) &^ x & highBits; found != 0 {
				end += bits.TrailingZeros64(found) >> 3
				break
			}
		}
		if end > i+8 {
			tail = binary.LittleEndian.Uint64(data[end-8:])
		}
	}
	for slot := w.slots[w.hash(head, tail)]; slot != 0; {
		e := &w.entries[slot-1]
		if e.head == head && e.tail == tail && len(e.text) == end-i && (end-i <= 16 || e.text == string(data[i:end])) {
			return e.value, end + 1
		}
		slot = e.next
	}
	return -1, end
}

// find looks up a word that stands alone.
func (w *words) find(word []byte) int {
	head, tail := ends(word)
	begin, end := head, head
	switch n := len(word); {
	case n > maxWord:
		return -1
	case n < 8:
		begin |= '"' << (8 * n)
		end = begin
	default:
		end = binary.LittleEndian.Uint64(word[n-8:])>>8 | '"'<<56
	}
	if w.prefix != 0 {
		head, tail = begin&w.prefix, 0
	}
	for slot := w.slots[w.hash(head, tail)]; slot != 0; {
		e := &w.entries[slot-1]
		if e.begin == begin && e.end == end && len(e.text) == len(word) && (len(word) < 16 || e.text == string(word)) {
			return e.value
		}
		slot = e.next
	}
	return -1
}
