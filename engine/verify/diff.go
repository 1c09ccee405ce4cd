package verify

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/rules"
)

// FoundChange is a change with a person who shows it.
type FoundChange struct {
	Change
	// Old and New are the person's answers to the old and the new pack: the same, except
	// to questions that only one of them asks. They are nil for note terms.
	Old, New *rules.Intake
}

// Diff lists the changes from one pack to another over all people, each with a person, and
// says what the list's completeness rests on: Proved when nothing else that [Compare] looks
// at changes, for answers that both packs can hold.
func Diff(old, new *engine.Program, o Options) ([]FoundChange, Finding) {
	p := NewPair(old, new)
	complete := Finding{Property: "diff", Subject: new.Pack().Name, Message: "no other change of disposition, therapies, plan, cautions, areas or care for anybody whose answers both packs can hold"}
	if p.old.tooWide || p.new.tooWide {
		complete.How = tooWide
		return nil, complete
	}
	all := merged(p)
	signals := make([]node, len(all))
	for i := range all {
		signals[i] = all[i].signal
	}
	f := newFinder(p.circuit, p.constraints, signals)
	var found []FoundChange
	var rest []node
	for _, c := range all {
		if who, ok := p.show(f, c); ok {
			found = append(found, FoundChange{c.Change, who.old, who.new})
		} else {
			rest = append(rest, c.signal)
		}
	}
	p.exclude(&complete, o, rest)
	return append(found, noteChanges(old.Pack(), new.Pack())...), complete
}

// merged returns the possible changes, each once.
func merged(p *Pair) (all []changeSignal) {
	for _, c := range p.changes() {
		i := slices.IndexFunc(all, func(x changeSignal) bool { return x.Change == c.Change })
		if i < 0 {
			all = append(all, c)
		} else {
			all[i].signal = p.or(all[i].signal, c.signal)
		}
	}
	return all
}

// show looks for a person whom the evaluator sees changed in that way.
func (p *Pair) show(f *finder, c changeSignal) (people, bool) {
	model := f.find(c.signal)
	if model == nil {
		return people{}, false
	}
	who := p.decode(f.clauses, model)
	shows := func(who people) bool { return slices.Contains(p.compare(who), c.Change) }
	if !shows(who) {
		return people{}, false
	}
	return p.shrink(who, shows), true
}

// compare lists the changes for one person.
func (p *Pair) compare(who people) []Change {
	return Compare(p.old.pack, p.old.program.Decide(who.old), p.new.pack, p.new.program.Decide(who.new))
}

// exclude proves that none of the other changes ever happens.
func (p *Pair) exclude(complete *Finding, o Options, rest []node) {
	f := newClauses(p.circuit, p.constraints)
	f.assert(p.or(rest...))
	switch v := (gophersat{}).solve(f, o.budget()); {
	case v.status == contradictory && (o.Quick || certified(f, v.learned)):
		complete.Status, complete.How = Proved, fmt.Sprintf("sat + certificate of %s steps", thousands(len(v.learned)))
	case v.status == contradictory:
		complete.How = "the solver's certificate does not check"
	case v.status == satisfiable:
		complete.How = "the solver sees a change that does not show when evaluated"
	default:
		complete.How = fmt.Sprintf("the solver gave up after learning %d clauses", o.budget())
	}
}
