package packfile

import (
	"math/bits"
	"slices"

	"knead/rules"
)

func (p *packParser) parseInvariants() {
	space := p.newSymbols("invariant")
	for i, n := range p.lists["invariants"] {
		n.mend("never", "always")
		r := p.mapping(n, "an invariant")
		inv := rules.Invariant{ID: space.declare(r.need("id"), i), Pos: n.pos}
		inv.Title, _ = p.prose(r.need("title"), "text")
		inv.Requirements = p.wordList(r.get("rows"), "rows", "text")
		p.invariantWhen(&inv, r, n)
		c := assertionParser{packParser: p}
		c.never(r.get("never"))
		c.always(r.get("always"))
		inv.Assertions = c.assertions
		if r.n != nil && r.n.get("never") == nil && r.n.get("always") == nil {
			p.add(n, "missing-key", "an invariant needs never: or always:")
		}
		r.finish()
		p.pack.Invariants = append(p.pack.Invariants, inv)
	}
}

func (p *packParser) invariantWhen(inv *rules.Invariant, r *record, n *node) {
	when, possible := r.get("when"), r.get("unless_ruled_out")
	switch {
	case when != nil && possible != nil:
		p.add(possible, "wrong-key", "an invariant has when: or unless_ruled_out:, not both")
	case when != nil:
		inv.When = p.condition(when)
	case possible != nil:
		inv.When, inv.Possible = p.condition(possible), true
	default:
		inv.When = &rules.Condition{Op: rules.Always, Derived: -1, Pos: n.pos}
	}
}

// assertionParser reads what an invariant asserts.
type assertionParser struct {
	*packParser
	assertions []rules.Assertion
}

func (c *assertionParser) assert(n *node, assertion rules.Assertion) {
	assertion.Pos = n.pos
	c.assertions = append(c.assertions, assertion)
}

func (c *assertionParser) never(n *node) {
	r := c.mapping(n, "what never happens")
	if s := r.get("suggest"); s != nil {
		c.assert(s, rules.Assertion{Kind: rules.NeverSuggest, Therapies: c.therapySet(s), Tags: c.tagSet(s)})
	}
	c.lists(r, rules.Surely, rules.NeverListed)
	if s := r.get("schedule"); s != nil && s.is("any") {
		c.assert(s, rules.Assertion{Kind: rules.NeverPlan})
	} else {
		c.each(s, c.schedules, rules.Assertion{Kind: rules.NeverSchedule})
	}
	c.lists(r, rules.Possibly, rules.NeverListed)
	if d := r.get("disposition"); d != nil {
		c.assert(d, rules.Assertion{Kind: rules.DispositionIn, Dispositions: allDispositions &^ c.dispositions(d)})
	}
	r.finish()
}

func (c *assertionParser) always(n *node) {
	r := c.mapping(n, "what always happens")
	if d := r.get("disposition"); d != nil {
		c.assert(d, rules.Assertion{Kind: rules.DispositionIn, Dispositions: c.dispositions(d)})
	}
	if s := r.get("suggest"); s != nil {
		c.assert(s, rules.Assertion{Kind: rules.SuggestOneOf, Therapies: c.therapySet(s)})
	}
	c.lists(r, rules.Surely, rules.AlwaysListed)
	if s := r.get("schedule"); s != nil {
		if !s.is("any") {
			c.add(s, "wrong-type", "expected any: which schedule it is cannot be promised, only that there is one")
		}
		c.assert(s, rules.Assertion{Kind: rules.AlwaysPlan})
	}
	if caps := r.get("cap"); caps != nil {
		assertion := rules.Assertion{Kind: rules.CapAt}
		c.parseCap(&assertion.Cap, caps)
		c.assert(caps, assertion)
	}
	c.lists(r, rules.Possibly, rules.AlwaysListed)
	c.number(r.get("max_sessions"), rules.SessionsAtMost)
	c.number(r.get("review_week"), rules.ReviewBy)
	r.finish()
}

