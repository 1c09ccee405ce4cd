package engine

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"knead/rules"
)

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
