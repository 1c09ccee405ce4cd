package verify

import (
	"slices"

	"knead/rules"
)

// comparison finds the changes from one result to another, as [Comparer.Changes] lists them:
// for one person, or for everybody at once.
//
// Over a circuit, a statement may hold where the evaluator sees no change, never the other
// way round.
type comparison[B comparable] struct {
	logic[B]
	*counterparts
	old, new result[B]
	wanted   func(Property) bool
	add      func(Change, B) // is called for each change that there could be, perhaps more than once

	no, both B // never; both results carry therapies
	shown    []shownBy[B]
}

// shownBy is a therapy of both packs, and that both results show it.
type shownBy[B comparable] struct {
	counterpart
	both B
}

// compare calls add for the changes of some properties.
func (c comparison[B]) compare() {
	c.logic = c.old
	c.no, c.both = c.Constant(false), c.And(c.old.carries(), c.new.carries())
	c.dispositions()
	c.actions()
	c.missingAnswers()
	if c.both == c.no {
		return
	}
	c.allTherapies()
	c.order()
	if c.wants(withheld) || c.wants(withheldBecause) {
		c.withheldTherapies()
	}
	if slices.ContainsFunc(ofPlans, c.wanted) {
		c.plans()
	}
	for _, l := range lists {
		c.list(l)
	}
}

// wants reports whether one of two ways is wanted.
func (c *comparison[B]) wants(w twoWays) bool { return c.wanted(w.less) || c.wanted(w.more) }

// say adds a change in the direction of its property.
func (c *comparison[B]) say(p Property, s Subject, when B) {
	c.sayAs(p.direction, p, s, when)
}

func (c *comparison[B]) sayAs(d Direction, p Property, s Subject, when B) {
	if when != c.no && c.wanted(p) {
		c.add(Change{p, s, d}, when)
	}
}

// set says that something is listed in one of the results alone.
func (c *comparison[B]) set(w twoWays, s Subject, where, was, is B) {
	if where == c.no || was == is {
		return
	}
	c.say(w.less, s, c.And(where, was, c.Not(is)))
	c.say(w.more, s, c.And(where, c.Not(was), is))
}

// moved says that a number that depends on the packs alone is another.
func (c *comparison[B]) moved(w twoWays, s Subject, where B, old, new int) {
	switch {
	case new > old:
		c.say(w.more, s, where)
	case new < old:
		c.say(w.less, s, where)
	}
}

// sized says that a size is lowered or raised: it exceeds one of some bounds in one result
// alone.
func (c *comparison[B]) sized(w twoWays, s Subject, where B, bounds []int, old, new func(bound int) B) {
	if where == c.no || !c.wants(w) {
		return
	}
	var up, down []B
	for _, n := range bounds {
		if a, b := old(n), new(n); a != b {
			up, down = append(up, c.And(b, c.Not(a))), append(down, c.And(a, c.Not(b)))
		}
	}
	c.say(w.more, s, c.And(where, c.Or(up...)))
	c.say(w.less, s, c.And(where, c.Or(down...)))
}

// reasons says that a rule is named, as a reason for a value of a kind, in one of the results
// alone.
func (c *comparison[B]) reasons(w twoWays, of Subject, where B, k rules.EffectKind, old, new int) {
	if where == c.no || !c.wants(w) {
		return
	}
	for _, r := range c.rules {
		of.Rule = r.id
		was, is := c.named(r, k, old, new)
		c.set(w, of, where, was, is)
	}
}

// at returns a statement about a thing, which is false when the pack lacks it.
func (c *comparison[B]) at(i int, about func(i int) B) B {
	if i < 0 {
		return c.no
	}
	return about(i)
}

// named returns whether each result names a rule as a reason for its value of a kind.
func (c *comparison[B]) named(r counterpart, k rules.EffectKind, old, new int) (was, is B) {
	was = c.at(r.old, func(r int) B { return c.old.names(r, k, old) })
	return was, c.at(r.new, func(r int) B { return c.new.names(r, k, new) })
}

func (c *comparison[B]) dispositions() {
	for a := rules.Proceed; a <= rules.Emergency; a++ {
		was := c.old.disposed(a)
		for b := rules.Proceed; b <= rules.Emergency && was != c.no; b++ {
			if a != b {
				c.sayAs(cautiousness(a, b), dispositionChanged, Subject{Detail: a.String() + " to " + b.String()}, c.And(was, c.new.disposed(b)))
			}
		}
	}
}

