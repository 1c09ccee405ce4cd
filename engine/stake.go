package engine

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"sync"

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

// stakeBuilder finds the stake of a question.
type stakeBuilder struct {
	*Program
	made     stake
	question int
	touched  []uint64 // the slots, by their first, that an answer has a say in
}

// buildStakes prepares for every question its stake, which is made when it is first missing.
func (p *Program) buildStakes() {
	var formulas sync.Map // by condition
	reads := sync.OnceValue(func() [][]int {
		of := make([][]int, len(p.pack.Rules))
		for _, r := range p.effects.groups[deciding] {
			of[r] = slices.Clip(p.slotsRead(p.pack.Rules[r].When))
		}
		return of
	})
	for q := range p.pack.Questions {
		p.stakes = append(p.stakes, sync.OnceValue(func() *stake {
			b := stakeBuilder{Program: p, question: q}
			return b.build(reads(), func(c *rules.Condition) *formula {
				made, known := formulas.Load(c)
				if !known {
					f := p.formula(c, false)
					made, _ = formulas.LoadOrStore(c, &f)
				}
				return made.(*formula)
			})
		}))
	}
}

// build finds the stake, given the slots that each rule reads.
func (b *stakeBuilder) build(reads [][]int, formulaOf func(*rules.Condition) *formula) *stake {
	b.made.has, b.made.opens = make([]uint64, setWords(b.pack.Rules)), make([]uint64, setWords(b.pack.Questions))
	b.touched = make([]uint64, setWords(b.blank))
	add(b.touched, b.question)
	for i := range b.steps {
		if !b.touches(b.readsOf(i)) {
			continue
		}
		b.made.steps = append(b.made.steps, i)
		for _, slot := range b.opened(i) {
			add(b.touched, slot)
			if slot < len(b.pack.Questions) {
				add(b.made.opens, slot)
			}
		}
	}
	lifts := b.pack.ClearanceLifted != nil && b.touches(b.slotsRead(b.pack.ClearanceLifted))
	for _, i := range b.effects.groups[deciding] {
		rule := &b.pack.Rules[i]
		clears := lifts && rule.Then.Disposition == rules.Clearance
		if read := reads[i]; clears || b.touches(read) {
			if clears {
				read = append(read, b.slotsRead(b.pack.ClearanceLifted)...)
			}
			add(b.made.has, int(i))
			r := stakedRule{rule: i, when: formulaOf(rule.When), gives: verdict{rule.Then.IfUnsure, rule.Then.Disposition}}
			formulas := []*formula{r.when}
			if clears {
				formulas = append(formulas, b.lift)
			}
			b.add(r, read, formulas)
		}
	}
	for q := range b.pack.Questions {
		if b.pack.Questions[q].Required && has(b.made.opens, q) {
			b.add(stakedRule{rule: -1, question: q, gives: verdict{rules.Incomplete, rules.Incomplete}}, []int{q}, nil)
		}
	}
	slices.SortStableFunc(b.made.rules, func(a, b stakedRule) int { return cmp.Compare(b.most, a.most) })
	return &b.made
}

// touches reports whether an answer has a say in some of the slots.
func (b *stakeBuilder) touches(slots []int) bool {
	return slices.ContainsFunc(slots, func(s int) bool { return has(b.touched, s) })
}

// slotsRead returns the first slots of what a condition reads.
func (p *Program) slotsRead(c *rules.Condition) (slots []int) {
	c.Walk(func(c *rules.Condition) {
		if c.IsAtom() && !slices.Contains(slots, p.slotRead(c)) {
			slots = append(slots, p.slotRead(c))
		}
	})
	return slots
}

// readsOf returns the first slots of what a step reads.
func (b *stakeBuilder) readsOf(step int) (slots []int) {
	if questions := b.steps[step].questions; questions != nil {
		return b.slotsRead(b.pack.Questions[questions[0]].AskIf)
	}
	for _, t := range b.pack.Derived[b.steps[step].derived].Terms {
		slots = append(slots, t.Question)
	}
	return slots
}

// opened returns the first slots that a step finds the codes of.
func (b *stakeBuilder) opened(step int) []int {
	if questions := b.steps[step].questions; questions != nil {
		return questions
	}
	return []int{b.derivedSlot(b.steps[step].derived)}
}

