package fastread

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// words is a fixed set of words of JSON, in which the word that begins at some place of a
// record is looked up without looking for its end first. A perfect hash of its first eight
// bytes leads to the only candidate, which is then compared whole; where words share those
// bytes, it leads to another hash, of the next eight. It is immutable and safe for
// concurrent use.
type words struct {
	root     hash
	others   []hash
	prefixes []prefix // of the text of each entry
	entries  []entry
	follows  string // what must follow each: its quotation mark, and the colon of a key
}

// hash is a perfect hash of eight bytes of words.
type hash struct {
	factor uint64
	slots  []slot
	shift  uint8
	at     uint8 // where the bytes begin in the word
}

// slot says what a hash leads to: the zero slot to nothing.
type slot struct {
	to    int16 // 1 + index of an entry, or the negative of 1 + index into others
	n     uint8 // length of the entry's text
	value int32 // of the entry
}

// entry is a word and what it stands for.
type entry struct {
	text  string // the word and what must follow it
	value int
}

// maxWord is the greatest length of an id that the parser of packs allows.
const maxWord = 64

// add adds a word; build makes it be found.
func (w *words) add(word string, value int) {
	text := word + w.follows
	w.prefixes = append(w.prefixes, newPrefix(text))
	w.entries = append(w.entries, entry{text, value})
}

// build makes the hashes.
func (w *words) build() {
	all := make([]int, len(w.entries))
	for i := range all {
		all[i] = i
	}
	w.root = w.hash(all, 0)
}

// hash returns a hash of some entries, all of which are equal before at.
func (w *words) hash(entries []int, at int) hash {
	h := hash{shift: 63, at: uint8(at), slots: make([]slot, 2)} // which leads to nothing
	var windows []uint64
	for _, e := range entries {
		windows = append(windows, w.entries[e].window(at))
	}
	slices.Sort(windows)
	windows = slices.Compact(windows)
	h.choose(windows)
	groups := make([][]int, len(h.slots))
	for _, e := range entries {
		slot := h.slot(w.entries[e].window(at))
		groups[slot] = append(groups[slot], e)
	}
	for i, group := range groups {
		switch {
		case len(group) == 1:
			e := &w.entries[group[0]]
			h.slots[i] = slot{int16(1 + group[0]), uint8(len(e.text)), int32(e.value)}
		case len(group) > 1:
			behind := at
			if w.sameWindow(group, at) {
				behind += 8
			}
			w.others = append(w.others, w.hash(group, behind))
			h.slots[i] = slot{to: -int16(len(w.others))}
		}
	}
	return h
}

// sameWindow reports whether entries have the same window.
func (w *words) sameWindow(entries []int, at int) bool {
	first := w.entries[entries[0]].window(at)
	return !slices.ContainsFunc(entries, func(e int) bool { return w.entries[e].window(at) != first })
}

// choose looks for a factor that takes each window to a slot of its own. Of a large set some
// share one, with which another hash deals.
func (h *hash) choose(windows []uint64) {
	const sizes, tries = 3, 300
	factor, best := uint64(0x9e3779b97f4a7c15), 0
	least := bits.Len(uint(2*len(windows))) + 1
	taken := make([]int, 1<<(least+sizes)) // the last try that took a slot
	for try := 1; try <= sizes*tries && best < len(windows); try++ {
		factor = factor*6364136223846793005 + 1442695040888963407 | 1
		size := least + try/tries
		tried := hash{factor: factor, shift: uint8(64 - size)}
		n := 0
		for _, x := range windows {
			if slot := &taken[tried.slot(x)]; *slot != try {
				*slot = try
				n++
			}
		}
		if n > best {
			best = n
			h.factor, h.shift, h.slots = tried.factor, tried.shift, make([]slot, 1<<size)
		}
	}
}

func (h *hash) slot(window uint64) uint64 { return window * h.factor >> (h.shift & 63) }

// find returns the slot of the eight bytes of a word, which may end within them.
func (h *hash) find(bytes uint64) slot { return h.slots[h.slot(untilQuote(bytes))] }

// window returns eight bytes of the word, as untilQuote does.
func (e *entry) window(at int) uint64 {
	var b [8]byte
	copy(b[:], e.text[min(at, len(e.text)):])
	return untilQuote(binary.LittleEndian.Uint64(b[:]))
}

