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
		var s prepared
		for _, w := range words {
			s.entries = append(s.entries, preparedAnswer{pattern: newPattern([]byte(w))})
		}
		s.index()
		for _, w := range append(slices.Clone(words), rapid.SliceOf(word).Draw(t, "others")...) {
			text := w + rapid.SampledFrom([]string{"", ",", "}", `"`, `,"age":`}).Draw(t, "end")
			d := glanceAt([]byte(text+"\n"+string(make([]byte, padding))), 0)
			e := s.find(d)
			known := slices.Contains(words, w)
			if e != nil && (!known || e.n != len(w)) || e == nil && known && len(w) >= 8 {
				t.Fatalf("%q: found %v", text, e)
			}
			if e, n := s.candidate(d); e.differs(d) == 0 && n != len(w) {
				t.Fatalf("%q: length %d", text, n)
			}
		}
	})
}

// TestMostAnswersArePrepared counts what is found at first sight.
func TestMostAnswersArePrepared(t *testing.T) {
	program := backcare(t)
	facts := program.NewFacts()
	known, behind := 0, 0
	for i := range program.Pack().Questions {
		s := prepare(facts, &program.Pack().Questions[i], i)
		known += len(s.entries)
		for i := range s.entries {
			if s.entries[i].next != 0 {
				behind++
			}
		}
	}
	if known < 250 || behind*10 > known {
		t.Errorf("%d answers are prepared, %d of them behind others", known, behind)
	}
}
