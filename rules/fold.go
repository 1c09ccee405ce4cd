package rules

// Fold turns conditions into values of another type: truths, circuits, formulas. It pushes
// negation down to the atoms and reduces every operator to "at least n of the parts hold",
// so that these two cases are all that a use has to give a meaning.
type Fold[T any] struct {
	// Atom returns the value of a OneOf or Compare condition, or of its negation.
	Atom func(c *Condition, negated bool) T
	// AtLeast returns the value of "at least n of the parts hold": all of them for
	// n = len(parts), any for n = 1, always for n = 0. With n > len(parts) it never holds.
	AtLeast func(n int, parts []T) T
	// Named, if it is not nil, returns the value of a named condition, or of its negation;
	// whole returns the value of its tree.
	Named func(is *Condition, negated bool, whole func() T) T
}

// Value returns the value of a condition, or of its negation. A nil condition always holds.
func (f Fold[T]) Value(c *Condition, negated bool) T {
	if c == nil {
		return f.atLeast(0, nil, negated)
	}
	if c.IsAtom() {
		return f.Atom(c, negated)
	}
	if c.Op == Is && f.Named != nil {
		return f.Named(c, negated, func() T { return f.Value(c.Of[0], negated) })
	}
	switch least, most := c.bounds(); {
	case most == len(c.Of):
		return f.atLeast(least, c.Of, negated)
	case least == 0:
		return f.atLeast(most+1, c.Of, !negated)
	case negated:
		return f.AtLeast(1, []T{f.atLeast(least, c.Of, true), f.atLeast(most+1, c.Of, false)})
	default:
		return f.AtLeast(2, []T{f.atLeast(least, c.Of, false), f.atLeast(most+1, c.Of, true)})
	}
}

// atLeast returns the value of "at least n of the parts hold", or of its negation, which is
// that more than len(parts)-n of the negated parts do.
func (f Fold[T]) atLeast(n int, parts []*Condition, negated bool) T {
	if negated {
		n = len(parts) - n + 1
	}
	if n == 1 && len(parts) == 1 {
		return f.Value(parts[0], negated)
	}
	values := make([]T, len(parts))
	for i, part := range parts {
		values[i] = f.Value(part, negated)
	}
	return f.AtLeast(n, values)
}
