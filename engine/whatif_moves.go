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
	for i := 0; i < len(s.moves); {
		n := 1 // how many moves there are of which no more than one can be chosen
		for !s.moves[i].toggle && i+n < len(s.moves) && s.moves[i+n].question == s.moves[i].question {
			n++
		}
		i += n
		counts = append(counts, 0)
		for size := len(counts) - 1; size > 0; size-- {
			counts[size] = min(counts[size]+n*counts[size-1], great)
		}
	}
	return counts
}

// offer holds the options of a question that may be unticked (from) and ticked (to); of an
// Int, it is not zero when the number may be changed.
type offer struct{ from, to uint64 }

// offers returns what may be offered of each question: of changeable ones that matter,
// without warning signs.
func (p *Program) offers(f *Facts) []offer {
	offers := make([]offer, len(p.pack.Questions))
	matters := func(q int) {
		if p.pack.Questions[q].Changeable && !p.pack.Questions[q].Kind.IsText() {
			offers[q] = offer{^uint64(0), ^uint64(0)}
		}
	}
	for _, c := range p.conditions() {
		for _, q := range p.pack.Reads(c) {
			matters(q)
		}
	}
	matters(p.pack.Areas)
	if p.pack.SessionsDone >= 0 {
		matters(p.pack.SessionsDone)
	}
	for r := range p.pack.Rules {
		if p.pack.Rules[r].Then.Disposition < rules.Urgent {
			continue
		}
		passing := f.fixed(p.pack.Rules[r].When) == atomFalse
		p.pack.Rules[r].When.Walk(func(c *rules.Condition) {
			switch {
			case c.Op == rules.OneOf && passing:
				offers[c.Question].to &^= c.Options
			case c.Op == rules.OneOf:
				offers[c.Question].to &^= c.Options
				offers[c.Question].from &^= c.Options
			case c.Op == rules.Compare:
				for _, q := range p.pack.Reads(c) {
					offers[q] = offer{}
				}
			}
		})
	}
	return offers
}

// fixed is the truth of a condition whatever a person changes: unknown where it depends on
// what can be changed.
func (f *Facts) fixed(c *rules.Condition) atom {
	return rules.Fold[atom]{
		Atom: func(c *rules.Condition, negated bool) atom {
			if slices.ContainsFunc(f.program.pack.Reads(c), f.program.movable) {
				return atomUnknown
			}
			return f.literal(c, negated)
		},
		AtLeast: atLeast,
	}.Value(c, false)
}

// movable reports whether a person can change the answer to a question, or whether it
// applies.
func (p *Program) movable(q int) bool {
	question := &p.pack.Questions[q]
	return question.Changeable || slices.ContainsFunc(p.pack.Reads(question.AskIf), p.movable)
}

// move is one change: ticks or a number, which may be any up to last.
type move struct {
	question    int
	toggle      bool // ticks are those to flip
	ticks       uint64
	first, last int
}

// addMoves adds every change of one answer within the options on offer.
func (s *search) addMoves(q int, o offer) {
	question, a := &s.pack.Questions[q], &s.in.Answers[q]
	if question.Kind.IsNumber() {
		for _, class := range s.classes(q) {
			if a.Int < class[0] || a.Int > class[1] {
				s.moves = append(s.moves, move{question: q, first: class[0], last: class[1]})
			}
		}
		return
	}
	offered, many := o.to&^a.Ticks, question.Kind.Many()
	switch {
	case many:
		offered |= o.from & a.Ticks
	case a.Ticks&o.from == 0:
		return
	}
	for i := range question.Options {
		if offered>>i&1 != 0 {
			s.moves = append(s.moves, move{question: q, toggle: many, ticks: 1 << i})
		}
	}
}

// maxAlone is how many numbers may each be a class.
const maxAlone = 1 << 12

// classes cuts the range of an Int into the stretches within which no condition can tell
// one number from another. A number that is summed or counted is alone.
func (p *Program) classes(q int) (classes [][2]int) {
	question := &p.pack.Questions[q]
	alone := q == p.pack.SessionsDone
	for i := range p.pack.Derived {
		alone = alone || slices.ContainsFunc(p.pack.Derived[i].Terms, func(t rules.WeightedAnswer) bool { return t.Question == q })
	}
	if alone && question.Max-question.Min < maxAlone {
		for v := question.Min; v <= question.Max; v++ {
			classes = append(classes, [2]int{v, v})
		}
		return classes
	}
	cuts := p.slots[q].cuts
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
