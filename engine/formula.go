package engine

import (
	"cmp"
	"slices"

	"knead/rules"
)

// formula is a condition made ready for codes: negation is pushed down to the literals, so
// what is left is monotone and one pass gives its truth as an atom. It serves conditions
// too wide for the tables.
type formula struct {
	slot  int    // of a literal; -1 for "at least n of"
	truth string // of a literal: its atom for each code
	n     int
	of    []formula
}

// formula compiles the condition or its negation.
func (p *Program) formula(c *rules.Condition, negated bool) formula {
	return rules.Fold[formula]{
		Atom: func(c *rules.Condition, negated bool) formula {
			var terms []formula
			for _, t := range p.dnfAtom(c, negated) {
				terms = append(terms, allOf(t))
			}
			return formula{slot: -1, n: 1, of: terms}.flat()
		},
		AtLeast: countFormula,
	}.Value(c, negated)
}

// allOf returns the conjunction of a term's literals.
func allOf(t term) formula {
	f := formula{slot: -1, n: len(t)}
	for _, l := range t {
		f.of = append(f.of, formula{slot: l.slot, truth: l.truth.Value()})
	}
	return f.flat()
}

// flat drops a count over a single part.
func (f formula) flat() formula {
	if f.slot < 0 && f.n == 1 && len(f.of) == 1 {
		return f.of[0]
	}
	return f
}

// countFormula returns "at least n of the parts hold".
func countFormula(n int, parts []formula) formula {
	// Literals first: they often settle it.
	slices.SortStableFunc(parts, func(a, b formula) int { return cmp.Compare(min(b.slot, 0), min(a.slot, 0)) })
	return formula{slot: -1, n: n, of: parts}.flat()
}

// value returns the truth: for "at least n of", the greatest that n parts reach.
func (f *formula) value(codes []uint8) atom {
	switch {
	case f.slot >= 0:
		return atom(f.truth[codes[f.slot]])
	case f.n == len(f.of):
		least := atomTrue
		for i := range f.of {
			if least = min(least, f.of[i].value(codes)); least == atomFalse {
				break
			}
		}
		return least
	case f.n == 1:
		most := atomFalse
		for i := range f.of {
			if most = max(most, f.of[i].value(codes)); most == atomTrue {
				break
			}
		}
		return most
	}
	var reach [atomTrue + 1]int
	for i := range f.of {
		reach[f.of[i].value(codes)]++
	}
	n := 0
	for a := atomTrue; a > atomFalse; a-- {
		if n += reach[a]; n >= f.n {
			return a
		}
	}
	return atomFalse
}
