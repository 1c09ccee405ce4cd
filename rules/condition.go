package rules

import "slices"

// Op is the kind of a condition.
type Op uint8

const (
	Always  Op = iota // holds for everybody; written "always"
	All               // every part holds
	Any               // at least one part holds
	Not               // its one part does not hold
	AtLeast           // at least N parts hold
	Is                // the named condition Name, whose tree is its one part
	OneOf             // the answer to Question is, or for a Multi includes, one of Options
	Compare           // the answer to Question, or the Derived number, lies within Min and Max
)

// Condition is a statement about answers in a closed, finite language. It is immutable
// once its pack is parsed; named conditions share their trees.
//
// Conditions are three-valued: true, false or unknown. An Int, a
// Choice or a Bool that is unsure or unanswered makes every condition on it unknown. An
// option of a Multi is true when ticked, unknown when the answer is unsure or there is
// none, else false. A condition on a question that does not apply is false, before any
// Not.
type Condition struct {
	Op   Op
	Of   []*Condition // All, Any, Not, AtLeast, Is
	N    int          // AtLeast
	Name string       // Is

	Question int    // OneOf; Compare when Derived < 0: index into Pack.Questions
	Derived  int    // Compare: index into Pack.Derived, or -1
	Options  uint64 // OneOf: the options, of which one suffices
	// Min and Max are the bounds of Compare, both included and already clamped to the
	// values that the question or derived number can take.
	Min, Max int

	Pos Pos
}

// NamedCondition is a condition that others refer to as {is: id}.
type NamedCondition struct {
	ID    string
	Title Text
	When  *Condition
	Pos   Pos
}

// Walk calls visit for the condition and every condition below it, parents first,
// entering named conditions too.
func (c *Condition) Walk(visit func(*Condition)) {
	if c == nil {
		return
	}
	visit(c)
	for _, part := range c.Of {
		part.Walk(visit)
	}
}

// IsAtom reports whether the condition is about an answer or number, and not about other
// conditions.
func (c *Condition) IsAtom() bool { return c.Op == OneOf || c.Op == Compare }

// bounds returns how many parts of a condition that is no atom have to hold: at least the
// first number, at most the second.
func (c *Condition) bounds() (least, most int) {
	switch c.Op {
	case Any, Is:
		return 1, len(c.Of)
	case AtLeast:
		return c.N, len(c.Of)
	case Always, All:
		return len(c.Of), len(c.Of)
	case Not:
		return 0, 0
	}
	panic("rules: an atom has no parts")
}

// Reads returns the questions whose answers the condition depends on, in the pack's order,
// those of named conditions and derived numbers included. A nil condition reads none.
func (p *Pack) Reads(c *Condition) []int {
	var reads []int
	c.Walk(func(c *Condition) {
		switch {
		case c.Op == OneOf, c.Op == Compare && c.Derived < 0:
			reads = append(reads, c.Question)
		case c.Op == Compare:
			for _, t := range p.Derived[c.Derived].Terms {
				reads = append(reads, t.Question)
			}
		}
	})
	slices.Sort(reads)
	return slices.Compact(reads)
}
