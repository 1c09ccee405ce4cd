package engine

import (
	"slices"

	"knead/rules"
)

// counts returns how many sets of moves there are of each size, of which very great
// numbers are cut off.
func (s *search) counts() []int {
	const great = 1 << 40
	counts := []int{1}
	multiply := func(by int) { // by 1 + by·x
		counts = append(counts, 0)
		for i := len(counts) - 1; i > 0; i-- {
			counts[i] = min(counts[i]+by*counts[i-1], great)
		}
	}
	for i := 0; i < len(s.moves); {
		if s.moves[i].toggle {
			multiply(1)
			i++
			continue
		}
		first := i
		for i < len(s.moves) && s.moves[i].question == s.moves[first].question {
			i++
		}
		multiply(i - first)
	}
	return counts
}

// offers returns for each question the options that may be offered for change, or for an
// Int whether it may be: of changeable questions that matter, without warning signs.
func (p *Program) offers() []uint64 {
	offers := make([]uint64, len(p.pack.Questions))
	matters := func(q int) { offers[q] = ^uint64(0) }
	for _, c := range p.conditions() {
		for _, q := range p.pack.Reads(c) {
			matters(q)
		}
	}
	matters(p.pack.Areas)
	if p.pack.SessionsDone >= 0 {
		matters(p.pack.SessionsDone)
	}
	for q := range p.pack.Questions {
		if !p.pack.Questions[q].Changeable || p.pack.Questions[q].Kind == rules.FreeText {
			offers[q] = 0
		}
	}
	for r := range p.pack.Rules {
		if p.pack.Rules[r].Then.Disposition < rules.Urgent {
			continue
		}
		p.pack.Rules[r].When.Walk(func(c *rules.Condition) {
			if c.Op == rules.OneOf {
				offers[c.Question] &^= c.Options
				return
			}
			if c.Op == rules.Compare {
				for _, q := range p.pack.Reads(c) {
					offers[q] = 0
				}
			}
		})
	}
	return offers
}

// move is one change: ticks or a number, which may be any up to last.
type move struct {
	question    int
	toggle      bool // ticks are those to flip
	ticks       uint64
	first, last int
}

// addMoves adds every change of one answer within the options on offer.
func (s *search) addMoves(q int, offered uint64) {
	question, a := &s.pack.Questions[q], &s.in.Answers[q]
	switch question.Kind {
	case rules.Multi:
		for i := range question.Options {
			if offered>>i&1 != 0 {
				s.moves = append(s.moves, move{question: q, toggle: true, ticks: 1 << i})
			}
		}
	case rules.Int:
		for _, class := range s.classes(q) {
			if a.Int < class[0] || a.Int > class[1] {
				s.moves = append(s.moves, move{question: q, first: class[0], last: class[1]})
			}
		}
	default:
		for i := range question.Options {
			if offered>>i&1 != 0 && a.Ticks&offered != 0 && a.Ticks != 1<<i {
				s.moves = append(s.moves, move{question: q, ticks: 1 << i})
			}
		}
	}
}

// classes cuts the range of an Int into the stretches within which no condition can tell
// one number from another. A number that is summed or counted is alone.
func (p *Program) classes(q int) (classes [][2]int) {
	question := &p.pack.Questions[q]
	alone := q == p.pack.SessionsDone
	for i := range p.pack.Derived {
		alone = alone || slices.ContainsFunc(p.pack.Derived[i].Terms, func(t rules.WeightedAnswer) bool { return t.Question == q })
	}
	if alone && question.Max-question.Min < maxIntervalTable {
		for v := question.Min; v <= question.Max; v++ {
			classes = append(classes, [2]int{v, v})
		}
		return classes
	}
	cuts := p.slots[p.firstSlot[q]].cuts
	for i, first := range cuts {
		last := question.Max
		if i+1 < len(cuts) {
			last = cuts[i+1] - 1
		}
		classes = append(classes, [2]int{first, last})
	}
	return classes
}

// on returns the answer that a move makes of another.
func (m move) on(a rules.Answer) rules.Answer {
	if m.toggle {
		a.Ticks ^= m.ticks
	} else {
		a.Ticks, a.Int = m.ticks, m.first
	}
	return a
}
