package engine

import (
	"slices"
	"unique"

	"knead/rules"
)

// literal is an atom or its negation on one slot. Its truth for each code of the slot is
// one byte of a string, interned so that literals compare quickly.
type literal struct {
	slot  int
	truth unique.Handle[string]
}

func newLiteral(slot int, truth []atom) literal {
	b := make([]byte, len(truth))
	for i, a := range truth {
		b[i] = byte(a)
	}
	return literal{slot, unique.Make(string(b))}
}

// at returns the literal's truth when its slot has the code.
func (l literal) at(code uint8) atom { return atom(l.truth.Value()[code]) }

// merge returns the literal whose truth for each code is that of one of two on the same slot.
func (l literal) merge(m literal, which func(a, b atom) atom) literal {
	if l == m {
		return l
	}
	truth := make([]atom, len(l.truth.Value()))
	for code := range truth {
		truth[code] = which(l.at(uint8(code)), m.at(uint8(code)))
	}
	return newLiteral(l.slot, truth)
}

// term is a conjunction of literals on different slots, in their order; a condition is a
// disjunction of terms.
type term []literal

// maxTerms is the widest condition that goes into the tables.
const maxTerms = 128

// dnf is a condition as a disjunction of terms, if it has few enough of them. No terms
// means never; a term without literals means always.
type dnf struct {
	terms []term
	ok    bool // there are few enough
}

// multiplier multiplies conditions out.
type multiplier struct {
	*Program
	known map[signed]dnf
}

func newMultiplier(p *Program) *multiplier { return &multiplier{p, map[signed]dnf{}} }

// dnf returns the condition, or its negation, as at most maxTerms terms. Named conditions
// are met often, and multiplied out once.
//
// Every step is an identity of monotone Boolean formulas over literals, so it holds in
// each of the three ways of looking at them.
func (m *multiplier) dnf(c *rules.Condition, negated bool) dnf {
	key := signed{c, negated}
	made, known := m.known[key]
	if !known {
		made = rules.Fold[dnf]{
			Atom:    func(c *rules.Condition, negated bool) dnf { return dnf{m.dnfAtom(c, negated), true} },
			AtLeast: countTerms,
			Named:   func(is *rules.Condition, negated bool, _ func() dnf) dnf { return m.dnf(is.Of[0], negated) },
		}.Value(c, negated)
		m.known[key] = made
	}
	return made
}

// countTerms returns the terms of "at least n of the parts hold". It builds a table:
// reach[k] is the terms under which at least k of the parts seen so far hold.
func countTerms(n int, parts []dnf) dnf {
	reach := make([][]term, n+1)
	reach[0] = []term{nil}
	for i, part := range parts {
		if !part.ok {
			return dnf{}
		}
		left := len(parts) - 1 - i
		for k := n; k > 0 && k+left >= n; k-- {
			if len(reach[k-1])*len(part.terms) > 8*maxTerms {
				return dnf{}
			}
			for _, t := range reach[k-1] {
				for _, u := range part.terms {
					reach[k] = either(reach[k], t.and(u))
				}
			}
			if len(reach[k]) > maxTerms {
				return dnf{}
			}
		}
	}
	return dnf{reach[n], true}
}

// dnfAtom returns the terms of an atom: one for each of its literals when it is plain, a
// single one of all of them when it is negated.
func (p *Program) dnfAtom(c *rules.Condition, negated bool) (terms []term) {
	literals := p.literals(c, negated)
	if negated {
		return []term{literals}
	}
	for _, l := range literals {
		terms = append(terms, term{l})
	}
	return terms
}

// literals returns the literals of an atom, of which one has to hold, or of its negation, of
// which all have to: one for each chunk of a Multi's options.
func (p *Program) literals(c *rules.Condition, negated bool) (literals []literal) {
	for _, s := range p.slotIDs[p.slotRead(c)] {
		truth := p.slots[s].atoms(c)
		if !slices.Contains(truth[:p.slots[s].blank()], atomTrue) && p.slots[s].kind.Many() {
			continue // none of the condition's options is in this chunk
		}
		if negated {
			for i := range truth {
				truth[i] = truth[i].not()
			}
		}
		literals = append(literals, newLiteral(s, truth))
	}
	return literals
}

// atoms returns the truth of an atom for each code of the slot.
func (s *slot) atoms(c *rules.Condition) []atom {
	truth := make([]atom, s.skipped()+1)
	unanswered := atomUnknown
	if s.required {
		unanswered = atomBlank
	}
	truth[s.blank()] = unanswered
	for code := range int(s.blank()) {
		switch {
		case s.kind.Many():
			options := c.Options >> s.first & (1<<s.n - 1)
			if options&uint64(code) != 0 {
				truth[code] = atomTrue
			} else if code >= 1<<s.n {
				truth[code] = atomUnknown
			}
		case code == int(s.unsure()):
			truth[code] = atomUnknown
		case s.kind.IsNumber() && s.cuts[code] >= c.Min && s.cuts[code] <= c.Max,
			!s.kind.IsNumber() && c.Options>>code&1 != 0:
			truth[code] = atomTrue
		}
	}
	return truth
}

// and returns the conjunction of two terms.
func (t term) and(u term) term {
	both := make(term, 0, len(t)+len(u))
	for len(t) > 0 && len(u) > 0 {
		switch {
		case t[0].slot < u[0].slot:
			both, t = append(both, t[0]), t[1:]
		case t[0].slot > u[0].slot:
			both, u = append(both, u[0]), u[1:]
		default:
			one := t[0].merge(u[0], func(a, b atom) atom { return min(a, b) })
			both, t, u = append(both, one), t[1:], u[1:]
		}
	}
	return append(append(both, t...), u...)
}

// either returns the disjunction of terms and one more.
func either(terms []term, t term) []term {
	for i := 0; i < len(terms); i++ {
		if terms[i].within(t) {
			return terms
		}
		if one, ok := terms[i].or(t); ok {
			terms, t = slices.Delete(terms, i, i+1), one
			i = -1 // what was joined may join others
		}
	}
	return append(terms, t)
}

// within reports whether every literal of t is one of u's, so that u implies t.
func (t term) within(u term) bool {
	for _, l := range t {
		for len(u) > 0 && u[0].slot < l.slot {
			u = u[1:]
		}
		if len(u) == 0 || u[0] != l {
			return false
		}
	}
	return true
}

// or returns the disjunction of two terms if it is one term: because the second implies the
// first, or because they differ on one slot.
func (t term) or(u term) (term, bool) {
	if u.within(t) {
		return u, true
	}
	differs := -1
	for i := range t {
		switch {
		case len(t) != len(u), t[i].slot != u[i].slot, t[i] != u[i] && differs >= 0:
			return nil, false
		case t[i] != u[i]:
			differs = i
		}
	}
	if differs < 0 {
		return nil, false
	}
	one := slices.Clone(t)
	one[differs] = t[differs].merge(u[differs], func(a, b atom) atom { return max(a, b) })
	return one, true
}
