package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestNoteTextCutsAsNoteWords holds the fast way of cutting text to the plain one.
func TestNoteTextCutsAsNoteWords(t *testing.T) {
	var text noteText
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9 _.,;'-]*`)).Draw(t, "text")
		text.split(s)
		var got []string
		for i := range text.ends {
			got = append(got, string(text.word(i)))
		}
		if want := noteWords(s); !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", s, got, want)
		}
	})
}
