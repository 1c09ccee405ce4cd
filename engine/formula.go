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
			var literals []formula
			for _, l := range p.literals(c, negated) {
				literals = append(literals, formula{slot: l.slot, truth: l.truth.Value()})
			}
			if negated {
				return countFormula(len(literals), literals)
			}
			return countFormula(1, literals)
		},
		AtLeast: countFormula,
	}.Value(c, negated)
}

// countFormula returns "at least n of the parts hold".
func countFormula(n int, parts []formula) formula {
	if n == 1 && len(parts) == 1 {
		return parts[0]
	}
	// Literals first: they often settle it.
	slices.SortStableFunc(parts, func(a, b formula) int { return cmp.Compare(min(b.slot, 0), min(a.slot, 0)) })
	return formula{slot: -1, n: n, of: parts}
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
	var parts tally
	for i := range f.of {
		parts[f.of[i].value(codes)]++
	}
	return parts.atLeast(f.n)
}
