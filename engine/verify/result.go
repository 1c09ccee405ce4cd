package verify

import (
	"slices"

	"knead/rules"
)

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
