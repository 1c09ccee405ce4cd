package batch

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPreparedFindTheirOwn looks up spellings, changed spellings and others. Only the very
// short may be left out.
func TestPreparedFindTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`"[a-z](worse_bending_|pain_)?[a-z0-9_]{0,12}"|true|false|null`)
		words := rapid.SliceOfNDistinct(word, 1, 50, rapid.ID[string]).Draw(t, "words")
		f := foresight{foreseen: make([]foreseen, 1)}
		of := &f.foreseen[0]
		for _, w := range words {
			f.prepared = append(f.prepared, preparedAnswer{opening: newOpening(w)})
		}
		of.tell, of.spelled = spell(words)
		for _, w := range append(slices.Clone(words), rapid.SliceOf(word).Draw(t, "others")...) {
			text := w + rapid.SampledFrom([]string{"", ",", "}", `"`, `,"age":`}).Draw(t, "end")
			number, n := f.find(of, glanceAt([]byte(text+"\n"+string(make([]byte, padding))), 0))
			switch known := slices.Index(words, w); {
			case n > 0 && (int(number) != known || int(n) != len(w)):
				t.Fatalf("%q: found %d of length %d", text, number, n)
			case n == 0 && known >= 0 && len(w) >= len(glance{}):
				t.Fatalf("%q is not found", text)
			}
		}
	})
}

// TestMostAnswersArePrepared counts what is found at first sight.
func TestMostAnswersArePrepared(t *testing.T) {
	known, behind := 0, 0
	for _, of := range foresee(backcare(t)).foreseen {
		if of.spelled == nil {
			continue
		}
		for _, s := range of.slots {
			if s.n > 0 {
				known++
			}
		}
		for _, s := range of.behind {
			if s.n > 0 {
				behind++
			}
		}
	}
	if known += behind; known < 250 || behind*10 > known {
		t.Errorf("%d answers are prepared, %d of them behind others", known, behind)
	}
}
