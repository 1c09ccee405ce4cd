package verify

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// decided is the result for one person, as the evaluator sees it.
type decided struct {
	truth
	program *engine.Program
	in      *rules.Intake
	*engine.Decision
	facts *engine.Facts // of the intake; nil where nobody asks which rules apply
}

func decide(p *engine.Program, in *rules.Intake) decided {
	d := decided{program: p, in: in, Decision: &engine.Decision{}, facts: p.NewFacts()}
	d.facts.Load(in)
	p.DecideFacts(d.facts, d.Decision)
	return d
}

func (d decided) of() *rules.Pack { return d.program.Pack() }

func (d decided) disposed(as rules.Disposition) bool { return d.Disposition == as }

func (d decided) carries() bool { return d.Disposition.CarriesTherapies() }

func (d decided) gives(rule int) (surely, unsure bool) {
	for _, a := range d.Actions {
		if int(a.Rule) == rule {
			return !a.Unsure, a.Unsure
		}
	}
	return false, false
}

func (d decided) lacks(question int) (blank, unsure bool) {
	for _, m := range d.Missing {
		if int(m.Question) == question {
			blank, unsure = blank || m.State == engine.MissingUnanswered && d.of().Questions[question].Required, unsure || m.State != engine.MissingUnanswered
		}
	}
	return blank, unsure
}

func (d decided) ignores(question int) bool { return slices.Contains(d.Ignored, int32(question)) }

func (d decided) candidates() (shown []int) {
	for i := range d.Therapies {
		shown = append(shown, d.Therapies[i].Therapy)
	}
	return shown
}

// therapy returns what is said of a therapy; nothing unless it is shown.
func (d decided) therapy(t int) (said engine.TherapyDecision, shown bool) {
	for i := range d.Therapies {
		if d.Therapies[i].Therapy == t {
			return d.Therapies[i], true
		}
	}
	return said, false
}

func (d decided) shows(therapy int) bool {
	_, shown := d.therapy(therapy)
	return shown
}

// withheld returns what is said of a therapy that is withheld.
func (d decided) withheld(t int) (said engine.WithheldDecision, withheld bool) {
	for _, w := range d.Withheld {
		if w.Therapy == t {
			return w, true
		}
	}
	return said, false
}

func (d decided) withholds(therapy int) bool {
	_, withheld := d.withheld(therapy)
	return withheld
}

func (d decided) firmer(therapy int, than rules.Pressure) bool {
	said, _ := d.therapy(therapy)
	return said.Pressure > than
}

func (d decided) longer(therapy, than int) bool {
	said, _ := d.therapy(therapy)
	return said.Minutes > than
}

func (d decided) treats(therapy, area int) bool {
	said, _ := d.therapy(therapy)
	return said.Areas>>area&1 != 0
}

func (d decided) tied(a, b int) bool {
	x, _ := d.therapy(a)
	y, _ := d.therapy(b)
	return x.Score == y.Score
}

func (d decided) plans(schedule int) bool { return d.Plan.Schedule == schedule }

func (d decided) planned() bool { return d.Plan.Schedule >= 0 }

func (d decided) capped(k rules.EffectKind, at int) bool {
	cap := rules.Effect{Cap: d.Plan.Cap, Schedule: -1}
	v := cap.Values(k)
	return len(v) > 0 && v[0].Value <= at
}

func (d decided) remainOver(_, sessions int) bool { return d.Plan.MaxSessions > sessions }

func (d decided) lists(k rules.EffectKind, value int) bool {
	if k == rules.EffectAvoid {
		return slices.ContainsFunc(d.Avoid, func(a engine.AvoidDecision) bool { return a.Area == value })
	}
	return slices.Contains(d.Lists[k], int32(value))
}

func (d decided) names(rule int, k rules.EffectKind, value int) bool {
	said, _ := d.therapy(value)
	because := d.Lists[k]
	switch k {
	case rules.EffectSuggest:
		because = d.Rules(said.For)
	case rules.EffectExclude:
		kept, _ := d.withheld(value)
		because = d.Rules(kept.Because)
	case rules.EffectCautionBeside:
		because = d.Rules(said.Cautions)
	case rules.EffectSchedule:
		because = d.Rules(d.Plan.Because)
	case rules.EffectAvoid:
		if i := slices.IndexFunc(d.Avoid, func(a engine.AvoidDecision) bool { return a.Area == value }); i >= 0 {
			because = d.Rules(d.Avoid[i].Because)
		}
	}
	return slices.Contains(because, int32(rule))
}

// applies evaluates a rule: perhaps means that it gives a disposition.
func (d decided) applies(rule int) ruleSignals[bool] {
	truth := d.facts.Truth(d.of().Rules[rule].When)
	sure, unsure := d.gives(rule)
	return ruleSignals[bool]{rules.Surely: truth == engine.True, rules.Possibly: truth != engine.False, rules.Perhaps: sure || unsure}
}

// logic joins statements. Those about one person are true or false; those about everybody are
// nodes of a circuit. What is written over a logic is said of both at once.
type logic[B comparable] interface {
	And(in ...B) B
	Or(in ...B) B
	Not(B) B
	Constant(bool) B
	// SameCount returns whether as many of some statements hold as of others.
	SameCount(some, others []B) B
}

// result is what a pack says, as statements. Those about a therapy, area, question, … are
// about its place in the pack. Statements on how a therapy or plan is mean something only
// for one that is shown; those on what is listed, only for results that carry therapies.
type result[B comparable] interface {
	logic[B]
	of() *rules.Pack
	disposed(d rules.Disposition) B // it is just that disposition
	carries() B                     // the disposition shows therapies
	gives(rule int) (surely, unsure B)
	lacks(question int) (blank, unsure B) // it is listed as missing so
	ignores(question int) B
	candidates() []int // the therapies that may be shown, those of one person best first
	shows(therapy int) B
	withholds(therapy int) B
	firmer(therapy int, than rules.Pressure) B
	longer(therapy, than int) B
	treats(therapy, area int) B
	tied(a, b int) B // two therapies have the same score
	plans(schedule int) B
	planned() B
	capped(k rules.EffectKind, at int) B // a cap allows at most so much
	remainOver(schedule, sessions int) B
	lists(k rules.EffectKind, value int) B
	// names says that the rule is among those because of which it is listed, shown or planned;
	// of EffectExclude, because of which a therapy is withheld for any reason.
	names(rule int, k rules.EffectKind, value int) B
	applies(rule int) ruleSignals[B]
}

// ruleSignals say how a rule's condition holds, by the view of it. Views that the rule's
// effect does not look at are never.
type ruleSignals[B comparable] [rules.Perhaps + 1]B

// each returns a statement about each of some things, by their places.
func each[T, B any](things []T, about func(i int) B) (all []B) {
	for i := range things {
		all = append(all, about(i))
	}
	return all
}

// truth is the logic of statements about one person.
type truth struct{}

func (truth) And(in ...bool) bool { return !slices.Contains(in, false) }

func (truth) Or(in ...bool) bool { return slices.Contains(in, true) }

func (truth) Not(b bool) bool { return !b }

func (truth) Constant(b bool) bool { return b }

func (truth) SameCount(some, others []bool) bool {
	n := 0
	for _, b := range some {
		if b {
			n++
		}
	}
	for _, b := range others {
		if b {
			n--
		}
	}
	return n == 0
}
