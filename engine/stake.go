package engine

import (
	"cmp"
	"math/bits"
	"slices"

	"knead/rules"
)

// stakes are what has to be tried to find the most cautious disposition that some answer to a
// question would give: nothing else reaches a higher one.
type stakes struct {
	// answers are by question ticks, those first that a more cautious rule asks for, or numbers.
	answers [][]uint64
	// most is by question the most cautious disposition of a rule that an answer to it, or to a
	// question that it opens or closes, has a say in.
	most []rules.Disposition
	// direct are by question the rules that give as much as any, for a list of options that
	// decides neither which questions are asked nor anything else but rules.
	direct [][]directStake
	// opens are the questions that decide whether others are asked.
	opens []bool
}

// directStake is a rule, and what its condition wants ticked in the list.
type directStake struct {
	ticks uint64
	when  *formula
	gives rules.Disposition
}

// stakeBuilder goes through the terms of rules.
type stakeBuilder struct {
	*Program // of its own, whose conditions are multiplied out again
	stakes
	wanted map[literal]uint64 // the fewest options of a list by which a literal holds
}

// newStakes goes through the terms of every rule that decides, most cautious first. An answer
// that makes one of them hold ticks what the term wants ticked, and what the questions that it
// reads want in order to be asked; ticking no more than that does so too. An answer that both
// gives a clearance and lifts it hides others that only give it.
func newStakes(p *Program) *stakes {
	own := *p
	own.known = map[signed]dnf{}
	n := len(p.pack.Questions)
	s := &stakeBuilder{&own, stakes{make([][]uint64, n), make([]rules.Disposition, n), make([][]directStake, n), make([]bool, n)}, map[literal]uint64{}}
	decide := slices.Clone(p.effects.groups[deciding])
	verdict := func(r int32) rules.Disposition { return p.pack.Rules[r].Then.Disposition }
	slices.SortStableFunc(decide, func(a, b int32) int { return cmp.Compare(verdict(b), verdict(a)) })
	for _, r := range decide {
		if d := p.pack.Rules[r].Then.Disposition; d > rules.Clearance { // which may be lifted
			s.addDirect(p.pack.Rules[r].When, d)
		}
		then := &p.pack.Rules[r].Then
		s.bound(p.pack.Rules[r].When, max(then.Disposition, then.IfUnsure))
		s.addTerms(p.pack.Rules[r].When, false)
		if then.IfUnsure > then.Disposition { // then it is to be unknown, rather than to hold
			s.addTerms(p.pack.Rules[r].When, true)
		}
	}
	if lifted := p.pack.ClearanceLifted; lifted != nil {
		s.bound(lifted, rules.Clearance)
	}
	for q := range p.pack.Questions {
		if question := &p.pack.Questions[q]; question.AskIf != nil {
			s.addTerms(question.AskIf, false)
			for _, read := range p.pack.Reads(question.AskIf) {
				s.direct[read], s.opens[read] = nil, true
			}
			if question.Required {
				s.bound(question.AskIf, rules.Incomplete)
			}
		}
	}
	for q := range p.pack.Questions {
		switch kind := p.pack.Questions[q].Kind; {
		case kind.IsNumber():
			for _, class := range p.classes(q) {
				s.answers[q] = append(s.answers[q], uint64(class[0]))
			}
			continue
		case kind.Many(), kind.IsText(): // a text that says nothing
			s.answers[q] = append(s.answers[q], 0)
		}
		for i := range p.pack.Questions[q].Options {
			s.answers[q] = append(s.answers[q], 1<<i)
		}
		s.direct[q] = slices.DeleteFunc(s.direct[q], func(d directStake) bool { return d.gives < s.most[q] })
		s.answers[q] = distinct(s.answers[q])
	}
	return &s.stakes
}

// addDirect adds a rule to the lists that it reads.
func (s *stakeBuilder) addDirect(when *rules.Condition, d rules.Disposition) {
	f := s.formula(when, false)
	for _, t := range s.dnf(when, false).terms {
		for _, w := range s.want(nil, t) {
			s.direct[w.question] = append(s.direct[w.question], directStake{w.ticks, &f, d})
		}
	}
}

// bound says that the questions which a condition reads, and those that decide whether these
// are asked, have a say in a disposition.
func (s *stakeBuilder) bound(c *rules.Condition, d rules.Disposition) {
	read := s.pack.Reads(c)
	for i := 0; i < len(read); i++ {
		s.most[read[i]] = max(s.most[read[i]], d)
		if asked := s.pack.Questions[read[i]].AskIf; asked != nil {
			for _, q := range s.pack.Reads(asked) {
				if !slices.Contains(read, q) {
					read = append(read, q)
				}
			}
		}
	}
}

// distinct drops what was there before.
func distinct(sets []uint64) []uint64 {
	seen := map[uint64]bool{}
	return slices.DeleteFunc(sets, func(ticks uint64) bool {
		before := seen[ticks]
		seen[ticks] = true
		return before
	})
}

// addTerms adds for each list that a term of a condition reads what it wants ticked, alone and
// with what the questions that it reads want in order to be asked.
func (s *stakeBuilder) addTerms(c *rules.Condition, negated bool) {
	for _, t := range s.dnf(c, negated).terms {
		all := [][]wish{s.want(nil, t)}
		for _, l := range t {
			q := s.slots[l.slot].question
			if q < 0 || s.pack.Questions[q].AskIf == nil {
				continue
			}
			for _, with := range all {
				for _, asked := range s.dnf(s.pack.Questions[q].AskIf, false).terms {
					if len(all) < maxTerms {
						all = append(all, s.want(slices.Clone(with), asked))
					}
				}
			}
		}
		for _, wishes := range all {
			for _, w := range wishes {
				s.answers[w.question] = append(s.answers[w.question], w.ticks)
			}
		}
	}
}

