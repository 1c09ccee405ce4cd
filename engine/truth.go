package engine

import "knead/rules"

// Truth is a value of Kleene's three-valued logic.
type Truth uint8

const (
	False Truth = iota
	Unknown
	True
)

// String returns "false", "unknown" or "true".
func (t Truth) String() string { return [...]string{"false", "unknown", "true"}[t] }

// atom is the truth of an atom, or of a condition made of them, that tells what is unknown for
// want of a required answer from what is unknown otherwise. Its order makes the greater of
// two the truth of "either", so one value has the condition's truth in every view.
type atom uint8

const (
	atomFalse   atom = iota
	atomBlank        // on a required question left blank
	atomUnknown      // unsure, or an optional question left blank
	atomTrue
)

// not negates the atom. Blank and unknown stay what they are.
func (a atom) not() atom {
	switch a {
	case atomFalse:
		return atomTrue
	case atomTrue:
		return atomFalse
	}
	return a
}

// truth is the truth in which a blank is unknown.
func (a atom) truth() Truth { return [...]Truth{False, Unknown, Unknown, True}[a] }

// holds reports whether what has this truth holds in a view.
func (a atom) holds(v rules.View) bool {
	switch v {
	case rules.Surely:
		return a == atomTrue
	case rules.Possibly:
		return a != atomFalse
	case rules.Perhaps:
		return a >= atomUnknown
	}
	panic("engine: unknown view")
}

// tally is how many parts of a condition have each truth.
type tally [atomTrue + 1]int

// atLeast returns the truth of "at least n of the parts hold": the greatest that n of them
// reach.
func (t *tally) atLeast(n int) atom {
	for a := atomTrue; a > atomFalse; a-- {
		if n -= t[a]; n <= 0 {
			return a
		}
	}
	return atomFalse
}
