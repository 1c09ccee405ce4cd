package batch

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestWordsFindTheirOwn looks up words, changed words and other words, in both ways.
func TestWordsFindTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z][a-z_]{0,3}(worse_bending_|pain_)?[a-z0-9_]{0,25}`)
		ids := rapid.SliceOfNDistinct(id, 1, 50, rapid.ID[string]).Draw(t, "ids")
		w := newWords(ids)
		for _, word := range append(slices.Clone(ids), rapid.SliceOf(id).Draw(t, "others")...) {
			word += rapid.SampledFrom([]string{"", "", "", "x", "\"", "\\", "\n"}).Draw(t, "end")
			want := slices.Index(ids, word)
			if got := w.find([]byte(word)); got != want {
				t.Fatalf("find %q: %d, want %d", word, got, want)
			}
			data := append([]byte(word+`",  `), make([]byte, padding)...)
			if got, end := w.quoted(data, 0); got != want && !(got >= 0 && ids[got]+`"` == word) || got >= 0 && end != len(ids[got])+1 {
				t.Fatalf("quoted %q: %d up to %d, want %d", word, got, end, want)
			}
		}
	})
}
