package batch

import (
	"encoding/binary"
	"math"

	"knead/rules"
)

// transition is what stood between two values: the end of objects, commas, spaces, the next
// key and its colon.
type transition struct {
	n     int  // its length; too long for any record when nothing was learned
	next  int  // place whose value follows
	opens bool // the key "answers" is among it
	lists bool // what follows is a list that may be empty
	// words is the beginning of the text, eight bytes in each, under masks; rest what follows.
	words, masks [4]uint64
	rest         string
}

// transitions are those learned last behind one value: optional answers come and go.
type transitions struct {
	ways   [2]transition
	recent uint8 // the way that was right last
}

// matches reports whether the transition's text stands at data[i].
func (t *transition) matches(data []byte, n, i int) bool {
	if i+t.n > n {
		return false
	}
	d := (*[32]byte)(data[i:])
	different := (binary.LittleEndian.Uint64(d[0:])^t.words[0])&t.masks[0] |
		(binary.LittleEndian.Uint64(d[8:])^t.words[1])&t.masks[1] |
		(binary.LittleEndian.Uint64(d[16:])^t.words[2])&t.masks[2] |
		(binary.LittleEndian.Uint64(d[24:])^t.words[3])&t.masks[3]
	return different == 0 && (t.n <= 32 || string(data[i+32:i+t.n]) == t.rest)
}

// learn remembers a transition in place of the one that was right longer ago.
func (s *scanner) learn(at int, text []byte, next int, opens bool) {
	known := &s.learned[at]
	known.recent = known.recent&1 ^ 1
	t := &known.ways[known.recent]
	if len(text) > maxTransition {
		return
	}
	*t = transition{n: len(text), next: next, opens: opens}
	t.lists = next < len(s.answers) && s.answers[next].kind == rules.Multi && !s.answers[next].atLeastOne
	var begin [8 * len(t.words)]byte
	if n := copy(begin[:], text); n < len(text) {
		t.rest = string(text[n:])
	}
	for k := range t.words {
		t.words[k] = binary.LittleEndian.Uint64(begin[8*k:])
		switch left := len(text) - 8*k; {
		case left >= 8:
			t.masks[k] = math.MaxUint64
		case left > 0:
			t.masks[k] = 1<<(8*left) - 1
		}
	}
}

// maxTransition is the longest text that is learned.
const maxTransition = 128
