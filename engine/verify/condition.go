package verify

import (
	"fmt"
	"math/bits"
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// signals of an atom: certainly true, certainly false, and left open by a required blank, it
// and its negation.
type signals struct{ holds, fails, blank, negationBlank sat.Node }

// literal returns whether the atom, or its negation, holds in the given view.
func (m *model) literal(s signals, view rules.View, negated bool) sat.Node {
	holds, fails, blank := s.holds, s.fails, s.blank
	if negated {
		holds, fails, blank = fails, holds, s.negationBlank
	}
	switch view {
	case rules.Surely:
		return holds
	case rules.Possibly:
		return -fails
	}
	return m.And(-fails, -blank)
}

// condition returns whether a condition, or its negation, holds in the given view.
func (m *model) condition(c *rules.Condition, view rules.View, negated bool) sat.Node {
	return rules.Fold[sat.Node]{
		Atom: func(c *rules.Condition, negated bool) sat.Node { return m.literal(m.atom(c), view, negated) },
		AtLeast: func(n int, parts []sat.Node) sat.Node {
			switch n {
			case 1:
				return m.Or(parts...)
			case len(parts):
				return m.And(parts...)
			}
			return m.AtLeast(n, parts)
		},
	}.Value(c, negated)
}

func (m *model) atom(c *rules.Condition) signals {
	if c.Op == rules.Compare && c.Derived >= 0 {
		return m.derivedAtom(c)
	}
	d, blank := &m.domains[c.Question], m.requiredBlank(c.Question)
	if c.Op == rules.Compare {
		holds := m.within(d, c.Min, c.Max)
		return signals{m.And(d.applies, holds), m.Or(-d.applies, m.And(d.known, -holds)), blank, blank}
	}
	// What notes hint at makes the atom, or its negation, unknown: an answer, or a blank.
	holds := m.Or(m.selected(d.values, c.Options)...)
	hinted, others := m.Or(m.selected(d.hinted, c.Options)...), m.And(m.selected(d.hinted, c.Options)...)
	surely := holds
	if !m.pack.Questions[c.Question].Kind.Many() {
		others = m.Or(m.selected(d.hinted, ^c.Options)...)
		surely = m.And(holds, -others)
	}
	return signals{
		holds:         m.And(d.applies, surely),
		fails:         m.Or(-d.applies, m.And(d.known, -holds, -hinted)),
		blank:         m.And(blank, -hinted),
		negationBlank: m.And(blank, -others),
	}
}

// requiredBlank returns whether a required question applies and has no answer.
func (m *model) requiredBlank(q int) sat.Node {
	if !m.pack.Questions[q].Required {
		return sat.No
	}
	return m.And(m.domains[q].applies, m.domains[q].blank)
}

// usualLimit is how many values a part of a derived number may have for them to be told apart.
const usualLimit = 256

func (m *model) valuesOf(q int) int { return m.pack.Questions[q].Max - m.pack.Questions[q].Min + 1 }

// tooWide reports whether the values of a part of a derived number are not told apart.
func (m *model) tooWide(derived int) bool {
	return slices.ContainsFunc(m.pack.Derived[derived].Terms, func(t rules.WeightedAnswer) bool { return m.valuesOf(t.Question) > m.limit })
}

// derivedAtom compares a sum of answers, added as binary numbers. Where the values of a part are
// not told apart, the sum may be anything: what is proved then holds whatever it is, and what is
// found must be shown by the evaluator.
func (m *model) derivedAtom(c *rules.Condition) signals {
	if s, done := m.derived[c]; done {
		return s
	}
	terms := m.pack.Derived[c.Derived].Terms
	var known, blanks, skipped []sat.Node
	for _, t := range terms {
		d := &m.domains[t.Question]
		known = append(known, d.known)
		blanks = append(blanks, m.requiredBlank(t.Question))
		skipped = append(skipped, -d.applies)
	}
	within := m.anySum
	if !m.tooWide(c.Derived) {
		within = m.sumWithin
	}
	holds := m.And(append(slices.Clone(known), within(c))...)
	out := m.Or(skipped...)
	blank := m.And(-out, m.Or(blanks...))
	s := signals{m.And(holds, -out), m.Or(out, m.And(append(known, -holds)...)), blank, blank}
	m.derived[c] = s
	return s
}

// anySum returns a free signal for a sum of answers within bounds, the same for the same sum
// and bounds of any pack in the circuit.
func (m *model) anySum(c *rules.Condition) sat.Node {
	key := fmt.Sprint(c.Min, c.Max)
	for _, t := range m.pack.Derived[c.Derived].Terms {
		key += fmt.Sprintf(" %d*%s", t.Weight, m.pack.Questions[t.Question].ID)
	}
	n, known := m.anySums[key]
	if !known {
		n = m.Input(key)
		m.anySums[key] = n
	}
	return n
}

// sumWithin returns whether a sum lies within bounds, if all its terms are known. What a term is
// above its least value is a binary number.
func (m *model) sumWithin(c *rules.Condition) sat.Node {
	var sum []sat.Node
	lo, hi := c.Min, c.Max
	for _, t := range m.pack.Derived[c.Derived].Terms {
		question := &m.pack.Questions[t.Question]
		least := min(t.Weight*question.Min, t.Weight*question.Max)
		lo, hi = lo-least, hi-least
		var in [bits.UintSize][]sat.Node // by bit
		d, most := &m.domains[t.Question], 0
		for i, v := range d.values {
			n := t.Weight*d.cuts[i] - least
			for most = max(most, n); n != 0; n &= n - 1 {
				bit := bits.TrailingZeros(uint(n))
				in[bit] = append(in[bit], v)
			}
		}
		term := make([]sat.Node, bits.Len(uint(most)))
		for bit := range term {
			term[bit] = m.Or(in[bit]...)
		}
		sum = m.Sum(sum, term)
	}
	return m.And(m.NotBelow(sum, lo), -m.NotBelow(sum, hi+1))
}
