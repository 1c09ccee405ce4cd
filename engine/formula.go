package engine

import (
	"cmp"
	"math/bits"
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

// value returns the truth under facts with codes: for "at least n of", the greatest that n
// parts reach.
func (f *formula) value(facts *Facts) atom {
	switch {
	case f.slot >= 0 && facts.doubtful:
		s := &facts.program.slots[f.slot]
		return s.doubted(f.truth, facts.codes[f.slot], s.hinted(facts))
	case f.slot >= 0:
		return atom(f.truth[facts.codes[f.slot]])
	case f.n == len(f.of):
		least := atomTrue
		for i := range f.of {
			if least = min(least, f.of[i].value(facts)); least == atomFalse {
				break
			}
		}
		return least
	case f.n == 1:
		most := atomFalse
		for i := range f.of {
			if most = max(most, f.of[i].value(facts)); most == atomTrue {
				break
			}
		}
		return most
	}
	var parts tally
	for i := range f.of {
		parts[f.of[i].value(facts)]++
	}
	return parts.atLeast(f.n)
}

// perhaps reports whether the value is unknown or true.
func (f *formula) perhaps(facts *Facts) bool {
	if f.slot >= 0 {
		if facts.doubtful {
			return f.value(facts) >= atomUnknown
		}
		return atom(f.truth[facts.codes[f.slot]]) >= atomUnknown
	}
	need, spare := f.n, len(f.of)-f.n
	for i := range f.of {
		if need <= 0 || spare < 0 {
			break
		}
		if f.of[i].perhaps(facts) {
			need--
		} else {
			spare--
		}
	}
	return need <= 0
}

// hinted returns the options of the slot that notes make unknown.
func (s *slot) hinted(f *Facts) uint64 {
	if !s.kind.HasOptions() {
		return 0
	}
	hinted := f.hinted[s.question]
	if s.kind.Many() {
		hinted = hinted >> s.first & (1<<s.n - 1)
	}
	return hinted
}

// doubted returns the truth of a literal on the slot, which has that truth for each code, when
// notes make options of the slot unknown. What is answered otherwise is known: the literal is
// true or false if it is so whether those options hold or not. Of a blank nothing else is
// known: the literal is unknown if they can make it hold.
func (s *slot) doubted(truth string, code uint8, options uint64) atom {
	plain := atom(truth[code])
	blank := code == s.blank()
	switch {
	case options == 0, code >= s.unsure() && !blank:
		return plain
	case s.kind.Many():
		with := options | uint64(code)
		if blank {
			with = options
			if atom(truth[0]) == atomTrue { // it is that none of some options hold
				with = 1<<s.n - 1 - options
			}
		}
		return plain.or(atom(truth[with]), blank)
	}
	for ; options != 0; options &= options - 1 {
		plain = plain.or(atom(truth[bits.TrailingZeros64(options)]), blank)
	}
	return plain
}

// or returns the truth where another is possible too: beside none, if it holds.
func (a atom) or(b atom, none bool) atom {
	if a == b || none && b != atomTrue {
		return a
	}
	return atomUnknown
}
