package engine

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"knead/rules"
)

// noteTerms finds a pack's phrases in free text. Text and phrases are cut into words as
// [rules.NoteWords] does; a phrase is found when its words stand one after another and not
// within a harmless phrase of its term.
type noteTerms struct {
	first []firstWord
	slots []uint32 // by hash, or the next free one: the rest of the hash, and the place in first plus one
}

// firstWord is a word that phrases begin with.
type firstWord struct {
	word    string
	phrases []phrase
}

type phrase struct {
	order    int // place among all phrases of the pack
	rest     []string
	term     *rules.NoteTerm
	text     string // as the pack writes it
	harmless []harmless
}

// harmless are the words of a harmless phrase that holds a term.
type harmless struct {
	words  []string
	before int // words before the term
}

func buildNotes(p *rules.Pack) noteTerms {
	var n noteTerms
	byWord := map[string]int{}
	order := 0
	for i := range p.Notes {
		for _, text := range p.Notes[i].Terms {
			words := rules.NoteWords(text)
			if len(words) == 0 {
				continue
			}
			at, known := byWord[words[0]]
			if !known {
				at = len(n.first)
				byWord[words[0]] = at
				n.first = append(n.first, firstWord{word: words[0]})
			}
			ph := phrase{order, words[1:], &p.Notes[i], text, harmlessAround(words, p.Notes[i].Harmless)}
			n.first[at].phrases = append(n.first[at].phrases, ph)
			order++
		}
	}
	n.slots = make([]uint32, 1<<bits.Len(uint(16*len(n.first))))
	for i := range n.first {
		word := append([]byte(n.first[i].word), make([]byte, noteMargin)...)
		hash := hashWord(word, len(n.first[i].word))
		at := n.slot(hash)
		for n.slots[at] != 0 {
			at = (at + 1) % len(n.slots)
		}
		n.slots[at] = hash<<16 | uint32(i+1)
	}
	return n
}

// harmlessAround returns every way in which the phrases hold the words of a term.
func harmlessAround(term, phrases []string) (around []harmless) {
	for _, p := range phrases {
		words := rules.NoteWords(p)
		for i := range len(words) - len(term) + 1 {
			if slices.Equal(words[i:i+len(term)], term) {
				around = append(around, harmless{words, i})
			}
		}
	}
	return around
}

// noteMargin is how many bytes must follow a word that is hashed.
const noteMargin = 8

// hashWord returns a hash of the first n bytes of the text, up to eight of them.
func hashWord(text []byte, n int) uint32 {
	begin := binary.LittleEndian.Uint64(text) << (64 - 8*min(n, 8))
	return uint32((begin + uint64(n)) * 0x9e3779b97f4a7c15 >> 32)
}

// slot returns where the search for a word with the hash begins.
func (n *noteTerms) slot(hash uint32) int { return int(hash>>16) & (len(n.slots) - 1) }

// at returns the phrases that begin with a word, which hashes to that.
func (n *noteTerms) at(hash uint32, word []byte) []phrase {
	for i := n.slot(hash); n.slots[i] != 0; i = (i + 1) & (len(n.slots) - 1) {
		if n.slots[i]>>16 == hash&0xffff {
			if first := &n.first[n.slots[i]&0xffff-1]; first.word == string(word) {
				return first.phrases
			}
		}
	}
	return nil
}

// scan calls found for every phrase in the text, in the pack's order.
func (n *noteTerms) scan(text []byte, words *noteText, found func(t *rules.NoteTerm, phrase string)) {
	if len(text) == 0 || len(n.first) == 0 {
		return
	}
	words.split(text)
	hits := words.hits[:0]
	for i := range words.len() {
		word := words.word(i)
		hash := hashWord(words.lower[words.edges[2*i]:], len(word))
		phrases := n.at(hash, word)
		for k := range phrases {
			ph := &phrases[k]
			if words.follow(i+1, ph.rest) && !words.harmless(i, ph.harmless) {
				hits = append(hits, ph)
			}
		}
	}
	words.hits = hits
	slices.SortFunc(hits, func(a, b *phrase) int { return a.order - b.order })
	for _, h := range hits {
		found(h.term, h.text)
	}
}

// noteText is a text cut into words as [rules.NoteWords] cuts it, in memory that is used
// again.
type noteText struct {
	lower []byte // the text in lower case, and the margin
	edges []int  // where each word begins and ends
	hits  []*phrase
}

func (t *noteText) len() int { return len(t.edges) / 2 }

func (t *noteText) word(i int) []byte { return t.lower[t.edges[2*i]:t.edges[2*i+1]] }

// follow reports whether the given words stand from the i-th on.
func (t *noteText) follow(i int, rest []string) bool {
	if t.len()-i < len(rest) {
		return false
	}
	for j, word := range rest {
		if string(t.word(i+j)) != word {
			return false
		}
	}
	return true
}

// harmless reports whether the term whose first word is the i-th stands within one of the
// harmless phrases around it.
func (t *noteText) harmless(i int, around []harmless) bool {
	for _, h := range around {
		first := i - h.before
		if first >= 0 && t.follow(first, h.words) && t.joined(first, first+len(h.words)-1) {
			return true
		}
	}
	return false
}

// joined reports whether only spaces, hyphens and apostrophes part the words from one to
// another.
func (t *noteText) joined(from, to int) bool {
	for i := from; i < to; i++ {
		between := t.lower[t.edges[2*i+1]:t.edges[2*i+2]]
		if strings.Trim(string(between), " -'’") != "" {
			return false
		}
	}
	return true
}

// split cuts a text.
func (t *noteText) split(text []byte) {
	t.lower = slices.Grow(t.lower[:0], len(text)+noteMargin)[:len(text)+noteMargin]
	clear(t.lower[copy(t.lower, text):])
	t.edges = t.edges[:0]
	var all uint64
	before := uint64(0) // whether the byte before is part of a word
	for at := 0; at <= len(text); at += 64 {
		inWord := uint64(0)
		for k := 0; k < 64 && at+k <= len(text); k += 8 {
			eight := t.lower[at+k:][:8]
			x := binary.LittleEndian.Uint64(eight)
			all |= x
			x |= between(x, 'A', 'Z') >> 2 // to lower case
			binary.LittleEndian.PutUint64(eight, x)
			inWord |= oneBitEach(between(x, 'a', 'z')|between(x, '0', '9')) << k
		}
		for edges := inWord ^ (inWord<<1 | before); edges != 0; edges &= edges - 1 {
			t.edges = append(t.edges, at+bits.TrailingZeros64(edges))
		}
		before = inWord >> 63
	}
	if all&highBits != 0 {
		t.splitUnicode(text)
	}
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// between returns the highest bits of those of eight ASCII characters that are from one to
// another.
func between(eight, from, to uint64) uint64 {
	return (eight + (0x80-from)*eachByte) &^ (eight + (0x7f-to)*eachByte) & highBits
}

// oneBitEach puts the highest bits of eight bytes side by side.
func oneBitEach(highest uint64) uint64 { return highest >> 7 * 0x0102040810204080 >> 56 }

func (t *noteText) splitUnicode(text []byte) {
	lower := strings.ToLower(string(text))
	t.lower, t.edges = append(t.lower[:0], lower...), t.edges[:0]
	inWord := false
	for i, r := range lower {
		if rules.InNoteWord(r) != inWord {
			t.edges = append(t.edges, i)
			inWord = !inWord
		}
	}
	if inWord {
		t.edges = append(t.edges, len(lower))
	}
	t.lower = append(t.lower, make([]byte, noteMargin)...)
}
