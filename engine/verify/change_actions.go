package verify

import (
	"knead/engine"
	"knead/rules"
)

// isAction reports whether a change is one of the actions alone.
func (c Change) isAction() bool {
	switch c.Property {
	case "action_added", "action_dropped", "action_raised", "action_lowered":
		return true
	}
	return false
}

// actions compares which rules send somebody on, and how urgently, where the disposition
// stays the same. What missing answers ask for is not compared.
func (c *comparison) actions() {
	if c.old.Disposition != c.new.Disposition {
		return
	}
	for _, b := range both(c.oldPack, c.newPack) {
		c.action(b.id, given(c.old, b.old), given(c.new, b.new))
	}
}

// given returns the disposition that a rule gives, which is Proceed for none.
func given(d *engine.Decision, rule int) rules.Disposition {
	for _, a := range d.Actions {
		if rule >= 0 && int(a.Rule) == rule {
			return a.Given
		}
	}
	return rules.Proceed
}

func (c *comparison) action(id string, old, new rules.Disposition) {
	if property, d := actionChange(old, new); property != "" {
		c.add(property, id, d)
	}
}

// actionChange names the change from what a rule gave to what it gives. To no longer say
// that something is urgent is less safe, and to say so is safer.
func actionChange(old, new rules.Disposition) (property string, d Direction) {
	switch {
	case old == new:
		return "", Different
	case new == rules.Proceed:
		property = "action_dropped"
	case old == rules.Proceed:
		property = "action_added"
	case new < old:
		property = "action_lowered"
	default:
		property = "action_raised"
	}
	switch {
	case old > new && old >= rules.Urgent:
		return property, LessSafe
	case new > old && new >= rules.Urgent:
		return property, Safer
	}
	return property, Different
}

// actions lists what could change of the actions.
func (s *changeList) actions() {
	var in []node
	for d := rules.Proceed; d <= rules.Emergency; d++ {
		in = append(in, s.and(s.old.exactly(d), s.new.exactly(d)))
	}
	same := s.or(in...)
	for _, b := range both(s.old.pack, s.new.pack) {
		was, is := s.old.givenBy(b.old), s.new.givenBy(b.new)
		for x := range was {
			for y := range is {
				if property, d := actionChange(rules.Disposition(x), rules.Disposition(y)); property != "" {
					s.add(property, b.id, d, s.and(same, was[x], is[y]))
				}
			}
		}
	}
}

// exactly returns whether that is the disposition.
func (m *Model) exactly(d rules.Disposition) node {
	return m.and(m.outcome.atLeast[d], -m.outcome.atLeast[d+1])
}

// givenBy returns for each disposition whether a rule gives it; Proceed is for none. The rule
// may be -1 for one that the pack lacks.
func (m *Model) givenBy(r int) (given [rules.Emergency + 1]node) {
	for d := range given {
		given[d] = no
	}
	if r < 0 || m.pack.Rules[r].Then.Disposition == rules.Proceed {
		given[rules.Proceed] = yes
		return given
	}
	then := &m.pack.Rules[r].Then
	given[then.Disposition] = m.givesSurely(r)
	given[then.IfUnsure] = m.or(given[then.IfUnsure], m.givesUnsure(r))
	given[rules.Proceed] = m.and(-m.givesSurely(r), -m.givesUnsure(r))
	return given
}
