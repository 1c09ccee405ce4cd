package fastread

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func wordsOf(ids []string) *words {
	w := words{follows: `"`}
	for i, id := range ids {
		w.add(id, i)
	}
	w.build()
	return &w
}

// TestWordsFindTheirOwn looks up words, changed words and other words, in both ways.
func TestWordsFindTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z][a-z_]{0,3}(worse_bending_|pain_)?[a-z0-9_]{0,25}|left_leg_[a-c]{1,3}_since_today`)
		ids := rapid.SliceOfNDistinct(id, 1, 50, rapid.ID[string]).Draw(t, "ids")
		w := wordsOf(ids)
		for _, word := range append(slices.Clone(ids), rapid.SliceOf(id).Draw(t, "others")...) {
			word += rapid.SampledFrom([]string{"", "", "", "x", "\"", "\\", "\n"}).Draw(t, "end")
			want := slices.Index(ids, word)
			if got := w.find([]byte(word)); got != want {
				t.Fatalf("find %q: %d, want %d", word, got, want)
			}
			if got := w.find(slices.Clip([]byte(word))); got != want {
				t.Fatalf("find %q with nothing behind it: %d, want %d", word, got, want)
			}
			data := append([]byte(word+`",  `), make([]byte, padding)...)
			if got := w.find(data[:len(word)]); got != want {
				t.Fatalf("find %q before other text: %d, want %d", word, got, want)
			}
			if got, end := w.at(data, 0); got != want && !(got >= 0 && ids[got]+`"` == word) || got >= 0 && end != len(ids[got])+1 {
				t.Fatalf("quoted %q: %d up to %d, want %d", word, got, end, want)
			}
		}
	})
}

// TestManyWords has more words than slots are free for, and words that begin and end alike.
func TestManyWords(t *testing.T) {
	for name, format := range map[string]string{"at the end": "question_%d", "at the beginning": "q%d_question", "in the middle": "question_%d_of_the_day"} {
		var ids []string
		for i := range 1000 {
			ids = append(ids, fmt.Sprintf(format, 1000+i))
		}
		w := wordsOf(ids)
		for i, id := range ids {
			if got := w.find([]byte(id)); got != i {
				t.Errorf("%s: find %q: %d, want %d", name, id, got, i)
			}
			data := append([]byte(id+`"`), make([]byte, padding)...)
			if got, end := w.at(data, 0); got != i || end != len(id)+1 {
				t.Errorf("%s: quoted %q: %d up to %d, want %d", name, id, got, end, i)
			}
		}
	}
}
