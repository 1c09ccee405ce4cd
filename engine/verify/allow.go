package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Allowances are the changes from one pack to another that are meant. An entry covers those
// people who show its change and fulfil its When, for whom one of its Rules plays a part in
// it, and no rule that no entry about the same change names. A rule plays a part when an
// effect that can bring the change about applies in one pack and not in the other, or is
// another.
type Allowances struct {
	old, new *engine.Program
	list     []rules.Accepted
}

// NewAllowances prepares a list of changes that are meant.
func NewAllowances(old, new *engine.Program, list []rules.Accepted) *Allowances {
	return &Allowances{old, new, list}
}

// matching returns the entries about a change, and the rules that they name.
func (a *Allowances) matching(c Change) (entries []int, named []string) {
	for i := range a.list {
		if a.list[i].Property == c.Property && a.list[i].Subject == c.Subject {
			entries, named = append(entries, i), append(named, a.list[i].Rules...)
		}
	}
	return entries, named
}

// Behind returns the rules that play a part in a change for somebody who shows it: the ids,
// those of the new pack first.
func (a *Allowances) Behind(c Change, old, new *rules.Intake) (ids []string) {
	was, is := a.old.Decide(old), a.new.Decide(new)
	for _, b := range both(a.old.Pack(), a.new.Pack()) {
		var parts [2]effectParts
		var sees [2]seen
		if b.old >= 0 {
			parts[0], sees[0] = partsBehind(a.old.Pack(), b.old, c.Property, c.Subject), see(a.old, b.old, old, was)
		}
		if b.new >= 0 {
			parts[1], sees[1] = partsBehind(a.new.Pack(), b.new, c.Property, c.Subject), see(a.new, b.new, new, is)
		}
		if sees[0].plays(parts[0], parts[1], sees[1]) {
			ids = append(ids, b.id)
		}
	}
	return ids
}

// Covers returns the entry that covers a change for somebody who shows it.
func (a *Allowances) Covers(c Change, old, new *rules.Intake) (entry int, ok bool) {
	entries, named := a.matching(c)
	if len(entries) == 0 {
		return 0, false
	}
	behind := a.Behind(c, old, new)
	if slices.ContainsFunc(behind, func(id string) bool { return !slices.Contains(named, id) }) {
		return 0, false
	}
	for _, i := range entries {
		e := &a.list[i]
		about := e.Rules == nil || slices.ContainsFunc(e.Rules, func(id string) bool { return slices.Contains(behind, id) })
		if about && (e.When == nil || a.new.Truth(new, e.When) == engine.True) {
			return i, true
		}
	}
	return 0, false
}

// sameRule is a rule by its places in two packs, -1 where one lacks it.
type sameRule struct {
	id       string
	old, new int
}

// both lists the rules of two packs, each once.
func both(old, new *rules.Pack) (all []sameRule) {
	for r := range new.Rules {
		id := new.Rules[r].ID
		all = append(all, sameRule{id, old.RuleIndex(id), r})
	}
	for r := range old.Rules {
		if id := old.Rules[r].ID; new.RuleIndex(id) < 0 {
			all = append(all, sameRule{id, r, -1})
		}
	}
	return all
}

// covered returns for each entry about a change whether it covers whoever shows it.
func (p *pair) covered(a *Allowances, c Change) (entries []int, covers []sat.Node) {
	entries, named := a.matching(c)
	if len(entries) == 0 {
		return nil, nil
	}
	plays := map[string]sat.Node{}
	var strays []sat.Node
	for _, b := range both(p.old.pack, p.new.pack) {
		var parts [2]effectParts
		was, is := ruleSignals{sat.No, sat.No, sat.No}, ruleSignals{sat.No, sat.No, sat.No}
		if b.old >= 0 {
			parts[0], was = partsBehind(p.old.pack, b.old, c.Property, c.Subject), p.old.applying(b.old)
		}
		if b.new >= 0 {
			parts[1], is = partsBehind(p.new.pack, b.new, c.Property, c.Subject), p.new.applying(b.new)
		}
		plays[b.id] = p.plays(parts[0], parts[1], was, is)
		if !slices.Contains(named, b.id) {
			strays = append(strays, plays[b.id])
		}
	}
	for _, i := range entries {
		covers = append(covers, p.And(p.new.reached(&a.list[i], plays), -p.Or(strays...)))
	}
	return entries, covers
}

// reached returns whether an entry is about somebody: its When is true, and one of its rules
// plays a part.
func (m *model) reached(e *rules.Accepted, plays map[string]sat.Node) sat.Node {
	fits, named := sat.Yes, sat.No
	if e.When != nil {
		fits = m.condition(e.When, surely, false)
	}
	for _, id := range e.Rules {
		if n, known := plays[id]; known {
			named = m.Or(named, n)
		}
	}
	if e.Rules == nil {
		named = sat.Yes
	}
	return m.And(fits, named)
}