// at looks up the word that begins at data[i]. It returns its value and where what must
// follow it ends, or -1 when it is none of the set or is spelled in another way. Padding
// bytes must follow the record in data.
func (w *words) at(data []byte, i int) (value, end int) {
	b := blockAt(data, i)
	s := w.root.find(binary.LittleEndian.Uint64(b[:]))
	if s.to > 0 && s.n <= blockSize && w.prefixes[s.to-1].differs(b, s.n) == 0 {
		return int(s.value), i + int(s.n)
	}
	return w.otherAt(s, data, i)
}

// otherAt is at for a word that is long, or for which the root hash is not enough.
func (w *words) otherAt(s slot, data []byte, i int) (value, end int) {
	for s.to < 0 {
		h := &w.others[-s.to-1]
		s = h.find(binary.LittleEndian.Uint64(data[i+int(h.at):]))
	}
	if end = i + int(s.n); s.to > 0 && w.entries[s.to-1].text == string(data[i:end]) {
		return int(s.value), end
	}
	return -1, i
}

// find looks up a word that stands alone, and returns its value or -1. What follows the word in
// its array is read, where there is as much, but does not count.
func (w *words) find(word []byte) int {
	n := len(word)
	if n > blockSize || cap(word) < blockSize {
		return w.findLong(word)
	}
	b := (*block)(word[:blockSize])
	s := w.root.slots[w.root.slot(binary.LittleEndian.Uint64(b[:])&masks[n][0]|wordEnds[n])]
	if s.to > 0 && int(s.n) == n+len(w.follows) && w.prefixes[s.to-1].differs(b, uint8(n)) == 0 {
		return int(s.value)
	}
	if s.to < 0 {
		return w.findLong(word)
	}
	return -1
}

// findLong is find for a word that is long, lacks room, or for which the root hash is not enough.
func (w *words) findLong(word []byte) int {
	h := &w.root
	for {
		s := h.slots[h.slot(windowOf(word, int(h.at)))]
		switch n := len(word); {
		case s.to < 0:
			h = &w.others[-s.to-1]
			continue
		case s.to > 0 && int(s.n) == n+len(w.follows) && w.entries[s.to-1].text[:n] == string(word):
			return int(s.value)
		}
		return -1
	}
}

// wordEnds are, by the length of a word, the quotation mark behind it in a window at its beginning.
var wordEnds = makeWordEnds()

func makeWordEnds() (ends [blockSize + 1]uint64) {
	for n := range 8 {
		ends[n] = '"' << (8 * n)
	}
	return ends
}

// windowOf returns eight bytes of a word that stands alone, as window does of an entry.
func windowOf(word []byte, at int) (x uint64) {
	var b [8]byte
	copy(b[:], word[min(at, len(word)):])
	x = binary.LittleEndian.Uint64(b[:])
	if n := len(word) - at; n < 8 {
		x |= '"' << (8 * max(n, 0))
	}
	return x
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

// untilQuote clears the bytes behind the first quotation mark, or behind another byte that
// no word holds.
func untilQuote(x uint64) uint64 {
	// The high bits of bytes up to the quotation mark, and of some that are not ASCII: the
	// lowest is that of the first such byte.
	found := (x - ('"'+1)*eachByte) & highBits
	return x & (found ^ (found - 1))
}

// block is bytes that are looked at together.
type block [blockSize]byte

const blockSize = 32

// blockAt returns the bytes at data[i]; padding bytes follow the record in data.
func blockAt(data []byte, i int) *block { return (*block)(data[i : i+blockSize]) }

// prefix is the first bytes of a text, eight in each word, and zeros behind.
type prefix [blockSize / 8]uint64

func newPrefix(text string) (p prefix) {
	var b block
	copy(b[:], text)
	for k := range p {
		p[k] = binary.LittleEndian.Uint64(b[8*k:])
	}
	return p
}

// masks are, by the length of a text, the bytes of a block that it takes.
var masks = makeMasks()

func makeMasks() (m [256]prefix) {
	for n := range m {
		for k := range m[n] {
			switch left := n - 8*k; {
			case left >= 8:
				m[n][k] = math.MaxUint64
			case left > 0:
				m[n][k] = 1<<(8*left) - 1
			}
		}
	}
	return m
}

// differs is zero when the block begins with the text, whose length is n, or with as much
// of it as fits.
func (p *prefix) differs(b *block, n uint8) uint64 {
	m := &masks[n]
	return (binary.LittleEndian.Uint64(b[0:])^p[0])&m[0] |
		(binary.LittleEndian.Uint64(b[8:])^p[1])&m[1] |
		(binary.LittleEndian.Uint64(b[16:])^p[2])&m[2] |
		(binary.LittleEndian.Uint64(b[24:])^p[3])&m[3]
}
