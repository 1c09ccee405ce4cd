package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// reasons compares the rules that two results name for the same thing.
func (c *comparison) reasons(what, of string, old, new engine.Span) {
	c.sets(what, prefixed(of, ruleIDs(c.oldPack, c.old.Rules(old))), prefixed(of, ruleIDs(c.newPack, c.new.Rules(new))), Different, Different)
}

// prefixed puts what ids belong to before them.
func prefixed(of string, ids []string) []string {
	for i := range ids {
		ids[i] = of + ids[i]
	}
	return ids
}

// withheld compares which therapies are withheld, but for those that the other result shows,
// and why.
func (c *comparison) withheld() {
	without := func(ids, others []string) []string {
		return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(others, id) })
	}
	c.sets("withheld", without(withheldIDs(c.oldPack, c.old), shownIDs(c.newPack, c.new)),
		without(withheldIDs(c.newPack, c.new), shownIDs(c.oldPack, c.old)), Different, Different)
	for _, w := range c.new.Withheld {
		id := c.newPack.Therapies[w.Therapy].ID
		if k := slices.Index(withheldIDs(c.oldPack, c.old), id); k >= 0 {
			c.reasons("withheld_because", id+".", c.old.Withheld[k].Because, w.Because)
		}
	}
}

func withheldIDs(p *rules.Pack, d *engine.Decision) (ids []string) {
	for _, w := range d.Withheld {
		ids = append(ids, p.Therapies[w.Therapy].ID)
	}
	return ids
}

func shownIDs(p *rules.Pack, d *engine.Decision) (ids []string) {
	for _, t := range d.Therapies {
		ids = append(ids, p.Therapies[t.Therapy].ID)
	}
	return ids
}

// avoidReasons compares why areas are avoided that both results avoid.
func (c *comparison) avoidReasons() {
	for i, area := range avoidIDs(c.newPack, c.new) {
		if k := slices.Index(avoidIDs(c.oldPack, c.old), area); k >= 0 {
			c.reasons("avoid_because", area+".", c.old.Avoid[k].Because, c.new.Avoid[i].Because)
		}
	}
}

// reasons adds that a rule, by its place in each pack, is named in one of the results alone.
func (s *changeList) reasons(what, of string, where sat.Node, old, new func(r int) sat.Node) {
	if where == sat.No {
		return
	}
	for _, b := range s.rules {
		was, is := sat.No, sat.No
		if b.old >= 0 {
			was = old(b.old)
		}
		if b.new >= 0 {
			is = new(b.new)
		}
		s.set(what, of+b.id, where, was, is, Different, Different)
	}
}

// speaksFor returns whether a rule suggests a therapy.
func (m *model) speaksFor(r, therapy int) sat.Node {
	if suggests(&m.pack.Rules[r].Then, therapy) {
		return m.rules[r].surely
	}
	return sat.No
}

func (s *changeList) withheld() {
	for _, id := range inEither(s.old.pack.Therapies, s.new.pack.Therapies, func(t *rules.Therapy) string { return t.ID }) {
		k, t := s.old.pack.TherapyIndex(id), s.new.pack.TherapyIndex(id)
		was, suggested := s.old.withholding(k)
		is, suggests := s.new.withholding(t)
		s.set("withheld", id, s.And(s.both, -suggested, -suggests), was, is, Different, Different)
		s.reasons("withheld_because", id+".", s.And(was, is),
			func(r int) sat.Node { return s.old.withholds(r, k) }, func(r int) sat.Node { return s.new.withholds(r, t) })
	}
}

// withholding returns whether a therapy is withheld, and whether it is shown; -1 is for one
// that the pack lacks.
func (m *model) withholding(therapy int) (withheld, shown sat.Node) {
	if therapy < 0 {
		return sat.No, sat.No
	}
	return m.withheld(&m.outcome, therapy), m.outcome.shown[therapy]
}

// withholds returns whether a rule stands against a therapy that is withheld.
func (m *model) withholds(r, therapy int) sat.Node {
	then, t := &m.pack.Rules[r].Then, &m.pack.Therapies[therapy]
	if then.Exclude>>therapy&1 != 0 || then.Cap.Pressure != 0 && then.Cap.Pressure < t.Least {
		return m.rules[r].possibly
	}
	var meets []sat.Node
	for area, painful := range m.outcome.painful {
		if then.Avoid&t.Areas>>area&1 != 0 {
			meets = append(meets, painful)
		}
	}
	if meets == nil {
		return sat.No
	}
	return m.And(m.rules[r].possibly, m.Or(meets...), -m.areasLeft(&m.outcome, therapy))
}

func (s *changeList) avoidReasons() {
	avoids := func(m *model, area int) func(r int) sat.Node {
		return func(r int) sat.Node {
			if m.pack.Rules[r].Then.Avoid>>area&1 != 0 {
				return m.rules[r].possibly
			}
			return sat.No
		}
	}
	for _, id := range s.areaIDs() {
		a := s.old.pack.Questions[s.old.pack.Areas].OptionIndex(id)
		b := s.new.pack.Questions[s.new.pack.Areas].OptionIndex(id)
		if a >= 0 && b >= 0 {
			s.reasons("avoid_because", id+".", s.And(s.both, s.old.outcome.avoided[a], s.new.outcome.avoided[b]), avoids(s.old, a), avoids(s.new, b))
		}
	}
}

// planReasons compares why two plans with the same schedule are chosen.
func (s *changeList) planReasons(i, j int, both sat.Node) {
	asks := func(m *model, schedule int) func(r int) sat.Node {
		return func(r int) sat.Node {
			if m.pack.Rules[r].Then.Schedule == schedule {
				return m.rules[r].possibly
			}
			return sat.No
		}
	}
	if s.old.pack.Schedules[i].ID == s.new.pack.Schedules[j].ID {
		s.reasons("plan_because", "", both, asks(s.old, i), asks(s.new, j))
	}
}