// add adds a rule that reads some slots, with the formulas that the answer has a say in.
func (b *stakeBuilder) add(r stakedRule, read []int, formulas []*formula) {
	r.most = max(r.gives[0], r.gives[1])
	if r.most == rules.Proceed {
		return
	}
	opens := false // some question
	alone := false // some number made of the answer is read
	apart := []int{b.question}
	for _, i := range slices.Backward(b.made.steps) {
		if !slices.ContainsFunc(b.opened(i), func(s int) bool { return slices.Contains(read, s) }) {
			continue
		}
		r.steps = append(r.steps, i)
		read = append(read, b.readsOf(i)...)
		if step := &b.steps[i]; step.questions != nil {
			opens = true
			formulas = append(formulas, &step.formula)
		} else {
			apart = append(apart, b.opened(i)...)
			alone = alone || slices.Contains(b.readsOf(i), b.question)
		}
	}
	slices.Reverse(r.steps)
	if !opens && r.when != nil {
		r.rest = r.when.without(func(slot int) bool {
			return slices.Contains(apart, slot) || b.slots[slot].question == b.question
		})
	}
	truths := map[int][]string{} // of the literals on slots of the question
	for _, f := range formulas {
		f.walk(func(literal *formula) {
			if b.slots[literal.slot].question == b.question && !slices.Contains(truths[literal.slot], literal.truth) {
				truths[literal.slot] = append(truths[literal.slot], literal.truth)
			}
		})
	}
	switch s := &b.slots[b.question]; {
	case s.kind.Many():
		count := 1
		for _, slot := range b.slotIDs[b.question] { // a slot that is not read may be ticked
			c := slotClasses{slot, codeClasses(1<<b.slots[slot].n, truths[slot])}
			r.slots = append(r.slots, c)
			count = min(count*len(c.classes), maxAnswers+1)
		}
		r.many = count > maxAnswers
	case s.kind.IsNumber() && alone:
		for _, class := range b.classes(b.question) {
			r.numbers = append(r.numbers, class[0])
			r.many = r.many || class[0] != class[1]
		}
	default:
		for _, code := range distinctCodes(s.n, truths[b.question]) {
			if s.kind.IsNumber() {
				code = s.cuts[code]
			}
			r.numbers = append(r.numbers, code)
		}
	}
	b.made.rules = append(b.made.rules, r)
}

// without returns what is left of a formula whose literals on some slots hold, or nil if it then
// holds.
func (f *formula) without(slots func(int) bool) *formula {
	if f.slot >= 0 {
		if slots(f.slot) {
			return nil
		}
		return f
	}
	n, parts := f.n, []formula{}
	for i := range f.of {
		if left := f.of[i].without(slots); left != nil {
			parts = append(parts, *left)
		} else {
			n--
		}
	}
	if n <= 0 {
		return nil
	}
	left := countFormula(n, parts)
	return &left
}

// walk calls a function with every literal.
func (f *formula) walk(visit func(literal *formula)) {
	if f.slot >= 0 {
		visit(f)
	}
	for i := range f.of {
		f.of[i].walk(visit)
	}
}

// distinctCodes returns one of the first n codes for each of the ways in which literals come out.
func distinctCodes(n int, truths []string) (codes []int) {
	seen := map[string]bool{}
	for code := range n {
		if way := wayOf(code, truths); !seen[way] {
			seen[way] = true
			codes = append(codes, code)
		}
	}
	return codes
}

// codeClasses returns the sets of the first n codes under which literals come out alike.
func codeClasses(n int, truths []string) (classes []uint64) {
	number := map[string]int{}
	for code := range n {
		way := wayOf(code, truths)
		if _, known := number[way]; !known {
			number[way] = len(classes)
			classes = append(classes, 0)
		}
		classes[number[way]] |= 1 << code
	}
	return classes
}

// wayOf returns how literals on a slot come out.
func wayOf(code int, truths []string) string {
	var way strings.Builder
	for _, truth := range truths {
		way.WriteByte(truth[code])
	}
	return way.String()
}
