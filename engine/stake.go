package engine

import (
	"math/bits"

	"knead/rules"
)

// stake is what an answer to one question has a say in, as far as the disposition goes.
type stake struct {
	rules []stakedRule // those that may give the most first
	has   []uint64     // the rules of the pack among them
	opens []uint64     // the questions that an answer may open or close
	steps []int        // the steps that an answer has a say in
}

// stakedRule is a rule that an answer to a question has a say in or, where rule is -1, that
// another required question is asked.
type stakedRule struct {
	rule     int32
	question int // that is asked
	when     *formula
	// rest is what else than the answer the rule needs; nil for nothing, and where other
	// questions are opened or closed.
	rest  *formula
	gives verdict
	most  rules.Disposition // of what it gives
	steps []int             // on the way from the question to the rule
	// An answer is one of the numbers or options, or for a list a code of each of the slots.
	// Within a set of codes nothing on the way to the rule can tell one from another.
	numbers []int
	slots   []slotClasses
	many    bool // there are more combinations than are tried
}

// slotClasses are the sets of codes of one slot.
type slotClasses struct {
	slot    int
	classes []uint64
}

// maxAnswers is how many answers to a question are tried for one rule. Where there are more, the
// rule is taken to give all that it can.
const maxAnswers = 1 << 12

// Stakes adds to a decision about facts, for everything missing, the most cautious disposition
// that some answer gives.
func (p *Program) Stakes(f *Facts, d *Decision) {
	if len(d.Missing) == 0 {
		return
	}
	f.settle()
	for i := range d.Missing {
		m := &d.Missing[i]
		switch {
		case i > 0 && d.Missing[i-1].Question == m.Question:
			m.AtStake = d.Missing[i-1].AtStake
		case p.pack.Questions[m.Question].Kind.IsText():
			m.AtStake = p.withoutText(f, int(m.Question))
		default:
			m.AtStake = p.atStake(f, d, int(m.Question))
		}
	}
}

// withoutText returns the disposition when a text says nothing.
func (p *Program) withoutText(f *Facts, q int) rules.Disposition {
	if f.trial == nil {
		f.trial = p.NewFacts()
	}
	trial := f.trial
	copy(trial.answers, f.answers)
	copy(trial.plain, f.plain)
	copy(trial.believed, f.believed)
	trial.hits = append(trial.hits[:0], f.hits...)
	trial.Confirm(q)
	trial.SetText(q, nil)
	var d Decision
	p.DecideFacts(trial, &d)
	return d.Disposition
}

// atStake returns the most that some answer to a question gives, which may be no text.
func (p *Program) atStake(f *Facts, d *Decision, q int) rules.Disposition {
	s := p.stakes[q]()
	reached := p.otherwise(s, d, q)
	if len(s.rules) == 0 || s.rules[0].most <= reached {
		return reached
	}
	f.spare = append(f.spare[:0], f.codes...)
	answer, hinted, ignored := f.answers[q], f.hinted[q], f.ignored
	f.hinted[q] = 0
	for i := range s.rules {
		r := &s.rules[i]
		if r.most <= reached {
			break
		}
		if r.rest != nil && !r.rest.perhaps(f) {
			continue
		}
		if r.many {
			reached = r.most
			break
		}
		reached = max(reached, p.reaches(f, q, r, answer.ticks))
		f.answers[q] = answer
		copy(f.codes, f.spare)
	}
	f.answers[q], f.hinted[q], f.ignored = answer, hinted, ignored
	copy(f.codes, f.spare)
	return reached
}

// otherwise returns what a decision gives for other reasons than the question.
func (p *Program) otherwise(s *stake, d *Decision, q int) rules.Disposition {
	given := rules.Proceed
	for _, m := range d.Missing {
		if m.State == MissingUnanswered && p.slots[m.Question].required && int(m.Question) != q && !has(s.opens, int(m.Question)) {
			given = rules.Incomplete
			break
		}
	}
	for _, a := range d.Actions {
		if a.Rule >= 0 && !has(s.has, int(a.Rule)) {
			return max(given, a.Given)
		}
	}
	return given
}

// reaches returns the most that a rule gives under some answer beside what is ticked.
func (p *Program) reaches(f *Facts, q int, r *stakedRule, ticks uint64) (reached rules.Disposition) {
	if r.slots != nil {
		return p.reachesTicked(f, q, r, ticks, 0, false)
	}
	for _, number := range r.numbers {
		if f.answers[q] = (fact{value: int32(number), state: rules.Answered}); !p.slots[q].kind.IsNumber() {
			f.answers[q] = fact{ticks: 1 << number, state: rules.Answered}
		}
		p.encode(f.codes, q, &f.answers[q])
		if reached = max(reached, p.gives(f, r)); reached == r.most {
			break
		}
	}
	return reached
}

// reachesTicked is reaches for a list whose slots before the given one have codes, of which some
// are ticked.
func (p *Program) reachesTicked(f *Facts, q int, r *stakedRule, ticks uint64, at int, ticked bool) (reached rules.Disposition) {
	if at == len(r.slots) {
		if !ticked && p.pack.Questions[q].AtLeastOne {
			return rules.Proceed
		}
		return p.gives(f, r)
	}
	c := &r.slots[at]
	slot := &p.slots[c.slot]
	with := supersets[uint8(ticks>>slot.first)&(1<<slot.n-1)]
	for _, class := range c.classes {
		codes := class & with
		if codes == 0 {
			continue
		}
		code := uint8(bits.Len64(codes) - 1) // ticked, if any is
		f.codes[c.slot] = code
		if reached = max(reached, p.reachesTicked(f, q, r, ticks, at+1, ticked || code != 0)); reached == r.most {
			break
		}
	}
	return reached
}

// supersets are by set of options those that have all of it.
var supersets = func() (of [1 << maxChunk]uint64) {
	for a := range of {
		for b := range of {
			if a&b == a {
				of[a] |= 1 << b
			}
		}
	}
	return of
}()

// gives returns what a rule gives when the question has its codes.
func (p *Program) gives(f *Facts, r *stakedRule) rules.Disposition {
	p.rerun(f, r.steps)
	if r.rule < 0 {
		if f.answers[r.question].state == rules.Unanswered && !f.skipped(r.question) {
			return r.most
		}
		return rules.Proceed
	}
	switch r.when.value(f) {
	case atomTrue:
		if r.gives[1] == rules.Clearance && p.lift != nil && p.lift.value(f) == atomTrue {
			return rules.Proceed
		}
		return r.gives[1]
	case atomUnknown:
		return r.gives[0]
	}
	return rules.Proceed
}

// rerun takes some steps of settling again.
func (p *Program) rerun(f *Facts, steps []int) {
	for _, i := range steps {
		for _, q := range p.steps[i].questions {
			for _, slot := range p.slotIDs[q] {
				f.codes[slot] = f.plain[slot]
			}
		}
		f.take(&p.steps[i])
	}
}

// has reports whether a set has a member.
func has(set []uint64, member int) bool { return set[member/64]>>(member%64)&1 != 0 }

// add adds a member to a set.
func add(set []uint64, member int) { set[member/64] |= 1 << (member % 64) }
