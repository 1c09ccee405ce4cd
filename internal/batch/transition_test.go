package batch

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTransitionStands holds the comparison by words to the plain one.
func TestTransitionStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short, any := rapid.StringMatching(`[ab]{0,32}`), rapid.StringMatching(`[ab]{0,70}`)
		text := short.Draw(t, "transition")
		known := newTransition([]byte(text), 0, foreseen{}, false)
		data := any.Draw(t, "before") + any.Draw(t, "text")
		i := rapid.IntRange(0, len(data)).Draw(t, "at")
		if rapid.Bool().Draw(t, "stands") {
			data = data[:i] + text + data[i:]
		}
		n := rapid.IntRange(i, len(data)).Draw(t, "end")
		want := strings.HasPrefix(data[i:n], text)
		if got := known.stands(padded([]byte(data)), n, i); got != want {
			t.Fatalf("%q in %q[%d:%d]: %v", text, data, i, n, got)
		}
	})
}

// TestTransitionsAdapt takes one way, then another, then both in turn: only then is none
// likely.
func TestTransitionsAdapt(t *testing.T) {
	known := newTransitions(0)
	next := map[string]int{`,"stress":`: 1, `,"sleep":`: 2}
	stamp := uint32(0)
	take := func(text string) {
		stamp++
		data := padded([]byte(text))
		way := known.find(data, len(text), 0, stamp)
		if way == nil {
			known.learn(data, 0, len(text), next[text], foreseen{}, false, stamp)
		} else if int(way.next) != next[text] || int(way.n) != len(text) {
			t.Fatalf("record %d: %q leads elsewhere", stamp, text)
		}
	}
	repeat := func(times int, texts ...string) {
		for range times {
			for _, text := range texts {
				take(text)
			}
		}
	}
	for _, text := range []string{`,"stress":`, `,"sleep":`, `,"stress":`} {
		repeat(10, text)
		if known.unsteady || int(known.likely.next) != next[text] {
			t.Fatalf("after record %d, %q is not the likely way", stamp, text)
		}
	}
	if repeat(10, `,"stress":`, `,"sleep":`); !known.unsteady {
		t.Fatal("a way is likely although there are two")
	}
	repeat(3, `,"stress":`, `,"sleep":`)
}

// TestTransitionsLearnLittleInVain sees keys in no order.
func TestTransitionsLearnLittleInVain(t *testing.T) {
	var known transitions
	learned := 0
	for stamp := range uint32(10 * maxLearned) {
		if !known.inVain(stamp) {
			learned++
		}
	}
	if learned > 3*maxLearned {
		t.Errorf("learned in %d of %d records", learned, 10*maxLearned)
	}
	if known.inVain(10*maxLearned + restful) {
		t.Error("learns nothing after a rest")
	}
}

// TestKeysAreToldApart hashes what ids do not have in common.
func TestKeysAreToldApart(t *testing.T) {
	for want, ids := range [][]string{{"age", "pain"}, {"q", "qa"}, {"q_age", "q_pain"}, {"q1_", "q1_a", "q1_"}} {
		if got := alike(ids); int(got) != want {
			t.Errorf("%q begin with %d bytes alike, not %d", ids, got, want)
		}
	}
	texts := []string{`,"question_stress":`, `,"question_sleep":`, `,"question_breaks":`}
	known := newTransitions(alike([]string{"question_stress", "question_sleep", "question_breaks"}))
	next := map[string]int{}
	for i, text := range texts {
		next[text] = i
	}
	for stamp := range uint32(60) {
		text := texts[stamp%3]
		if data := padded([]byte(text)); known.find(data, len(text), 0, stamp) == nil {
			known.learn(data, 0, len(text), next[text], foreseen{}, false, stamp)
		}
	}
	for _, text := range texts {
		data := padded([]byte(text))
		if way := known.way(glanceAt(data, 0)); int(way.next) != next[text] {
			t.Errorf("%q is not remembered", text)
		}
	}
}

// TestUnknownStandsNowhere looks for it among zeros.
func TestUnknownStandsNowhere(t *testing.T) {
	data := padded(make([]byte, 1000))
	if unknown.stands(data, 1000, 0) {
		t.Error("it stands among zeros")
	}
}

// TestNothingGlidesOverLineFeeds holds a glide within its record.
func TestNothingGlidesOverLineFeeds(t *testing.T) {
	for text, want := range map[string]uint8{`,"age":`: 7, ",\n\"age\": ": none} {
		if known := newTransition([]byte(text), 0, foreseen{}, false); known.glides != want {
			t.Errorf("%q glides over %d bytes, not %d", text, known.glides, want)
		}
	}
}
