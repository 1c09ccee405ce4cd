package verify

import (
	"context"
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// FoundChange is a change with a person who shows it.
type FoundChange struct {
	Change
	// Old and New are the person's answers to the old and the new pack: the same, except
	// to questions that only one of them asks. They are nil for note terms, for contradictions
	// and for what can be answered. When the change is not allowed, no entry covers the person.
	Old, New *rules.Intake
	// Rules are responsible for the change for that person.
	Rules []string
	// Entries are those, by their places in the list, that cover somebody who shows the change.
	Entries []int
	// Allowed is set when it is proved that they cover everybody who shows it.
	Allowed bool
}

// Diff lists the changes from one pack to another over all people, each with a person, and
// says what the list's completeness rests on: Proved when nothing else that [Comparer] looks
// at changes, for answers that both packs can hold. Changes that are less safe may be
// allowed. When the context ends first, Diff returns the context's error.
func Diff(ctx context.Context, old, new *engine.Program, allowed []rules.Waiver, o Options) ([]FoundChange, Finding, error) {
	var asked []*rules.Condition
	for i := range allowed {
		asked = append(asked, allowed[i].When)
	}
	p := newPair(old, new, asked...)
	d := differ{pair: p, allowances: NewAllowances(p.Comparer, allowed), query: query{ctx, o}}
	complete := Finding{Property: "diff", Subject: new.Pack().Name, Message: "no other change of results, words and the order of lists aside, for anybody whose answers both packs can hold"}
	for _, c := range p.merged(possibleChanges(p.counterparts, p.old, p.new, anyProperty)) {
		d.possible = append(d.possible, d.allowable(c))
	}
	found := d.find(&complete)
	return append(found, d.unwitnessed()...), complete, ctx.Err()
}

// differ lists the changes of a pair.
type differ struct {
	*pair
	query
	allowances *Allowances
	possible   []allowable
}

// allowable is a change that might be, and when it would be allowed.
type allowable struct {
	possibleChange
	entries []int
	covered []sat.Node // by entry: the change is there, and covered
	outside sat.Node   // the change is there, and no entry covers it
}

func (d *differ) allowable(c possibleChange) allowable {
	a := allowable{possibleChange: c, outside: c.signal}
	if c.Direction != LessSafe {
		return a
	}
	entries, covers := d.covered(d.allowances, c.Change)
	a.entries = entries
	for _, n := range covers {
		a.covered = append(a.covered, d.And(c.signal, n))
		a.outside = d.And(a.outside, -n)
	}
	return a
}

// find looks for a person for each change, and proves that there are no others.
func (d *differ) find(complete *Finding) (found []FoundChange) {
	var rest, outside []sat.Node
	var inside []int // of found: covered as far as the session sees
	for _, c := range d.possible {
		if d.ctx.Err() != nil {
			return nil
		}
		who, ok := d.show(c.Change, c.signal)
		if !ok {
			rest = append(rest, c.signal)
			continue
		}
		x := FoundChange{Change: c.Change}
		for i, n := range c.covered {
			if _, ok := d.show(c.Change, n); ok {
				x.Entries = append(x.Entries, c.entries[i])
			}
		}
		if c.entries != nil {
			if uncovered, ok := d.show(c.Change, c.outside); ok {
				who = uncovered
			} else {
				inside, outside = append(inside, len(found)), append(outside, c.outside)
			}
		}
		x.Old, x.New, x.Rules = who.old, who.new, d.allowances.Responsible(c.Change, who.old, who.new)
		found = append(found, x)
	}
	complete.Status, complete.How = d.exclude(rest)
	if status, _ := d.exclude(outside); status == Proved {
		for _, i := range inside {
			found[i].Allowed = true
		}
	}
	return found
}

// unwitnessed lists the changes of what can be answered, of note terms and of contradictions; an entry about
// one allows it.
func (d *differ) unwitnessed() []FoundChange {
	old, new := d.pair.old.pack, d.pair.new.pack
	found := slices.Concat(answerChanges(old, new), noteChanges(old, new), contradictionChanges(old, new))
	for i := range found {
		found[i].Entries, _ = d.allowances.matching(found[i].Change)
		found[i].Allowed = len(found[i].Entries) > 0
	}
	return found
}

// show looks for a person for whom a signal holds and whom the evaluator sees changed in
// that way. If no entry covers the person, none covers the plainer one that is returned.
func (d *differ) show(c Change, signal sat.Node) (intakePair, bool) {
	v := d.session().Solve(d.ctx, d.budget(), signal)
	if v.Status != sat.Satisfiable {
		return intakePair{}, false
	}
	who := d.decode(v.Assignment)
	shows := func(who intakePair) bool {
		return d.agree(who.old, who.new) && slices.Contains(d.changes(who, func(p Property) bool { return p == c.Property }), c)
	}
	if !shows(who) {
		return intakePair{}, false
	}
	uncovered := func(who intakePair) bool {
		_, covered := d.allowances.Covers(c, who.old, who.new)
		return !covered
	}
	meant := !uncovered(who)
	return d.shrink(who, func(who intakePair) bool { return (meant || uncovered(who)) && shows(who) }), true
}

// changes lists the changes of some properties for one person.
func (p *pair) changes(who intakePair, wanted func(Property) bool) []Change {
	return p.between(decide(p.old.program, who.old), decide(p.new.program, who.new), wanted)
}

// exclude proves that none of the other changes ever happens.
func (d *differ) exclude(rest []sat.Node) (status Status, how string) {
	f := d.decide(question{
		circuit: d.circuit, signals: []sat.Node{d.Or(rest...)},
		witness: func(sat.Assignment) (*rules.Intake, string) { return nil, "" }, // it was looked for in vain
		unshown: "the solver sees a change that does not show when evaluated",
	})
	return f.Status, f.How
}
