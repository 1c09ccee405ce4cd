package engine

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"knead/rules"
)

// TestNoteTextCutsAsNoteWords holds the way of cutting texts without allocating to NoteWords.
func TestNoteTextCutsAsNoteWords(t *testing.T) {
	var text noteText
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9 _.,;'-]{0,200}`)).Draw(t, "text")
		testCut(t, &text, s)
	})
}

// TestNoteTextCutsAtEveryPlace has a word of every length behind spaces, at the end of the text
// and before more of it.
func TestNoteTextCutsAtEveryPlace(t *testing.T) {
	var text noteText
	for from := range 70 {
		for n := range 140 {
			for _, behind := range []string{"", " ", " b"} {
				testCut(t, &text, strings.Repeat(" ", from)+strings.Repeat("a", n)+behind)
			}
		}
	}
}

func testCut(t rapid.TB, text *noteText, s string) {
	text.split([]byte(s))
	var got []string
	for i := range text.len() {
		got = append(got, string(text.word(i)))
	}
	if want := rules.NoteWords(s); !slices.Equal(got, want) {
		t.Fatalf("%q: got %q, want %q", s, got, want)
	}
}

// TestHarmlessPhrases finds a term that stands outside harmless phrases, whatever stands
// between the words.
func TestHarmlessPhrases(t *testing.T) {
	pack := &rules.Pack{Notes: []rules.NoteTerm{
		{Terms: []string{"fever", "flu"}, Harmless: []string{"hay fever", "the yellow fever", "flu to flu"}},
	}}
	notes := buildNotes(pack)
	var words noteText
	for text, want := range map[string]int{
		"hay fever": 0, "Hay-Fever!": 0, "my hay  fever, again": 0, "fever": 1, "hay. Fever": 1, "hay\nfever": 1, "hay,fever": 1,
		"hay fever and fever": 1, "fever, hay fever": 1, "fever hay fever": 1, "hay fever fever": 1, "hey fever": 1,
		"yellow fever": 1, "the yellow fever": 0, "flu to flu": 0, "flu to flu to flu": 0, "to flu": 1, "flu to": 1, "flu to, flu": 2,
		"hay\u00a0fever": 1, "पीठ hay fever": 0, "पीठ hay; fever": 1, "hay fevers": 0, "hay’fever": 0, "": 0,
	} {
		found := len(notes.scan([]byte(text), &words))
		if found != want {
			t.Errorf("%q: found %d terms, want %d", text, found, want)
		}
	}
}
