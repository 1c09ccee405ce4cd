package engine

import (
	"slices"
	"strings"

	"knead/rules"
)

// WhatIf says which changes of what a person can change would change the result.
//
// A change is another option of a choice, the opposite of a yes or no, another number, or
// one option of a list ticked or unticked. Only questions count that the pack calls
// changeable, that apply and have a sure answer. An option or number that a rule for urgent
// or emergency reads is a warning sign. Nobody is told to change to it. It may change from a
// warning sign to another answer only if what cannot be changed rules every such rule out: a
// fever that only keeps somebody away today will pass. Where a clinician has to decide,
// nothing is offered but to see one.
type WhatIf struct {
	SeeClinician bool     `json:"see_clinician"`
	Questions    []string `json:"questions"` // those that were varied
	// Changes is up to how many changes at once were tried, every combination of them;
	// Complete says that no greater number is possible.
	Changes  int       `json:"changes"`
	Complete bool      `json:"complete"`
	Outcomes []Outcome `json:"outcomes"` // fewest changes first
}

// Outcome is a different result and every set of changes that leads to it and has the
// fewest changes that do. Therapy is the first that would be shown; it is empty when none
// would be, or when the present result shows none. Missing are the required questions that
// the changes open: the result depends on their answers, too.
type Outcome struct {
	Disposition string     `json:"disposition"`
	Therapy     string     `json:"therapy"`
	Missing     []string   `json:"missing"`
	Ways        [][]Change `json:"ways"`
}

// Change is a new answer to one question; any number of a range will do.
type Change struct {
	Question string `json:"question"`
	From     Value  `json:"from"`
	To       Value  `json:"to"`
}

// mostTried is how many results [Program.WhatIf] looks at.
const mostTried = 20_000

// mostChanges is how many changes at once are worth telling somebody.
const mostChanges = 3

// WhatIf searches for what would change the disposition or the first therapy, by
// increasing number of changes, at most three, and stops before a number that would take
// more than 20,000 results.
func (p *Program) WhatIf(in *rules.Intake) WhatIf { return p.whatIf(in, mostTried) }

func (p *Program) whatIf(in *rules.Intake, most int) WhatIf {
	s := search{Program: p, in: *in, facts: p.NewFacts(), decision: &Decision{}, found: map[outcomeKey]int{}}
	s.in.Answers = slices.Clone(in.Answers)
	s.present = s.outcome()
	out := WhatIf{Questions: []string{}, Outcomes: []Outcome{}, SeeClinician: s.present.disposition == rules.Clearance || s.present.disposition >= rules.Refer}
	if s.present.disposition >= rules.Refer {
		return out
	}
	for q, o := range p.offers(s.facts) {
		if o.from|o.to != 0 && s.facts.state(q) == rules.Answered && !s.facts.skipped(q) {
			out.Questions = append(out.Questions, p.pack.Questions[q].ID)
			s.addMoves(q, o)
		}
	}
	counts := s.counts()
	tried := 1
	for size := 1; size < len(counts) && size <= mostChanges; size++ {
		if tried += counts[size]; tried > most {
			break
		}
		s.try(0, size)
		s.close(size)
		out.Changes = size
	}
	out.Complete = out.Changes == len(counts)-1
	for i := range s.ways {
		out.Outcomes = append(out.Outcomes, s.word(i))
	}
	return out
}

// outcomeKey is what counts as a different result.
type outcomeKey struct {
	disposition rules.Disposition
	therapy     int    // or -1
	missing     string // ids of questions that changes open
}

// search is the state of looking for what would change.
type search struct {
	*Program
	in       rules.Intake
	facts    *Facts
	decision *Decision
	present  outcomeKey
	moves    []move
	chosen   []move

	found map[outcomeKey]int // outcomes and their place in ways
	ways  []outcomeWays
	open  int // ways before it are complete
	asks  int // the fewest changes that open questions, once they are all found
}

// outcomeWays are the smallest sets of moves that lead to an outcome.
type outcomeWays struct {
	key  outcomeKey
	sets [][]move
}

