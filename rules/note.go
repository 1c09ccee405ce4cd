package rules

import (
	"strings"
	"unicode"
)

// NoteTerm is a set of phrases in free text that hint at options of a question. A phrase
// whose options are all unticked makes the question unsure. Within a harmless phrase, whose
// words nothing but spaces, hyphens and apostrophes separate, a term hints at nothing:
// "fever" within "hay fever".
type NoteTerm struct {
	Question int
	Options  uint64
	Terms    []string // as the pack writes them
	Harmless []string // each holds a term and more words
	Pos      Pos
}

// NoteWords cuts a text, or a phrase to find in it, into words: lower-case runs of letters,
// digits and combining marks.
func NoteWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !InNoteWord(r) })
}

// InNoteWord reports whether a character is part of a word of [NoteWords].
func InNoteWord(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }
