package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// action is what a rule sends somebody on with. The zero value is none.
type action struct {
	rule   string
	given  rules.Disposition
	unsure bool // it comes of an unsure answer, and is worded so
}

// actions compares which rules send somebody on, how urgently, and whether they are sure.
// The action for missing answers follows from what is missing.
func (c *comparison) actions() {
	was, is := actionsOf(c.oldPack, c.old), actionsOf(c.newPack, c.new)
	for _, n := range is {
		c.action(n.rule, of(was, n.rule), n)
	}
	for _, o := range was {
		if of(is, o.rule) == (action{}) {
			c.action(o.rule, o, action{})
		}
	}
}

func actionsOf(p *rules.Pack, d *engine.Decision) (all []action) {
	for _, a := range d.Actions {
		if a.Rule >= 0 {
			all = append(all, action{p.Rules[a.Rule].ID, a.Given, a.Unsure})
		}
	}
	return all
}

// of returns the action of a rule.
func of(actions []action, rule string) action {
	if i := slices.IndexFunc(actions, func(a action) bool { return a.rule == rule }); i >= 0 {
		return actions[i]
	}
	return action{}
}

func (c *comparison) action(rule string, old, new action) {
	if property, d := actionChange(old, new); property != "" {
		c.add(property, rule, d)
	}
}

// actionChange names the change from one action of a rule to another. To no longer say
// that something is urgent is less safe, and to say so is safer.
func actionChange(was, is action) (property string, d Direction) {
	old, new := was.given, is.given
	switch {
	case old == new && was.unsure == is.unsure:
		return "", Different
	case old == new && is.unsure:
		return "action_unsure", Different
	case old == new:
		return "action_sure", Different
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
	for _, b := range s.rules {
		olds, news := s.old.actionsOf(b.old), s.new.actionsOf(b.new)
		if slices.Equal(olds, news) {
			continue
		}
		for _, was := range olds {
			for _, is := range news {
				if property, d := actionChange(was.action, is.action); property != "" {
					s.add(property, b.id, d, s.And(was.signal, is.signal))
				}
			}
		}
	}
}

// exactly returns whether that is the disposition.
func (m *model) exactly(d rules.Disposition) sat.Node {
	return m.And(m.outcome.atLeast[d], -m.outcome.atLeast[d+1])
}

// actionSignal is an action that might be, and when it would be.
type actionSignal struct {
	action
	signal sat.Node
}

// actionsOf returns what a rule may give; -1 is for one that the pack lacks.
func (m *model) actionsOf(r int) []actionSignal {
	if r < 0 || m.pack.Rules[r].Then.Disposition == rules.Proceed {
		return []actionSignal{{signal: sat.Yes}}
	}
	then, sure, unsure := &m.pack.Rules[r].Then, m.givesSurely(r), m.givesUnsure(r)
	return []actionSignal{
		{action{given: then.Disposition}, sure},
		{action{given: then.IfUnsure, unsure: true}, unsure},
		{signal: m.And(-sure, -unsure)},
	}
}
