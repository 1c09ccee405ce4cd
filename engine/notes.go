package engine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/rules"
)

// noteTerms finds a pack's phrases in free text. Text and phrases are lower-cased and
// cut into words at everything that is not a letter, digit or combining mark; a phrase
// is found when its words stand one after another.
type noteTerms struct {
	byWord map[string][]phrase // by the phrase's first word
}

type phrase struct {
	order int // place among all phrases of the pack
	rest  []string
	term  *rules.NoteTerm
	text  string // as the pack writes it
}

func buildNotes(p *rules.Pack) noteTerms {
	n := noteTerms{byWord: map[string][]phrase{}}
	order := 0
	for i := range p.Notes {
		for _, text := range p.Notes[i].Terms {
			if words := noteWords(text); len(words) > 0 {
				n.byWord[words[0]] = append(n.byWord[words[0]], phrase{order, words[1:], &p.Notes[i], text})
				order++
			}
		}
	}
	return n
}

// scan calls found for every phrase in the text, in the pack's order.
func (n *noteTerms) scan(text string, words *noteText, found func(t *rules.NoteTerm, phrase string)) {
	if text == "" || len(n.byWord) == 0 {
		return
	}
	words.split(text)
	var hits []phrase
	for i := range words.ends {
		for _, ph := range n.byWord[string(words.word(i))] {
			if words.follow(i+1, ph.rest) {
				hits = append(hits, ph)
			}
		}
	}
	slices.SortFunc(hits, func(a, b phrase) int { return a.order - b.order })
	for _, h := range hits {
		found(h.term, h.text)
	}
}

func noteWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
	})
}

// noteText is a text cut into words as noteWords cuts it, in memory that is used again.
type noteText struct {
	lower []byte // the words, one after another
	ends  []int  // where each ends
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

func (t *noteText) split(text string) {
	t.lower, t.ends = t.lower[:0], t.ends[:0]
	from := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c >= utf8.RuneSelf:
			t.splitUnicode(text)
			return
		default:
			if len(t.lower) > from {
				from = len(t.lower)
				t.ends = append(t.ends, from)
			}
			continue
		}
		t.lower = append(t.lower, c)
	}
	if len(t.lower) > from {
		t.ends = append(t.ends, len(t.lower))
	}
}

func (t *noteText) splitUnicode(text string) {
	t.lower, t.ends = t.lower[:0], t.ends[:0]
	for _, word := range noteWords(text) {
		t.lower = append(t.lower, word...)
		t.ends = append(t.ends, len(t.lower))
	}
}
