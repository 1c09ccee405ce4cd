package engine

import (
	"slices"
	"strings"
	"unicode"

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
func (n *noteTerms) scan(text string, found func(t *rules.NoteTerm, phrase string)) {
	if text == "" || len(n.byWord) == 0 {
		return
	}
	words := noteWords(text)
	var hits []phrase
	for i, word := range words {
		for _, ph := range n.byWord[word] {
			after := words[i+1:]
			if len(after) >= len(ph.rest) && slices.Equal(after[:len(ph.rest)], ph.rest) {
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
