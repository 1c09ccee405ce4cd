package verify

import "knead/rules"

// list compares what results list, in each place where both have room for it: for the visit as
// a whole, and beside therapies.
func (c *comparison[B]) list(l listChange) {
	switch {
	case !c.wants(l.twoWays):
	case l.Over() == rules.OverRules:
		for _, r := range c.rules {
			c.listedRule(l, r)
		}
	default:
		for _, v := range c.listed[l.Over()] {
			c.set(l.twoWays, listSubject(l.EffectKind, v.id), c.both,
				c.at(v.old, func(i int) B { return c.old.lists(l.EffectKind, i) }), c.at(v.new, func(i int) B { return c.new.lists(l.EffectKind, i) }))
		}
	}
	if l.EffectKind == rules.EffectAvoid { // alone has reasons of its own
		c.avoidReasons()
	}
}

func listSubject(k rules.EffectKind, id string) Subject {
	if k.Over() == rules.OverAreas {
		return Subject{Area: id}
	}
	return Subject{Care: id}
}

// listedRule compares what a rule says by itself.
func (c *comparison[B]) listedRule(l listChange, r counterpart) {
	var gone, come []B
	compare := func(k rules.EffectKind, old, new int, where B) {
		if where == c.no {
			return
		}
		if was, is := c.named(r, k, old, new); was != is {
			gone, come = append(gone, c.And(where, was, c.Not(is))), append(come, c.And(where, is, c.Not(was)))
		}
	}
	for _, k := range l.Named() {
		if k.Over() == rules.OverRules {
			compare(k, 0, 0, c.both)
			continue
		}
		for _, t := range c.shown {
			compare(k, t.old, t.new, t.both)
		}
	}
	c.say(l.less, Subject{Rule: r.id}, c.Or(gone...))
	c.say(l.more, Subject{Rule: r.id}, c.Or(come...))
}

// avoidReasons compares why areas are avoided that both results avoid.
func (c *comparison[B]) avoidReasons() {
	for _, a := range c.areas {
		if a.old >= 0 && a.new >= 0 {
			c.reasons(avoidBecause, Subject{Area: a.id}, c.And(c.both, c.old.lists(rules.EffectAvoid, a.old), c.new.lists(rules.EffectAvoid, a.new)),
				rules.EffectAvoid, a.old, a.new)
		}
	}
}
