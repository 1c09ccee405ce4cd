package batch

import "math/bits"

// spelled are the usual spellings of whole answers to one question, and of the options of a
// Multi, so that mostly a text has but one candidate, which two of its bytes tell. They are
// immutable and safe for concurrent use.
type spelled struct {
	slots  [64]spelling // by the telling bytes
	behind []spelling   // by entry: another one of the same slot, or nothing
}

// spelling is which entry may stand in a text, and its length, which tells early where the
// text goes on. It is zero when there is none.
type spelling struct{ entry, n uint8 }

// tell is the places of two bytes.
type tell [2]uint8

// slot returns where the text in d is among spellings.
func (t tell) slot(d *glance) int {
	const within = uint8(len(glance{}) - 1)
	return int(d[t[0]&within]+4*d[t[1]&within]) & 63
}

// spell returns the spellings of texts, which are entries by their order, and what tells
// them. Where there is a choice, all have a slot of their own. Those that are too short to
// have both bytes are left out, and so are empty ones.
func spell(texts []string) (tell, *spelled) {
	var best tell
	most, all := 0, 0
	for _, text := range texts {
		if text != "" {
			all++
		}
	}
	for last := range uint8(len(glance{})) {
		for first := range last + 1 {
			if n := (tell{first, last}).apart(texts); n > most {
				best, most = tell{first, last}, n
			}
			if most == all {
				return best, best.spell(texts)
			}
		}
	}
	return best, best.spell(texts)
}

// apart returns how many slots the texts take.
func (t tell) apart(texts []string) (n int) {
	var taken uint64
	for _, text := range texts {
		if len(text) > int(t[1]) {
			taken |= 1 << t.slot(newGlance(text))
		}
	}
	return bits.OnesCount64(taken)
}

func (t tell) spell(texts []string) *spelled {
	s := &spelled{behind: make([]spelling, len(texts))}
	for i, text := range texts {
		if len(text) > int(t[1]) {
			slot := &s.slots[t.slot(newGlance(text))]
			s.behind[i] = *slot
			*slot = spelling{uint8(i), uint8(len(text))}
		}
	}
	return s
}