func cautiousness(old, new rules.Disposition) Direction {
	if new > old {
		return Safer
	}
	return LessSafe
}

// action is what a rule sends somebody on with. The zero value is none.
type action struct {
	given  rules.Disposition
	unsure bool // it comes of an unsure answer, and is worded so
}

// actions compares which rules send somebody on, how urgently, and whether they are sure.
// The action for missing answers follows from what is missing.
func (c *comparison[B]) actions() {
	if !slices.ContainsFunc(ofActions, c.wanted) {
		return
	}
	for _, r := range c.rules {
		olds, was := c.actionsOf(c.old, r.old)
		news, is := c.actionsOf(c.new, r.new)
		if olds == news && was == is {
			continue
		}
		for i, a := range olds {
			for j, b := range news {
				if property, direction, changed := actionChange(a, b); changed && was[i] != c.no && is[j] != c.no {
					c.sayAs(direction, property, Subject{Rule: r.id}, c.And(was[i], is[j]))
				}
			}
		}
	}
}

// actionsOf returns what a rule may give, and when: surely, through unsure answers, nothing.
// A pack that lacks the rule gives nothing by it.
func (c *comparison[B]) actionsOf(of result[B], r int) (given [3]action, when [3]B) {
	when = [3]B{c.no, c.no, c.Constant(true)}
	if r < 0 || of.of().Rules[r].Then.Disposition == rules.Proceed {
		return given, when
	}
	then := &of.of().Rules[r].Then
	surely, unsure := of.gives(r)
	return [3]action{{given: then.Disposition}, {then.IfUnsure, true}}, [3]B{surely, unsure, c.And(c.Not(surely), c.Not(unsure))}
}

// actionChange names the change from one action of a rule to another. To no longer say
// that something is urgent is less safe, and to say so is safer.
func actionChange(was, is action) (p Property, d Direction, changed bool) {
	old, new := was.given, is.given
	switch {
	case was == is:
		return p, Different, false
	case old == new && is.unsure:
		return actionUnsure, Different, true
	case old == new:
		return actionSure, Different, true
	case new == rules.Proceed:
		p = actionDropped
	case old == rules.Proceed:
		p = actionAdded
	case new < old:
		p = actionLowered
	default:
		p = actionRaised
	}
	switch {
	case old > new && old >= rules.Urgent:
		return p, LessSafe, true
	case new > old && new >= rules.Urgent:
		return p, Safer, true
	}
	return p, Different, true
}

// missingAnswers compares which answers are missing, and which are ignored where both packs ask.
// Note terms make an answer unsure.
func (c *comparison[B]) missingAnswers() {
	if !c.wants(missing) && !c.wants(ignored) {
		return
	}
	for _, q := range c.questions {
		blankOld, unsureOld := c.lacks(c.old, q.old)
		blankNew, unsureNew := c.lacks(c.new, q.new)
		always := c.Constant(true)
		c.set(missing, Subject{Question: q.id, Detail: " unanswered"}, always, blankOld, blankNew)
		c.set(missing, Subject{Question: q.id, Detail: " unsure"}, always, unsureOld, unsureNew)
		if q.old >= 0 && q.new >= 0 && c.counterparts.old.Questions[q.old].Kind == c.counterparts.new.Questions[q.new].Kind {
			c.set(ignored, Subject{Question: q.id}, always, c.old.ignores(q.old), c.new.ignores(q.new))
		}
	}
}

func (c *comparison[B]) lacks(of result[B], q int) (blank, unsure B) {
	if q < 0 {
		return c.no, c.no
	}
	return of.lacks(q)
}

// allTherapies compares the therapies that may be shown: those of the new result in its
// order, then the others of the old one.
func (c *comparison[B]) allTherapies() {
	olds, news := c.old.candidates(), c.new.candidates()
	for _, t := range news {
		c.therapy(c.therapies[t])
	}
	for _, k := range olds {
		if x := c.oldTherapies[k]; !slices.Contains(news, x.new) {
			c.therapy(x)
		}
	}
}

