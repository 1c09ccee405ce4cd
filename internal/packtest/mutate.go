package packtest

import (
	"context"
	"slices"

	"knead/engine"
	"knead/rules"
)

// Mutant is a pack with one small fault, of the kind that authors make.
type Mutant struct {
	What  string // what was done: `age is at least 70: at least 71 instead`
	Pos   rules.Pos
	Rules []int // the rules it can make a difference to
	// Pack makes the faulty pack. Its rules have the same places as in the sound one.
	Pack func() *rules.Pack
}

// Mutants lists the faults to try on a pack: in the conditions of rules, named conditions
// and contradictions, and in what rules do.
func Mutants(p *rules.Pack) (all []Mutant) {
	m := mutator{p}
	for i := range p.Conditions {
		named := &p.Conditions[i]
		all = append(all, m.conditions(named.ID, named.When, m.users(named.When))...)
	}
	for r := range p.Rules {
		all = append(all, m.conditions(p.Rules[r].ID, p.Rules[r].When, []int{r})...)
		all = append(all, m.effects(r)...)
	}
	for i := range p.Contradicts {
		all = append(all, m.conditions(p.Contradicts[i].ID, p.Contradicts[i].When, nil)...)
	}
	return all
}

type mutator struct{ *rules.Pack }

func (m mutator) users(named *rules.Condition) (users []int) {
	for r := range m.Rules {
		uses := false
		m.Rules[r].When.Walk(func(c *rules.Condition) { uses = uses || c == named })
		if uses {
			users = append(users, r)
		}
	}
	return users
}

// conditions are the faults in a condition, which makes a difference to some rules.
func (m mutator) conditions(id string, c *rules.Condition, users []int) (all []Mutant) {
	for _, v := range m.variants(c) {
		all = append(all, Mutant{
			What: id + ": " + v.what, Pos: v.from.Pos, Rules: users,
			Pack: func() *rules.Pack { return m.replaced(v.from, v.to) },
		})
	}
	return all
}

// replaced returns the pack with one condition in place of another wherever it is used.
func (m mutator) replaced(from, to *rules.Condition) *rules.Pack {
	p := *m.Pack
	p.Rules = slices.Clone(p.Rules)
	for r := range p.Rules {
		p.Rules[r].When = replace(p.Rules[r].When, from, to)
	}
	p.Questions = slices.Clone(p.Questions)
	for q := range p.Questions {
		p.Questions[q].AskIf = replace(p.Questions[q].AskIf, from, to)
	}
	p.Contradicts = slices.Clone(p.Contradicts)
	for i := range p.Contradicts {
		p.Contradicts[i].When = replace(p.Contradicts[i].When, from, to)
	}
	p.ClearanceLifted = replace(p.ClearanceLifted, from, to)
	return &p
}

// replace returns the tree with one condition in place of another; parts without it are
// shared.
func replace(c, from, to *rules.Condition) *rules.Condition {
	if c == from {
		return to
	}
	if c == nil || len(c.Of) == 0 {
		return c
	}
	parts := make([]*rules.Condition, len(c.Of))
	for i, part := range c.Of {
		parts[i] = replace(part, from, to)
	}
	if slices.Equal(parts, c.Of) {
		return c
	}
	changed := *c
	changed.Of = parts
	return &changed
}

// Survivors returns the mutants that no case notices. Faulty packs that do not compile are
// noticed. When the context ends first, it returns the context's error.
func Survivors(ctx context.Context, p *engine.Program, cases []rules.Case, mutants []Mutant) (left []Mutant, err error) {
	r := runner{program: p, cases: cases, sound: make([]engine.Decision, len(cases))}
	for i := range cases {
		r.sound[i] = *p.Decide(cases[i].Intake)
	}
	for _, m := range mutants {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !r.killed(&m) {
			left = append(left, m)
		}
	}
	return left, nil
}

// runner runs the cases on mutants.
type runner struct {
	program *engine.Program
	cases   []rules.Case
	sound   []engine.Decision // by case
}

// killed reports whether a case notices a mutant.
func (r *runner) killed(m *Mutant) bool {
	faulty, err := engine.Compile(m.Pack())
	if err != nil {
		return true
	}
	var later []int
	for i := range r.cases { // cases about the rule are the likeliest to notice
		if !r.about(i, m.Rules) {
			later = append(later, i)
		} else if len(runCase(faulty, &r.cases[i])) > 0 {
			return true
		}
	}
	f, d := faulty.NewFacts(), &engine.Decision{}
	for _, i := range later {
		f.Load(r.cases[i].Intake)
		faulty.DecideFacts(f, d)
		if !d.Equal(&r.sound[i]) && len(runCase(faulty, &r.cases[i])) > 0 {
			return true
		}
	}
	return false
}

// about reports whether a case looks at the condition of one of the rules.
func (r *runner) about(i int, affected []int) bool {
	return slices.ContainsFunc(r.cases[i].Checks, func(c rules.Check) bool {
		return (c.Kind == rules.Fires || c.Kind == rules.IsUnsure || c.Kind == rules.NearMiss) && slices.Contains(affected, c.Subject)
	})
}
