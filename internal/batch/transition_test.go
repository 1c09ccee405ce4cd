package batch

import "testing"

// TestTransitionsAdapt takes one way, then another, then both in turn: only then is none
// likely.
func TestTransitionsAdapt(t *testing.T) {
	var known transitions
	known.likely.n = nothing
	known.forget()
	known.factor = firstFactor
	next := map[string]*spot{`,"stress":`: {}, `,"sleep":`: {}}
	stamp := uint32(0)
	take := func(text string) {
		stamp++
		data := padded([]byte(text))
		way := known.find(data, len(text), 0, stamp)
		if way == nil {
			known.learn(data, 0, len(text), next[text], 0, stamp)
		} else if way.next != next[text] || way.n != len(text) {
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
		if known.unsteady || known.likely.next != next[text] {
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
