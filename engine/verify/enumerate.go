package verify

import (
	"math/bits"
	"slices"

	"knead/engine"
	"knead/rules"
)

// maxPoints is the largest answer space that is tried point by point.
const maxPoints = 200_000

// enumerated tries an invariant on every answer of projections of the pack, by the
// evaluator, and returns how many it tried. It reports false when no projection within
// maxPoints shows that the invariant holds; that alone does not refute it.
func (m *model) enumerated(inv *rules.Invariant) (points int, holds bool) {
	for i := range inv.Assertions {
		n, ok := m.enumeratedAssertion(inv, &inv.Assertions[i])
		if !ok {
			return 0, false
		}
		points += n
	}
	return points, true
}

// enumeratedAssertion looks for a projection that shows one assertion: first one that keeps the
// rules about the very options that the invariant names, then all about its questions.
func (m *model) enumeratedAssertion(inv *rules.Invariant, c *rules.Assertion) (points int, holds bool) {
	for _, narrow := range []bool{true, false} {
		p := m.project(inv, c, narrow)
		if p == nil {
			return 0, false
		}
		if n := p.size(); n == 0 || n*len(p.schedules) > maxPoints || m.coarseAmong(p.questions) {
			continue
		} else if p.holds() {
			return n * len(p.schedules), true
		}
	}
	return 0, false
}

// coarseAmong reports whether one of the questions is part of a derived number whose values
// are not all listed.
func (m *model) coarseAmong(questions []int) bool {
	reads := func(t rules.WeightedAnswer) bool { return slices.Contains(questions, t.Question) }
	coarse := func(t rules.WeightedAnswer) bool { return m.valuesOf(t.Question) > m.limit }
	return slices.ContainsFunc(m.pack.Derived, func(d rules.Derived) bool {
		return slices.ContainsFunc(d.Terms, reads) && slices.ContainsFunc(d.Terms, coarse)
	})
}

// projection is a pack with fewer rules whose results bound those of the whole pack: it
// shows at least what the whole pack shows, at least as firm and long, and is at most as
// cautious. An assertion that holds for it holds for the whole pack.
//
// Rules that protect are dropped unless they read only the questions that the invariant is
// about; rules that suggest, wish or plan are replaced by ones that always do. Questions
// that no rule reads any more are left blank and not required.
type projection struct {
	pack      *rules.Pack
	when      *rules.Condition
	possible  bool
	assertion rules.Assertion
	questions []int // that matter
	options   []uint64
	hintable  []uint64 // by question: options that notes can hint at
	cuts      [][]int
	schedules []int // to plan in turn; -1 for none
}

// project returns the projection for one assertion, or nil when the assertion is not of a kind
// that projections can show.
func (m *model) project(inv *rules.Invariant, c *rules.Assertion, narrow bool) *projection {
	p := &projection{
		pack: new(rules.Pack), when: inv.When, possible: inv.Possible, assertion: *c,
		options: make([]uint64, len(m.pack.Questions)), hintable: make([]uint64, len(m.pack.Questions)), schedules: []int{-1},
	}
	for _, t := range m.pack.Notes {
		p.hintable[t.Question] |= t.Options
	}
	*p.pack = *m.pack
	p.pack.Invariants, p.pack.Notes, p.pack.SessionsDone, p.pack.ClearanceLifted = nil, nil, -1, nil
	p.read(inv.When)
	about := p.about(m.pack)
	if about == nil {
		return nil
	}
	for _, c := range about {
		p.read(c)
	}
	if c.Kind == rules.DispositionIn && c.Dispositions>>rules.Clearance&1 != 0 && c.Dispositions>>rules.Proceed&1 == 0 {
		p.pack.ClearanceLifted = m.pack.ClearanceLifted
		p.read(m.pack.ClearanceLifted)
	}
	p.keepRules(m.pack, narrow)
	p.relax(m.pack)
	for q := range m.domains {
		p.cuts = append(p.cuts, m.domains[q].cuts)
	}
	return p
}

