package notes

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode"

	"knead/rules"
)

// slips finds words that are a name with one letter wrong, by deletion neighbourhoods (as
// SymSpell does): of two words that are one slip apart, one is the other without a letter, or
// both are alike without one letter each. All are kept as hashes.
type slips struct {
	phrases []phrase
	words   wordSet // of all phrases of the pack, which are no slips
	names   []name
	near    []neighbour // by hash, then by name
	begin   []int32     // by the upper [beginBits] bits of a hash, where it or what is greater begins in near
	filter  []uint64    // a bit for each hash of a name
	shift   int         // leaves as many upper bits of a hash as count the filter's
}

const beginBits = 14 // about four neighbours to each

type name struct {
	letters []rune
	phrase  int32
}

// neighbour is a name, or what is left of it without a letter.
type neighbour struct {
	hash uint64
	name int32 // index into names
}

func newSlips(terms []key, phrases []phrase, words wordSet) slips {
	s := slips{phrases: phrases, words: words}
	var hashes []uint64
	for _, t := range terms {
		letters := rules.AppendLetters(nil, []byte(t.text))
		if !phrases[t.phrase].term.Slips || len(letters) < rules.MinSlip || slices.ContainsFunc(letters, unicode.IsDigit) {
			continue
		}
		hashes = neighbours(hashes[:0], letters)
		for _, h := range hashes {
			s.near = append(s.near, neighbour{h, int32(len(s.names))})
		}
		s.names = append(s.names, name{letters, t.phrase})
	}
	slices.SortFunc(s.near, func(a, b neighbour) int {
		if a.hash == b.hash {
			return int(a.name - b.name)
		}
		return cmp.Compare(a.hash, b.hash)
	})
	s.begin = make([]int32, 1<<beginBits)
	for at, k := 0, 0; at < len(s.begin); at++ {
		for k < len(s.near) && s.near[k].hash>>(64-beginBits) < uint64(at) {
			k++
		}
		s.begin[at] = int32(k)
	}
	log := max(bits.Len(uint(32*len(s.near))), 6)
	s.filter, s.shift = make([]uint64, 1<<(log-6)), 64-log
	for i := range s.near {
		bit := s.near[i].hash >> s.shift
		s.filter[bit/64] |= 1 << (bit % 64)
	}
	return s
}

// The hash of a word is the sum of its letters, each times a power of base: so those of the
// word without each letter follow from the sums before and behind it.
const base = 0x2545f4914f6cdd1d

// inverse is that of base modulo 1<<64, by Newton's method.
var inverse = func() uint64 {
	x := uint64(base)
	for range 6 {
		x *= 2 - base*x
	}
	return x
}()

// neighbours appends the hashes of a word and of the word without each letter.
func neighbours(hashes []uint64, letters []rune) []uint64 {
	const spread = 0x9e3779b97f4a7c15 // odd, so that the upper bits depend on all
	all, power := uint64(0), uint64(1)
	for _, r := range letters {
		all += uint64(r) * power
		power *= base
	}
	hashes = append(hashes, all*spread)
	before, power := uint64(0), uint64(1)
	for _, r := range letters {
		here := uint64(r) * power
		hashes = append(hashes, (before+(all-before-here)*inverse)*spread)
		before += here
		power *= base
	}
	return hashes
}

// find adds the names that a word is a slip of.
func (s *slips) find(to *Scratch, i int) {
	folded := to.text.Word(i)
	if len(s.near) == 0 || len(folded) < rules.MinSlip-1 || folded[0] >= '0' && folded[0] <= '9' || s.words.has(folded) {
		return
	}
	to.runes = rules.AppendLetters(to.runes[:0], folded)
	first := len(to.terms)
	to.hashes = neighbours(to.hashes[:0], to.runes)
	for _, h := range to.hashes {
		if bit := h >> s.shift; s.filter[bit/64]>>(bit%64)&1 == 0 {
			continue
		}
		k := int(s.begin[h>>(64-beginBits)])
		for k < len(s.near) && s.near[k].hash < h {
			k++
		}
		for ; k < len(s.near) && s.near[k].hash == h; k++ {
			n := &s.names[s.near[k].name]
			if rules.IsSlip(to.runes, n.letters) {
				to.terms = append(to.terms, match{from: i, to: i + 1, phrase: &s.phrases[n.phrase]})
			}
		}
	}
	if len(to.terms) > first+1 {
		slices.SortFunc(to.terms[first:], func(a, b match) int { return cmp.Compare(a.phrase.order, b.phrase.order) })
		found := slices.CompactFunc(to.terms[first:], func(a, b match) bool { return a.phrase.entry == b.phrase.entry })
		to.terms = to.terms[:first+len(found)]
	}
}

// wordSet is a set of words: a hash table with open addressing, at most half full.
type wordSet struct {
	slots []wordSlot
	n     int
	bytes []byte // of the words, one behind the other
}

// wordSlot is a word, or nothing where end is 0.
type wordSlot struct{ hash, end, len uint32 }

func (ws *wordSet) add(word []byte) {
	if len(word) == 0 {
		return
	}
	if 2*ws.n >= len(ws.slots) {
		old := ws.slots
		ws.slots = make([]wordSlot, max(2*len(old), 1<<10))
		for _, s := range old {
			if s.end > 0 {
				*ws.slot(ws.bytes[s.end-s.len:s.end], s.hash) = s
			}
		}
	}
	hash := hashWord(word)
	if s := ws.slot(word, hash); s.end == 0 {
		ws.bytes = append(ws.bytes, word...)
		*s = wordSlot{hash, uint32(len(ws.bytes)), uint32(len(word))}
		ws.n++
	}
}

func (ws *wordSet) has(word []byte) bool { return ws.n > 0 && ws.slot(word, hashWord(word)).end > 0 }

// slot returns where a word stands, or would.
func (ws *wordSet) slot(word []byte, hash uint32) *wordSlot {
	for at := int(hash); ; at++ {
		s := &ws.slots[at&(len(ws.slots)-1)]
		if s.end == 0 || s.hash == hash && int(s.len) == len(word) && bytes.Equal(ws.bytes[s.end-s.len:s.end], word) {
			return s
		}
	}
}

func hashWord(word []byte) uint32 {
	hash, rest := uint64(len(word)), word
	for ; len(rest) >= 8; rest = rest[8:] {
		hash = (hash ^ binary.LittleEndian.Uint64(rest)) * base
		hash ^= hash >> 32
	}
	var last [8]byte
	copy(last[:], rest)
	return uint32((hash ^ binary.LittleEndian.Uint64(last[:])) * base >> 32)
}