// lists reads what is asserted of the lists of the kinds of effects that are looked at in a view.
func (c *assertionParser) lists(r *record, v rules.View, kind rules.AssertionKind) {
	for _, k := range rules.ListKinds(v) {
		if !k.Assertable(kind) {
			continue
		}
		n, assertion := r.get(k.Key()), rules.Assertion{Kind: kind, Effect: k}
		switch {
		case n == nil:
		case k.Over() == rules.OverRules:
			c.rulesWith(n, assertion)
		case k.Over() == rules.OverAreas:
			for left := c.plainAreas(n); left != 0; left &= left - 1 {
				assertion.Subject = bits.TrailingZeros64(left)
				c.assert(n, assertion)
			}
		default:
			c.each(n, c.symbols(k.Over()), assertion)
		}
	}
}

// rulesWith reads ids of rules that have an effect of the kind that an assertion is about.
func (c *assertionParser) rulesWith(n *node, assertion rules.Assertion) {
	for _, item := range c.list(n, "rules") {
		i, ok := c.rules.find(item)
		if !ok {
			continue
		}
		if !slices.ContainsFunc(assertion.Effect.Named(), c.pack.Rules[i].Then.Has) {
			c.add(item, "no-"+assertion.Effect.String(), "rule %q does not %s", item.text, assertion.Effect)
		}
		assertion.Subject = i
		c.assert(item, assertion)
	}
}

// number reads {at_most: 12}.
func (c *assertionParser) number(n *node, kind rules.AssertionKind) {
	r := c.mapping(n, "{at_most: …}")
	if most, ok := c.whole(r.need("at_most"), 1, maxNumber); ok {
		c.assert(n, rules.Assertion{Kind: kind, Number: most})
	}
	r.finish()
}

// each reads one id or a list of ids, each of which is an assertion of its own.
func (c *assertionParser) each(n *node, space *symbolTable, assertion rules.Assertion) {
	for _, item := range c.oneOrMore(n, space.what+" ids") {
		if i, ok := space.find(item); ok {
			assertion.Subject = i
			c.assert(item, assertion)
		}
	}
}

// therapySet reads therapies: any, one selection, or a list of selections by id, tag or
// provider.
func (c *assertionParser) therapySet(n *node) (set uint64) {
	if n.is("any") {
		return 1<<len(c.pack.Therapies) - 1
	}
	for _, item := range c.oneOrMore(n, "therapies") {
		if item.kind == mapNode && item.get("provider") != nil {
			set |= c.provided(item)
		} else if s, ok := c.selector(item); ok {
			set |= c.selected(s, item.pos, item.field)
		}
	}
	return set
}

// tagSet returns the tags by which a selection that has been read selects therapies.
func (c *assertionParser) tagSet(n *node) (set uint64) {
	items := []*node{n}
	if n.kind == listNode {
		items = n.items
	}
	for _, item := range items {
		if tag := item.get("tag"); tag != nil {
			if i := slices.IndexFunc(c.pack.Tags, func(t rules.Tag) bool { return t.ID == tag.text }); i >= 0 {
				set |= 1 << i
			}
		}
	}
	return set
}

// provided returns the therapies that need just that provider.
func (c *assertionParser) provided(n *node) (set uint64) {
	r := c.mapping(n, "a selection by provider")
	by, ok := c.oneOf(r.get("provider"), "provider", providerNames)
	r.finish()
	for i, t := range c.pack.Therapies {
		if ok && t.Provider == rules.Provider(by) {
			set |= 1 << i
		}
	}
	return set
}

const allDispositions uint8 = 1<<(rules.Emergency+1) - 1

// dispositions reads one disposition, a list of them, or {at_least: …}, {at_most: …}.
func (c *assertionParser) dispositions(n *node) (set uint8) {
	if n.kind != mapNode {
		for _, item := range c.oneOrMore(n, "dispositions") {
			if d, ok := c.oneOf(item, "disposition", dispositionNames); ok {
				set |= 1 << d
			}
		}
		return set
	}
	r := c.mapping(n, "bounds on the disposition")
	set = allDispositions
	if d, ok := c.oneOf(r.get("at_least"), "disposition", dispositionNames); ok {
		set &^= 1<<d - 1
	}
	if d, ok := c.oneOf(r.get("at_most"), "disposition", dispositionNames); ok {
		set &= 1<<(d+1) - 1
	}
	r.finish()
	return set
}
