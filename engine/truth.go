package engine

// Truth is a value of Kleene's three-valued logic.
type Truth uint8

const (
	False Truth = iota
	Unknown
	True
)

// String returns "false", "unknown" or "true".
func (t Truth) String() string { return [...]string{"false", "unknown", "true"}[t] }

// atom is the truth of an atom before it is looked at in a particular way. Its order
// makes the greater of two the truth of "either".
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

// view is a way of looking at conditions; the comment on the package describes them.
type view uint8

const (
	base        view = iota // a blank is unknown
	disposition             // a literal on a required blank is false
)

// in returns the literal's truth in the view.
func (a atom) in(v view) Truth {
	switch {
	case a == atomTrue:
		return True
	case a == atomUnknown, a == atomBlank && v == base:
		return Unknown
	}
	return False
}

// atLeast returns the truth of "at least n of the parts hold".
func atLeast(n int, parts []Truth) Truth {
	var t tally
	for _, part := range parts {
		t[part]++
	}
	return t.atLeast(n)
}

// tally is how many parts have each truth.
type tally [True + 1]int

func (t *tally) atLeast(n int) Truth {
	switch {
	case t[True] >= n:
		return True
	case t[True]+t[Unknown] >= n:
		return Unknown
	}
	return False
}
