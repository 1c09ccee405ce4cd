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

// TestKeysAreToldApart hashes what ids do not have in common.
func TestKeysAreToldApart(t *testing.T) {
	for want, ids := range [][]string{{"age", "pain"}, {"q", "qa"}, {"q_age", "q_pain"}, {"q1_", "q1_a", "q1_"}} {
		if got := alike(ids); int(got) != want {
			t.Errorf("%q begin with %d bytes alike, not %d", ids, got, want)
		}
	}
	texts := []string{`,"question_stress":`, `,"question_sleep":`, `,"question_breaks":`}
	known := transitions{alike: alike([]string{"question_stress", "question_sleep", "question_breaks"}), factor: firstFactor}
	known.likely.n = nothing
	known.forget()
	next := map[string]*spot{}
	for _, text := range texts {
		next[text] = &spot{}
	}
	for stamp := range uint32(60) {
		text := texts[stamp%3]
		if data := padded([]byte(text)); known.find(data, len(text), 0, stamp) == nil {
			known.learn(data, 0, len(text), next[text], 0, stamp)
		}
	}
	for _, text := range texts {
		data := padded([]byte(text))
		if way := known.way(glanceAt(data, 0)); way.next != next[text] {
			t.Errorf("%q is not remembered", text)
		}
	}
}
