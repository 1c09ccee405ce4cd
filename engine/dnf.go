package engine

import (
	"slices"

	"knead/rules"
)

// literal is an atom or its negation on one slot: its truth for each code of the slot.
type literal struct {
	slot  int
	truth []atom
}

// term is a conjunction of literals; a condition is a disjunction of terms.
type term []literal

// maxTerms is the widest condition that goes into the tables.
const maxTerms = 64

// maxConjunction bounds the work of multiplying out.
const maxConjunction = 8 * maxTerms

// dnf returns the condition, or its negation, as terms, and whether it has at most
// maxTerms of them. No terms means never; a term without literals means always.
//
// Every step is an identity of monotone Boolean formulas over literals, so it holds in
// each of the three ways of looking at them.
func (p *Program) dnf(c *rules.Condition, negated bool) ([]term, bool) {
	switch c.Op {
	case rules.Always:
		if negated {
			return nil, true
		}
		return []term{nil}, true
	case rules.Is:
		return p.dnf(c.Of[0], negated)
	case rules.Not:
		return p.dnf(c.Of[0], !negated)
	case rules.All:
		return p.dnfCount(c.Of, len(c.Of), negated)
	case rules.Any:
		return p.dnfCount(c.Of, 1, negated)
	case rules.AtLeast:
		return p.dnfCount(c.Of, c.N, negated)
	}
	return p.dnfAtom(c, negated), true
}

// dnfCount returns the terms of "at least n of the parts hold" or its negation. It builds
// a table: reach[k] is the terms under which at least k of the parts seen so far hold.
func (p *Program) dnfCount(parts []*rules.Condition, n int, negated bool) ([]term, bool) {
	if negated {
		n = len(parts) - n + 1
	}
	reach := make([][]term, n+1)
	reach[0] = []term{nil}
	for _, part := range parts {
		terms, ok := p.dnf(part, negated)
		if !ok {
			return nil, false
		}
		for k := n; k > 0; k-- {
			if len(reach[k-1])*len(terms) > maxConjunction {
				return nil, false
			}
			reach[k] = simplify(append(slices.Clone(reach[k]), conjoin(reach[k-1], terms)...))
			if len(reach[k]) > maxTerms {
				return nil, false
			}
		}
	}
	return reach[n], true
}

// dnfAtom returns the terms of an atom: one for each chunk of a Multi's options when it is
// plain, a single one over all chunks when it is negated.
func (p *Program) dnfAtom(c *rules.Condition, negated bool) []term {
	var terms []term
	var all term
	for _, s := range p.slotsRead(c) {
		l := literal{s, p.slots[s].atoms(c)}
		if !slices.Contains(l.truth[:p.slots[s].blank()], atomTrue) && p.slots[s].kind == rules.Multi {
			continue // none of the condition's options is in this chunk
		}
		if negated {
			for i := range l.truth {
				l.truth[i] = l.truth[i].not()
			}
			all = append(all, l)
		} else {
			terms = append(terms, term{l})
		}
	}
	if negated {
		terms = []term{all}
	}
	return terms
}

// slotsRead returns the slots of the question or derived number an atom reads.
func (p *Program) slotsRead(c *rules.Condition) []int {
	if c.Op == rules.Compare && c.Derived >= 0 {
		s := p.derivedSlot(c.Derived)
		return p.slotIDs[s : s+1]
	}
	return p.slotsOf(c.Question)
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
		case s.kind == rules.Multi:
			options := c.Options >> s.first & (1<<s.n - 1)
			if options&uint64(code) != 0 {
				truth[code] = atomTrue
			} else if code >= 1<<s.n {
				truth[code] = atomUnknown
			}
		case code == int(s.unsure()):
			truth[code] = atomUnknown
		case s.kind == rules.Int && s.cuts[code] >= c.Min && s.cuts[code] <= c.Max,
			s.kind != rules.Int && c.Options>>code&1 != 0:
			truth[code] = atomTrue
		}
	}
	return truth
}

// conjoin returns the conjunction of two disjunctions of terms.
func conjoin(a, b []term) []term {
	var terms []term
	for _, x := range a {
		for _, y := range b {
			t := slices.Clone(x)
			for _, l := range y {
				if !slices.ContainsFunc(t, l.equal) {
					t = append(t, l)
				}
			}
			terms = append(terms, t)
		}
	}
	return terms
}

// simplify merges terms that differ in one literal on one slot and drops terms that another
// makes superfluous.
func simplify(terms []term) []term {
	for i := 0; i < len(terms); i++ {
		for j := i + 1; j < len(terms); {
			switch merged := merge(terms[i], terms[j]); {
			case terms[i].within(terms[j]):
				terms = slices.Delete(terms, j, j+1)
			case terms[j].within(terms[i]):
				terms[i] = terms[j]
				terms = slices.Delete(terms, j, j+1)
				j = i + 1
			case merged != nil:
				terms[i] = merged
				terms = slices.Delete(terms, j, j+1)
				j = i + 1
			default:
				j++
			}
		}
	}
	return terms
}

// within reports whether every literal of t is one of u's, so that u implies t.
func (t term) within(u term) bool {
	return len(t) <= len(u) && !slices.ContainsFunc(t, func(l literal) bool { return !slices.ContainsFunc(u, l.equal) })
}

// merge returns the disjunction of two terms as one, if they differ in a single literal on
// the same slot; else nil.
func merge(t, u term) term {
	if len(t) != len(u) || len(t) == 0 {
		return nil
	}
	differs := slices.IndexFunc(t, func(l literal) bool { return !slices.ContainsFunc(u, l.equal) })
	other := slices.IndexFunc(u, func(l literal) bool { return !slices.ContainsFunc(t, l.equal) })
	if differs < 0 || other < 0 || t[differs].slot != u[other].slot {
		return nil
	}
	rest := slices.Delete(slices.Clone(t), differs, differs+1)
	if !rest.within(u) {
		return nil
	}
	either := slices.Clone(t[differs].truth)
	for i, a := range u[other].truth {
		either[i] = max(either[i], a)
	}
	return append(rest, literal{t[differs].slot, either})
}

func (l literal) equal(m literal) bool { return l.slot == m.slot && slices.Equal(l.truth, m.truth) }