// try evaluates every set of size more moves from the given one on.
func (s *search) try(from, size int) {
	if size == 0 {
		s.evaluate()
		return
	}
	for i := from; i+size <= len(s.moves); i++ {
		m := s.moves[i]
		if n := len(s.chosen); n > 0 && s.chosen[n-1].question == m.question && !m.toggle {
			continue
		}
		before := s.in.Answers[m.question]
		s.in.Answers[m.question] = m.on(before)
		s.chosen = append(s.chosen, m)
		s.try(i+1, size-1)
		s.chosen = s.chosen[:len(s.chosen)-1]
		s.in.Answers[m.question] = before
	}
}

func (s *search) outcome() outcomeKey {
	s.facts.Load(&s.in)
	s.DecideFacts(s.facts, s.decision)
	key := outcomeKey{disposition: s.decision.Disposition, therapy: -1}
	if len(s.decision.Therapies) > 0 {
		key.therapy = s.decision.Therapies[0].Therapy
	}
	key.missing = strings.Join(s.blanks(s.decision), " ")
	return key
}

// evaluate notes the outcome of the chosen moves.
func (s *search) evaluate() {
	for _, m := range s.chosen {
		if m.toggle && s.pack.Questions[m.question].AtLeastOne && s.in.Answers[m.question].Ticks == 0 {
			return
		}
	}
	key := s.outcome()
	if !s.present.disposition.CarriesTherapies() {
		key.therapy = -1
	}
	incomplete := key.disposition == rules.Incomplete
	if key == s.present || incomplete && (s.present.disposition == rules.Incomplete || s.asks > 0) {
		return
	}
	i, known := s.found[key]
	switch {
	case !known:
		s.found[key] = len(s.ways)
		s.ways = append(s.ways, outcomeWays{key, [][]move{slices.Clone(s.chosen)}})
	case i >= s.open:
		s.ways[i].sets = append(s.ways[i].sets, slices.Clone(s.chosen))
	}
}

// close ends a number of changes: outcomes found so far get no greater sets.
func (s *search) close(size int) {
	for i := s.open; i < len(s.ways); i++ {
		s.ways[i].sets = s.joined(s.ways[i].sets)
		if s.ways[i].key.disposition == rules.Incomplete {
			s.asks = size
		}
	}
	s.open = len(s.ways)
}

// joined joins sets that differ only in neighbouring stretches of one number.
func (s *search) joined(sets [][]move) [][]move {
	for i := 0; i < len(sets); i++ {
		for j := i + 1; j < len(sets); j++ {
			if at := neighbours(sets[i], sets[j]); at >= 0 {
				sets[i][at].last = sets[j][at].last
				sets = slices.Delete(sets, j, j+1)
				j = i
			}
		}
	}
	return sets
}

// neighbours returns where two sets differ, if it is in one place where a stretch of the
// second follows that of the first, or else -1.
func neighbours(a, b []move) int {
	at := -1
	for i := range a {
		switch {
		case a[i] == b[i]:
		case at < 0 && a[i].question == b[i].question && !a[i].toggle && a[i].ticks == 0 && b[i].ticks == 0 && a[i].last+1 == b[i].first:
			at = i
		default:
			return -1
		}
	}
	return at
}

// word puts an outcome and the ways to it into a record.
func (s *search) word(i int) Outcome {
	w := &s.ways[i]
	out := Outcome{Disposition: w.key.disposition.String(), Missing: strings.Fields(w.key.missing), Ways: [][]Change{}}
	if w.key.therapy >= 0 {
		out.Therapy = s.pack.Therapies[w.key.therapy].ID
	}
	for _, set := range w.sets {
		out.Ways = append(out.Ways, s.changes(set))
	}
	return out
}

// changes puts moves into a record; those on one list of options are one change.
func (s *search) changes(set []move) []Change {
	var changes []Change
	answers := map[int]rules.Answer{}
	for i, m := range set {
		before, seen := answers[m.question]
		if !seen {
			before = s.in.Answers[m.question]
		}
		answers[m.question] = m.on(before)
		if i+1 < len(set) && set[i+1].question == m.question {
			continue
		}
		q := &s.pack.Questions[m.question]
		c := Change{Question: q.ID}
		if from := s.in.Answers[m.question]; q.Kind.IsNumber() {
			c.From.Range, c.To.Range = &[2]int{from.Int, from.Int}, &[2]int{m.first, m.last}
		} else {
			c.From.Options, c.To.Options = optionIDs(q, from.Ticks), optionIDs(q, answers[m.question].Ticks)
		}
		changes = append(changes, c)
	}
	return changes
}
