package engine

import (
	"cmp"
	"maps"
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
}

// An answer that both gives a clearance and lifts it hides others that only give it.
//
// buildStakes goes through the terms of every rule that decides, most cautious first. An answer
// that makes one of them hold ticks what the term wants ticked, and what the questions that it
// reads want in order to be asked; ticking no more than that does so too.
func (p *Program) buildStakes() {
	s := &p.stakes
	s.answers, s.most = make([][]uint64, len(p.pack.Questions)), make([]rules.Disposition, len(p.pack.Questions))
	decide := slices.Clone(p.effects.groups[deciding])
	verdict := func(r int32) rules.Disposition { return p.pack.Rules[r].Then.Disposition }
	slices.SortStableFunc(decide, func(a, b int32) int { return cmp.Compare(verdict(b), verdict(a)) })
	for _, r := range decide {
		when := p.pack.Rules[r].When
		for _, q := range p.reach(when) {
			s.most[q] = max(s.most[q], verdict(r), p.pack.Rules[r].Then.IfUnsure)
		}
		for _, t := range p.dnf(when, false).terms {
			p.addStake(t)
		}
		if p.pack.Rules[r].Then.IfUnsure > verdict(r) { // then it is to be unknown, rather than to hold
			for _, t := range p.dnf(when, true).terms {
				p.addStake(t)
			}
		}
	}
	if lifted := p.pack.ClearanceLifted; lifted != nil {
		for _, q := range p.reach(lifted) {
			s.most[q] = max(s.most[q], rules.Clearance)
		}
	}
	for q := range p.pack.Questions {
		question := &p.pack.Questions[q]
		if question.AskIf == nil {
			continue
		}
		for _, t := range p.dnf(question.AskIf, false).terms {
			p.addStake(t)
		}
		for _, read := range p.reach(question.AskIf) {
			if question.Required {
				s.most[read] = max(s.most[read], rules.Incomplete)
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
		case kind.Many():
			s.answers[q] = append(s.answers[q], 0)
		}
		for i := range p.pack.Questions[q].Options {
			s.answers[q] = append(s.answers[q], 1<<i)
		}
		s.answers[q] = distinct(s.answers[q])
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

// reach returns the questions that a condition reads, and those that decide whether they are asked.
func (p *Program) reach(c *rules.Condition) []int {
	read := p.pack.Reads(c)
	for i := 0; i < len(read); i++ {
		if asked := p.pack.Questions[read[i]].AskIf; asked != nil {
			for _, q := range p.pack.Reads(asked) {
				if !slices.Contains(read, q) {
					read = append(read, q)
				}
			}
		}
	}
	return read
}

// addStake adds for each list that a term reads what it wants ticked, alone and with what the
// questions that it reads want in order to be asked.
func (p *Program) addStake(t term) {
	all := []map[int]uint64{{}}
	p.want(all[0], t)
	for _, l := range t {
		q := p.slots[l.slot].question
		if q < 0 || p.pack.Questions[q].AskIf == nil {
			continue
		}
		for _, with := range all {
			for _, asked := range p.dnf(p.pack.Questions[q].AskIf, false).terms {
				if len(all) < maxTerms {
					both := maps.Clone(with)
					p.want(both, asked)
					all = append(all, both)
				}
			}
		}
	}
	for _, wanted := range all {
		for q, ticks := range wanted {
			p.stakes.answers[q] = append(p.stakes.answers[q], ticks)
		}
	}
}

// want adds the fewest options by which the literals of a term hold, by question.
func (p *Program) want(wanted map[int]uint64, t term) {
	for _, l := range t {
		s := &p.slots[l.slot]
		if s.question < 0 || !s.kind.Many() {
			continue
		}
		least, found := uint64(0), false
		for code := range uint64(1) << s.n {
			if l.at(uint8(code)) == atomTrue && (!found || bits.OnesCount64(code) < bits.OnesCount64(least)) {
				least, found = code, true
			}
		}
		wanted[s.question] |= least << s.first
	}
}

// Stakes adds to a decision about facts, for everything missing, the most cautious disposition
// that some answer gives.
func (p *Program) Stakes(f *Facts, d *Decision) {
	if len(d.Missing) == 0 {
		return
	}
	f.settle()
	if f.trial == nil {
		f.trial = p.NewFacts()
	}
	for i := range d.Missing {
		m := &d.Missing[i]
		if i > 0 && d.Missing[i-1].Question == m.Question {
			m.AtStake = d.Missing[i-1].AtStake
			continue
		}
		m.AtStake = p.stake(f, int(m.Question), max(p.stakes.most[m.Question], d.Disposition))
	}
}

// stake tries answers to a question until one gives the most that any can.
func (p *Program) stake(f *Facts, q int, most rules.Disposition) (reached rules.Disposition) {
	trial, question := f.trial, &p.pack.Questions[q]
	copy(trial.answers, f.answers)
	copy(trial.plain, f.plain)
	copy(trial.believed, f.believed)
	trial.hits = append(trial.hits[:0], f.hits...)
	trial.Confirm(q)
	for _, answer := range p.stakes.answers[q] {
		if question.Kind.IsNumber() {
			trial.SetInt(q, int(answer))
		} else {
			if question.Kind.Many() {
				answer |= f.answers[q].ticks
			}
			if answer == 0 && question.AtLeastOne {
				continue
			}
			trial.SetTicks(q, answer, false)
		}
		trial.settle()
		p.dispositions.evaluate(trial.dispositions, trial)
		if reached = max(reached, p.verdict(trial)); reached >= most {
			break
		}
	}
	return reached
}

// verdict returns the disposition of facts whose rules were evaluated.
func (p *Program) verdict(f *Facts) rules.Disposition {
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
			most = max(most, p.effects.verdicts[w*64+bit][sure>>bit&1])
		}
	}
	return most
}