// wish is what a term wants ticked in a list.
type wish struct {
	question int
	ticks    uint64
}

// want adds to wishes the fewest options by which the literals of a term hold.
func (s *stakeBuilder) want(wishes []wish, t term) []wish {
	for _, l := range t {
		slot := &s.slots[l.slot]
		if slot.question < 0 || !slot.kind.Many() {
			continue
		}
		i := slices.IndexFunc(wishes, func(w wish) bool { return w.question == slot.question })
		if i < 0 {
			i, wishes = len(wishes), append(wishes, wish{question: slot.question})
		}
		wishes[i].ticks |= s.fewest(l)
	}
	return wishes
}

// fewest returns the fewest options of a list by which a literal holds.
func (s *stakeBuilder) fewest(l literal) uint64 {
	ticks, known := s.wanted[l]
	if known {
		return ticks
	}
	slot, truth := &s.slots[l.slot], l.truth.Value()
	found := false
	for code := range uint64(1) << slot.n {
		if atom(truth[code]) == atomTrue && (!found || bits.OnesCount64(code) < bits.OnesCount64(ticks)) {
			ticks, found = code, true
		}
	}
	s.wanted[l] = ticks << slot.first
	return s.wanted[l]
}

// Stakes adds to a decision about facts, for everything missing, the most cautious disposition
// that some answer gives.
func (p *Program) Stakes(f *Facts, d *Decision) {
	if len(d.Missing) == 0 {
		return
	}
	f.settle()
	stakes := p.stakes()
	if f.trial == nil {
		f.trial = p.NewFacts()
	}
	for i := range d.Missing {
		m := &d.Missing[i]
		if i > 0 && d.Missing[i-1].Question == m.Question {
			m.AtStake = d.Missing[i-1].AtStake
			continue
		}
		switch most := stakes.most[m.Question]; {
		case d.Disposition > most && d.Disposition != rules.Incomplete && !p.pack.Questions[m.Question].Kind.IsText():
			m.AtStake = d.Disposition // whatever the answer
		case d.Disposition <= most && p.holdsDirectly(f, int(m.Question), stakes.direct[m.Question]):
			m.AtStake = most
		default:
			m.AtStake = p.stake(f, int(m.Question), stakes.answers[m.Question], max(most, d.Disposition))
		}
	}
}

// holdsDirectly reports whether some answer to a list makes one of the rules hold, when nothing
// else depends on it.
func (p *Program) holdsDirectly(f *Facts, q int, direct []directStake) (holds bool) {
	if len(direct) == 0 {
		return false
	}
	hinted := f.hinted[q]
	f.hinted[q] = 0
	for i := range direct {
		answer := fact{ticks: f.answers[q].ticks | direct[i].ticks, state: rules.Answered}
		if answer.ticks == 0 && p.pack.Questions[q].AtLeastOne {
			continue
		}
		p.encode(f.codes, q, &answer)
		if holds = direct[i].when.value(f) == atomTrue; holds {
			break
		}
	}
	f.hinted[q] = hinted
	p.encode(f.codes, q, &f.answers[q])
	return holds
}

// stake tries answers to a question until one gives the most that any can.
func (p *Program) stake(f *Facts, q int, answers []uint64, most rules.Disposition) (reached rules.Disposition) {
	trial, question := f.trial, &p.pack.Questions[q]
	copy(trial.answers, f.answers)
	copy(trial.plain, f.plain)
	copy(trial.believed, f.believed)
	trial.hits = append(trial.hits[:0], f.hits...)
	trial.Confirm(q)
	if !p.stakes().opens[q] && !question.Kind.IsText() {
		trial.SetUnsure(q)
		trial.settle()
		p.dispositions.evaluate(trial.dispositions, trial)
		most = min(most, p.verdict(trial, true))
	}
	for _, answer := range answers {
		if question.Kind.Many() {
			answer |= f.answers[q].ticks
		}
		switch {
		case answer == 0 && question.AtLeastOne:
			continue
		case question.Kind.IsNumber():
			trial.SetInt(q, int(answer))
		case question.Kind.IsText():
			trial.SetText(q, nil)
		default:
			trial.SetTicks(q, answer, false)
		}
		trial.settle()
		p.dispositions.evaluate(trial.dispositions, trial)
		if reached = max(reached, p.verdict(trial, false)); reached >= most {
			break
		}
	}
	return reached
}

// verdict returns the disposition of facts whose rules were evaluated, or the most that rules
// which hold perhaps can give.
func (p *Program) verdict(f *Facts, perhaps bool) rules.Disposition {
	most := rules.Proceed
	for q := range p.pack.Questions {
		if p.slots[q].required && f.codes[q] == p.blank[q] {
			most = rules.Incomplete
			break
		}
	}
	lifted := p.lifted(f)
	for w, held := range f.sets[decidingUnsure] {
		sure := f.sets[deciding][w]
		if lifted != nil {
			held &^= sure & lifted[w]
		}
		for ; held != 0; held &= held - 1 {
			bit := bits.TrailingZeros64(held)
			verdict := p.effects.verdicts[w*64+bit]
			if most = max(most, verdict[sure>>bit&1]); perhaps {
				most = max(most, verdict[0], verdict[1])
			}
		}
	}
	return most
}