func (c *comparison[B]) therapy(x counterpart) {
	about, k, t := Subject{Therapy: x.id}, x.old, x.new
	was, is := c.at(k, c.old.shows), c.at(t, c.new.shows)
	c.say(therapyShown.more, about, c.And(c.both, is, c.Not(was)))
	c.say(therapyShown.less, about, c.And(c.both, c.Not(is), was))
	shown := c.And(is, was)
	if shown == c.no {
		return
	}
	c.shown = append(c.shown, shownBy[B]{x, shown})
	c.sized(pressure, about, shown, []int{int(rules.Stroking), int(rules.Light), int(rules.Moderate), int(rules.Firm)},
		func(p int) B { return c.old.firmer(k, rules.Pressure(p)) }, func(p int) B { return c.new.firmer(t, rules.Pressure(p)) })
	c.sized(minutes, about, shown, c.minutes,
		func(n int) B { return c.old.longer(k, n) }, func(n int) B { return c.new.longer(t, n) })
	both := c.And(c.both, shown)
	c.moved(provider, about, both, int(c.counterparts.new.Therapies[t].Provider), int(c.counterparts.old.Therapies[k].Provider))
	c.treated(about, k, t, both)
	if c.wanted(ScoreChanged) {
		c.say(ScoreChanged, about, c.And(shown, c.scored(k, t)))
	}
	c.reasons(reasonFor, about, shown, rules.EffectSuggest, k, t)
}

// treated compares where a therapy works that both results show, but for areas that the other
// result avoids: those are compared by themselves.
func (c *comparison[B]) treated(about Subject, k, t int, shown B) {
	if !c.wants(areaTreated) {
		return
	}
	in := func(of result[B], therapy, area int) (avoided, treated B) {
		if area < 0 {
			return c.no, c.no
		}
		return of.lists(rules.EffectAvoid, area), of.treats(therapy, area)
	}
	for _, a := range c.areas {
		avoided, was := in(c.old, k, a.old)
		avoids, is := in(c.new, t, a.new)
		if was != is {
			about.Area = a.id
			c.say(areaTreated.more, about, c.And(shown, is, c.Not(was), c.Not(avoided)))
			c.say(areaTreated.less, about, c.And(shown, was, c.Not(is), c.Not(avoids)))
		}
	}
}

// scored returns whether the scores of a therapy differ. What rules add that speak for it
// alike in both packs does not count.
func (c *comparison[B]) scored(k, t int) B {
	var old, new []B
	for _, r := range c.rules {
		was, before := c.score(c.old, r.old, k)
		is, now := c.score(c.new, r.new, t)
		if was != is || before != now {
			old, new = append(old, slices.Repeat([]B{before}, was)...), append(new, slices.Repeat([]B{now}, is)...)
		}
	}
	return c.Not(c.SameCount(old, new))
}

// score returns by how much a rule speaks for a therapy, and when; -1 is for a rule that the
// pack lacks.
func (c *comparison[B]) score(of result[B], r, therapy int) (score int, when B) {
	if r < 0 {
		return 0, c.no
	}
	for _, s := range of.of().Rules[r].Then.Suggest {
		if s.Therapy == therapy {
			score += s.Score
		}
	}
	if score == 0 {
		return 0, c.no
	}
	return score, of.names(r, rules.EffectSuggest, therapy)
}

// order compares the order of therapies with equal scores, which is that of the pack.
func (c *comparison[B]) order() {
	if !c.wanted(therapyOrder) {
		return
	}
	shown := c.new.candidates()
	for y, second := range shown {
		for _, first := range shown[:y] {
			a, b := c.therapies[first].old, c.therapies[second].old
			if a > b && b >= 0 {
				c.say(therapyOrder, Subject{Therapy: c.counterparts.new.Therapies[first].ID, Detail: " before " + c.counterparts.new.Therapies[second].ID},
					c.And(c.And(c.old.shows(a), c.old.shows(b), c.new.shows(first), c.new.shows(second)), c.old.tied(a, b), c.new.tied(first, second)))
			}
		}
	}
}

// withheldTherapies compares which therapies are withheld, but for those that the other result shows,
// and why.
func (c *comparison[B]) withheldTherapies() {
	for _, t := range c.oldTherapies {
		was, is := c.at(t.old, c.old.withholds), c.at(t.new, c.new.withholds)
		if was == c.no && is == c.no {
			continue
		}
		shown, shows := c.at(t.old, c.old.shows), c.at(t.new, c.new.shows)
		about := Subject{Therapy: t.id}
		c.set(withheld, about, c.And(c.both, c.Not(shown), c.Not(shows)), was, is)
		c.reasons(withheldBecause, about, c.And(was, is), rules.EffectExclude, t.old, t.new)
	}
}