// about returns the conditions besides the invariant's that an assertion must look at, or nil
// when no projection can show it.
func (p *projection) about(whole *rules.Pack) []*rules.Condition {
	conditions := []*rules.Condition{}
	switch p.assertion.Kind {
	case rules.DispositionIn:
		for d := rules.Proceed; d < rules.Emergency; d++ {
			if p.assertion.Dispositions>>d&1 != 0 && p.assertion.Dispositions>>(d+1)&1 == 0 {
				return nil // more caution could break it
			}
		}
	case rules.NeverSuggest, rules.CapAt:
	case rules.NeverListed, rules.AlwaysListed:
		byRule := p.assertion.Effect.Over() == rules.OverRules
		if p.assertion.Kind == rules.AlwaysListed && !byRule {
			break // fewer rules list less
		}
		for i := range whole.Rules {
			if byRule && i == p.assertion.Subject || !byRule && whole.Rules[i].Then.Names(p.assertion.Effect, p.assertion.Subject) {
				conditions = append(conditions, whole.Rules[i].When)
			}
		}
	default:
		return nil
	}
	return conditions
}

// read notes the questions and options that a condition reads, with those that decide
// whether its questions are asked.
func (p *projection) read(c *rules.Condition) {
	c.Walk(func(c *rules.Condition) {
		if c.Op == rules.OneOf {
			p.options[c.Question] |= c.Options
		}
	})
	for _, q := range p.pack.Reads(c) {
		if !slices.Contains(p.questions, q) {
			p.questions = append(p.questions, q)
			p.read(p.pack.Questions[q].AskIf)
		}
	}
}

// keepRules keeps the rules that read nothing but the questions read so far; narrow keeps
// only those that name no further options of a Multi.
func (p *projection) keepRules(whole *rules.Pack, narrow bool) {
	questions, options := p.questions, slices.Clone(p.options)
	p.pack.Rules = nil
	for i := range whole.Rules {
		rule := whole.Rules[i]
		fits := true
		rule.When.Walk(func(c *rules.Condition) {
			if c.Op == rules.OneOf && narrow && whole.Questions[c.Question].Kind.Many() {
				fits = fits && c.Options&^options[c.Question] == 0
			}
		})
		for _, q := range whole.Reads(rule.When) {
			fits = fits && slices.Contains(questions, q)
		}
		if fits {
			p.read(rule.When)
		} else {
			rule.When = &rules.Condition{Op: rules.Any, Derived: -1} // never; keeps the rule's place
		}
		p.pack.Rules = append(p.pack.Rules, rule)
	}
}

// relax makes the kept rules' permissive effects no tighter than the whole pack's.
func (p *projection) relax(whole *rules.Pack) {
	for i := range p.pack.Rules {
		then := &p.pack.Rules[i].Then
		then.Suggest, then.Prefer, then.Schedule = nil, 0, -1
		if p.assertion.Effect != rules.EffectCare {
			then.Care = nil
		}
	}
	always := rules.Rule{ID: "relaxed", When: &rules.Condition{Op: rules.Always, Derived: -1}, Then: rules.Effect{Schedule: -1}}
	for t := range whole.Therapies {
		always.Then.Suggest = append(always.Then.Suggest, rules.Suggestion{Therapy: t, Score: 1})
	}
	if p.assertion.Kind == rules.CapAt {
		always.Then.Prefer = rules.Deep
		for s := range whole.Schedules {
			p.schedules = append(p.schedules, s)
		}
	}
	p.pack.Rules = append(p.pack.Rules, always)
	p.pack.Questions = slices.Clone(whole.Questions)
	for q := range p.pack.Questions {
		if !slices.Contains(p.questions, q) {
			p.pack.Questions[q].Required, p.pack.Questions[q].AskIf = false, nil
		}
	}
}

// size returns how many answers there are to try, or 0 when there are too many to count.
func (p *projection) size() int {
	n := 1
	for _, q := range p.questions {
		if n *= p.count(q); n > maxPoints {
			return 0
		}
	}
	return n
}

// doubtful is an answer and what notes hint at beside it.
type doubtful struct {
	rules.Answer
	hint *rules.NoteTerm // nil when there is nothing
}

// answers returns every answer to a question that conditions can tell apart, including
// that there is none, with every set of options that notes may hint at beside it.
func (p *projection) answers(q int) (all []doubtful) {
	for _, a := range p.plainAnswers(q) {
		all = append(all, doubtful{Answer: a})
		open := p.open(q) &^ a.Ticks
		if a.State == rules.Unsure || a.State == rules.Unanswered && !p.pack.Questions[q].Required {
			continue // all is unknown
		}
		for options := open; options != 0; options = (options - 1) & open {
			all = append(all, doubtful{a, &rules.NoteTerm{Question: q, Options: options}})
		}
	}
	return all
}

