package engine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/rules"
)

// noteTerms finds a pack's phrases in free text, by the word that they begin with. Text and
// phrases are cut into words as [rules.NoteWords] does; a phrase is found when its words
// stand one after another and not within a harmless phrase of its term.
type noteTerms map[string][]phrase

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
	n := noteTerms{}
	order := 0
	for i := range p.Notes {
		for _, text := range p.Notes[i].Terms {
			words := rules.NoteWords(text)
			if len(words) == 0 {
				continue
			}
			n[words[0]] = append(n[words[0]], phrase{order, words[1:], &p.Notes[i], text, harmlessAround(words, p.Notes[i].Harmless)})
			order++
		}
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

// scan returns every phrase that stands in the text, in the pack's order. It is valid until
// the next scan with the same memory.
func (n noteTerms) scan(text []byte, words *noteText) []*phrase {
	words.found = words.found[:0]
	if len(text) == 0 || len(n) == 0 {
		return nil
	}
	words.split(text)
	for i := range words.len() {
		phrases := n[string(words.word(i))]
		for k := range phrases {
			ph := &phrases[k]
			if words.follow(i+1, ph.rest) && !words.harmless(i, ph.harmless) {
				words.found = append(words.found, ph)
			}
		}
	}
	slices.SortFunc(words.found, func(a, b *phrase) int { return a.order - b.order })
	return words.found
}

// noteText is a text cut into words as [rules.NoteWords] cuts it, in memory that is used
// again.
type noteText struct {
	lower []byte // the text in lower case
	edges []int  // where each word begins and ends
	found []*phrase
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
	t.lower, t.edges = t.lower[:0], t.edges[:0]
	inWord := false
	for i := 0; i < len(text); {
		at := len(t.lower)
		r, size := rune(text[i]), 1
		in := 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
		switch {
		case r >= utf8.RuneSelf:
			r, size = utf8.DecodeRune(text[i:])
			r = unicode.ToLower(r)
			in = rules.InNoteWord(r)
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
			in = true
		}
		t.lower = utf8.AppendRune(t.lower, r)
		if in != inWord {
			t.edges = append(t.edges, at)
			inWord = in
		}
		i += size
	}
	if inWord {
		t.edges = append(t.edges, len(t.lower))
	}
}
