package engine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/rules"
)

// noteTerms finds a pack's phrases in free text. Text and phrases are cut into words as
// [rules.NoteWords] does; a phrase is found when its words stand one after another and not
// within a harmless phrase of its term.
type noteTerms struct {
	byWord map[string][]phrase  // by the phrase's first word
	begin  [1 << 12 / 64]uint64 // a bit for each wordKey of those words
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
	n := noteTerms{byWord: map[string][]phrase{}}
	order := 0
	for i := range p.Notes {
		for _, text := range p.Notes[i].Terms {
			if words := rules.NoteWords(text); len(words) > 0 {
				ph := phrase{order, words[1:], &p.Notes[i], text, harmlessAround(words, p.Notes[i].Harmless)}
				n.byWord[words[0]] = append(n.byWord[words[0]], ph)
				key := wordKey([]byte(words[0]))
				n.begin[key/64] |= 1 << (key % 64)
				order++
			}
		}
	}
	return n
}

// wordKey returns a number below 1<<12 by which most words differ from a few.
func wordKey(word []byte) uint32 {
	last := len(word) - 1
	return (uint32(word[0])<<7 ^ uint32(word[last/2])<<4 ^ uint32(word[last])<<2 ^ uint32(last)) % (1 << 12)
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

// scan calls found for every phrase in the text, in the pack's order.
func (n *noteTerms) scan(text []byte, words *noteText, found func(t *rules.NoteTerm, phrase string)) {
	if len(text) == 0 || len(n.byWord) == 0 {
		return
	}
	words.split(text)
	var hits []phrase
	for i := range words.ends {
		word := words.word(i)
		if key := wordKey(word); n.begin[key/64]>>(key%64)&1 == 0 {
			continue
		}
		for _, ph := range n.byWord[string(word)] {
			if words.follow(i+1, ph.rest) && !words.harmless(i, ph.harmless) {
				hits = append(hits, ph)
			}
		}
	}
	slices.SortFunc(hits, func(a, b phrase) int { return a.order - b.order })
	for _, h := range hits {
		found(h.term, h.text)
	}
}

// noteText is a text cut into words as [rules.NoteWords] cuts it, in memory that is used
// again.
type noteText struct {
	lower  []byte // the words, one after another
	ends   []int  // where each ends
	joined []bool // whether only spaces, hyphens and apostrophes part a word from the one before
	join   bool   // the same of the next word, as far as it has been read
}

func (t *noteText) word(i int) []byte {
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.lower[from:t.ends[i]]
}

// follow reports whether the given words stand from the i-th on.
func (t *noteText) follow(i int, rest []string) bool {
	if len(t.ends)-i < len(rest) {
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
		if first >= 0 && t.follow(first, h.words) && !slices.Contains(t.joined[first+1:first+len(h.words)], false) {
			return true
		}
	}
	return false
}

// split cuts a text.
func (t *noteText) split(text []byte) {
	t.clear()
	for _, c := range text {
		switch part := asciiParts[c]; part {
		case 0:
			t.part(rune(c))
		case foreign:
			t.splitUnicode(text)
			return
		default:
			t.lower = append(t.lower, part)
		}
	}
	t.part(' ')
}

func (t *noteText) splitUnicode(text []byte) {
	t.clear()
	for _, r := range strings.ToLower(string(text)) {
		if rules.InNoteWord(r) {
			t.lower = utf8.AppendRune(t.lower, r)
		} else {
			t.part(r)
		}
	}
	t.part(' ')
}

func (t *noteText) clear() {
	t.lower, t.ends, t.joined, t.join = t.lower[:0], t.ends[:0], t.joined[:0], false
}

// asciiParts are the letters of words in lower case, and the digits; 0 for what is in no
// word, and foreign for what is not ASCII.
var asciiParts = func() (parts [256]byte) {
	for c := range parts {
		switch {
		case c >= utf8.RuneSelf:
			parts[c] = foreign
		case rules.InNoteWord(rune(c)):
			parts[c] = byte(unicode.ToLower(rune(c)))
		}
	}
	return parts
}()

const foreign = 0xff

// part ends a word, if one has begun, at a character that belongs to none.
func (t *noteText) part(by rune) {
	if from := t.end(); len(t.lower) > from {
		t.ends, t.joined = append(t.ends, len(t.lower)), append(t.joined, t.join)
		t.join = true
	}
	if !strings.ContainsRune(" -'’", by) {
		t.join = false
	}
}

// end returns where the last whole word ends.
func (t *noteText) end() int {
	if len(t.ends) == 0 {
		return 0
	}
	return t.ends[len(t.ends)-1]
}
