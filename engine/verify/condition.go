package verify

import (
	"fmt"
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

// limits bound the derived numbers whose values are listed: values is how many a part may
// have, points how many combinations of values the parts may have together.
type limits struct{ values, points int }

var usualLimits = limits{values: 256, points: 20_000}

func (m *model) valuesOf(q int) int { return m.pack.Questions[q].Max - m.pack.Questions[q].Min + 1 }

// tooWide reports whether the combinations of a derived number cannot be listed.
func (m *model) tooWide(derived int) bool {
	points := 1
	for _, t := range m.pack.Derived[derived].Terms {
		if points *= m.valuesOf(t.Question); m.valuesOf(t.Question) > m.limits.values || points > m.limits.points {
			return true
		}
	}
	return false
}

// derivedAtom compares a sum of answers by listing the combinations of values that lie
// within the bounds. Where there are too many, the sum may be anything: what is proved then
// holds whatever it is, and what is found must be shown by the evaluator.
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
	var holds sat.Node
	if m.tooWide(c.Derived) {
		holds = m.And(append(slices.Clone(known), m.anySum(c))...)
	} else {
		holds = m.sums(terms, c.Min, c.Max, 0)
	}
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
		n = m.Input()
		m.anySums[key] = n
	}
	return n
}

// sums returns whether all terms are known and sum lies within the bounds, after what
// earlier terms have added.
func (m *model) sums(terms []rules.WeightedAnswer, lo, hi, sum int) sat.Node {
	if len(terms) == 0 {
		return m.Constant(lo <= sum && sum <= hi)
	}
	d := &m.domains[terms[0].Question]
	var in []sat.Node
	for i, v := range d.values {
		in = append(in, m.And(v, m.sums(terms[1:], lo, hi, sum+terms[0].Weight*d.cuts[i])))
	}
	return m.Or(in...)
}