// open returns the options that notes may make unknown, as far as conditions can tell.
func (p *projection) open(q int) uint64 {
	if p.pack.Questions[q].Kind.Many() {
		return p.hintable[q] & p.options[q]
	}
	return p.hintable[q]
}

// count returns how many answers there are to a question.
func (p *projection) count(q int) int {
	if !p.pack.Questions[q].Kind.Many() {
		return len(p.answers(q))
	}
	open := bits.OnesCount64(p.open(q))
	others := bits.OnesCount64(p.options[q]) - open
	if open+others > 17 {
		return maxPoints + 1
	}
	n, hints := 1, 0
	for range open { // true, false or unknown
		n *= 3
	}
	if p.pack.Questions[q].Required {
		hints = 1<<open - 1 // beside a blank
	}
	return n<<others + 1<<(open+others) + 1 + hints
}

// plainAnswers returns the answers without what notes hint at. Areas that no condition names
// hurt too: more of them show more.
func (p *projection) plainAnswers(q int) (answers []rules.Answer) {
	question, always := &p.pack.Questions[q], uint64(0)
	if q == p.pack.Areas {
		always = (1<<len(question.Options) - 1) &^ p.options[q]
	}
	answers = append(answers, rules.Answer{}, rules.Answer{State: rules.Unsure, Ticks: always})
	switch {
	case question.Kind.Many():
		for ticks := p.options[q]; ; ticks = (ticks - 1) & p.options[q] {
			answers = append(answers, rules.Answer{State: rules.Answered, Ticks: ticks | always})
			if ticks == 0 {
				return answers
			}
			answers = append(answers, rules.Answer{State: rules.Unsure, Ticks: ticks | always})
		}
	case question.Kind.IsNumber():
		for _, v := range p.cuts[q] {
			answers = append(answers, rules.Answer{State: rules.Answered, Int: v})
		}
	default:
		for i := range question.Options {
			answers = append(answers, rules.Answer{State: rules.Answered, Ticks: 1 << i})
		}
	}
	return answers
}

// holds tries every answer under every schedule.
func (p *projection) holds() bool {
	t := trial{projection: p, order: p.questions}
	for _, q := range p.questions {
		t.answers = append(t.answers, p.answers(q))
	}
	if areas := p.pack.Areas; !slices.Contains(p.questions, areas) {
		all := rules.Answer{State: rules.Answered, Ticks: 1<<len(p.pack.Questions[areas].Options) - 1}
		t.order, t.answers = append(slices.Clone(t.order), areas), append(t.answers, []doubtful{{Answer: all}})
	}
	for _, s := range p.schedules {
		p.pack.Rules[len(p.pack.Rules)-1].Then.Schedule = s
		program, err := engine.Compile(p.pack)
		if err != nil {
			return false
		}
		t.decided = decided{program: program, Decision: &engine.Decision{}, facts: program.NewFacts()}
		if !t.all(make([]int, len(t.order)), len(t.order)) {
			return false
		}
	}
	return true
}

// trial evaluates one combination of answers after the other.
type trial struct {
	*projection
	order   []int        // of the questions
	answers [][]doubtful // in that order
	decided decided
}

// all tries the combinations of answers to the first i questions, those of the others chosen.
func (t *trial) all(at []int, i int) bool {
	if i == 0 {
		return t.one(at)
	}
	for at[i-1] = range t.answers[i-1] {
		if !t.all(at, i-1) {
			return false
		}
	}
	return true
}

// one reports whether the assertion holds for one combination.
func (t *trial) one(at []int) bool {
	t.decided.facts.Reset()
	for i, q := range t.order {
		a := &t.answers[i][at[i]]
		if t.decided.facts.Set(q, &a.Answer); a.hint != nil {
			t.decided.facts.Hint(a.hint)
		}
	}
	truth := t.decided.facts.Truth(t.when)
	if truth == engine.False || truth == engine.Unknown && !t.possible {
		return true
	}
	t.decided.program.DecideFacts(t.decided.facts, t.decided.Decision)
	return !denied[bool](t.decided, &t.assertion)
}
