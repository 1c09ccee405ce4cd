package verify

import (
	"knead/engine/verify/sat"
	"knead/rules"
)

// outcome is the program's decision as signals.
type outcome struct {
	atLeast    [rules.Emergency + 2]sat.Node // by disposition: the result is that or more cautious
	carries    sat.Node                      // the disposition shows therapies
	excluded   []sat.Node                    // by therapy, as the next two
	suggested  []sat.Node
	shown      []sat.Node
	avoided    []sat.Node               // by area
	painful    []sat.Node               // by area
	pressure   [rules.Deep + 1]sat.Node // a cap holds that allows at most this pressure
	wishes     [rules.Deep + 1]sat.Node // this pressure is wished for
	chosen     []sat.Node               // by schedule: it is the first that may apply, and sessions remain
	planned    []sat.Node               // by schedule: it is the plan that is shown
	incomplete sat.Node
}

func (m *model) buildOutcome() (o outcome) {
	m.buildDispositions(&o)
	o.avoided = make([]sat.Node, len(m.pack.Questions[m.pack.Areas].Options))
	o.painful = make([]sat.Node, len(o.avoided))
	for a := range o.avoided {
		o.avoided[a] = m.anyRule(possibly, func(e *rules.Effect) bool { return e.Avoid>>a&1 != 0 })
		o.painful[a] = m.painful(a)
	}
	for p := range o.pressure {
		o.pressure[p] = m.anyRule(possibly, func(e *rules.Effect) bool { return e.Cap.Pressure != 0 && e.Cap.Pressure <= rules.Pressure(p) })
		o.wishes[p] = m.anyRule(surely, func(e *rules.Effect) bool { return p != 0 && e.Prefer == rules.Pressure(p) })
	}
	for t := range m.pack.Therapies {
		o.excluded = append(o.excluded, m.anyRule(possibly, func(e *rules.Effect) bool { return e.Exclude>>t&1 != 0 }))
		o.suggested = append(o.suggested, m.anyRule(surely, func(e *rules.Effect) bool { return suggests(e, t) }))
		o.shown = append(o.shown, m.And(o.carries, o.suggested[t], -o.excluded[t], -m.tooFirm(&o, t), m.areasLeft(&o, t)))
	}
	earlier := sat.No
	for s := range m.pack.Schedules {
		asked := m.anyRule(possibly, func(e *rules.Effect) bool { return e.Schedule == s })
		o.chosen = append(o.chosen, m.And(asked, -earlier, m.remainsOver(s, 0)))
		o.planned = append(o.planned, m.And(o.chosen[s], m.Or(o.shown...)))
		earlier = m.Or(earlier, asked)
	}
	return o
}

// tooFirm returns whether a cap allows less than a therapy's least pressure.
func (m *model) tooFirm(o *outcome, therapy int) sat.Node {
	if least := m.pack.Therapies[therapy].Least; least > 0 {
		return o.pressure[least-1]
	}
	return sat.No
}

func suggests(e *rules.Effect, therapy int) bool {
	for _, s := range e.Suggest {
		if s.Therapy == therapy {
			return true
		}
	}
	return false
}

// anyRule returns whether the condition of a rule with the selected effect holds.
func (m *model) anyRule(w way, has func(e *rules.Effect) bool) sat.Node {
	var in []sat.Node
	for r := range m.pack.Rules {
		if has(&m.pack.Rules[r].Then) {
			in = append(in, m.rules[r].in(w))
		}
	}
	return m.Or(in...)
}

func (s ruleSignals) in(w way) sat.Node {
	switch w {
	case surely:
		return s.surely
	case possibly:
		return s.possibly
	}
	return s.perhaps
}

// buildDispositions combines missing answers and the dispositions of rules.
func (m *model) buildDispositions(o *outcome) {
	var missing []sat.Node
	for q := range m.pack.Questions {
		if m.pack.Questions[q].Required {
			missing = append(missing, m.And(m.domains[q].applies, m.Or(m.domains[q].blank, m.domains[q].hinted)))
		}
	}
	o.incomplete = m.Or(missing...)
	given := [rules.Emergency + 1][]sat.Node{rules.Proceed: {sat.Yes}, rules.Incomplete: {o.incomplete}}
	for r := range m.pack.Rules {
		if then := &m.pack.Rules[r].Then; then.Disposition != rules.Proceed {
			given[then.Disposition] = append(given[then.Disposition], m.givesSurely(r))
			given[then.IfUnsure] = append(given[then.IfUnsure], m.givesUnsure(r))
		}
	}
	o.atLeast[rules.Emergency+1] = sat.No
	for d := rules.Emergency + 1; d > rules.Proceed; d-- {
		o.atLeast[d-1] = m.Or(append(given[d-1], o.atLeast[d])...)
	}
	o.carries = -o.atLeast[rules.Incomplete]
}

// givesSurely returns whether a rule gives its own disposition.
func (m *model) givesSurely(r int) sat.Node {
	s := m.rules[r].surely
	if m.pack.Rules[r].Then.Disposition == rules.Clearance && m.pack.ClearanceLifted != nil {
		return m.And(s, -m.condition(m.pack.ClearanceLifted, surely, false))
	}
	return s
}

// givesUnsure returns whether a rule gives what it has for unsure answers.
func (m *model) givesUnsure(r int) sat.Node { return m.And(m.rules[r].perhaps, -m.rules[r].surely) }

// painful returns whether an area hurts: it is ticked, or an option that stands for it.
func (m *model) painful(area int) sat.Node {
	var in []sat.Node
	for i, option := range m.pack.Questions[m.pack.Areas].Options {
		if i == area && option.Covers == 0 || option.Covers>>area&1 != 0 {
			in = append(in, m.domains[m.pack.Areas].values[i])
		}
	}
	return m.And(m.Or(in...), m.domains[m.pack.Areas].applies)
}

// areasLeft returns whether a painful area of the therapy may be treated.
func (m *model) areasLeft(o *outcome, therapy int) sat.Node {
	var in []sat.Node
	for a := range o.painful {
		if m.pack.Therapies[therapy].Areas>>a&1 != 0 {
			in = append(in, m.And(o.painful[a], -o.avoided[a]))
		}
	}
	return m.Or(in...)
}

// remainsOver returns whether more than n sessions of a schedule are left.
func (m *model) remainsOver(schedule, n int) sat.Node {
	s := &m.pack.Schedules[schedule]
	over := func(left int) sat.Node {
		if left > n {
			return sat.Yes
		}
		return sat.No
	}
	switch {
	case s.CourseSessions == 0:
		return over(s.MaxSessions)
	case m.pack.SessionsDone < 0:
		return over(s.CourseSessions)
	}
	d := &m.domains[m.pack.SessionsDone]
	fewer := m.within(d, m.pack.Questions[m.pack.SessionsDone].Min, s.CourseSessions-n-1)
	return m.Or(m.And(-d.applies, over(s.CourseSessions)), m.And(d.applies, fewer))
}

// firmer returns whether a shown therapy would be firmer than the pressure.
func (m *model) firmer(o *outcome, therapy int, than rules.Pressure) sat.Node {
	t := &m.pack.Therapies[therapy]
	var wish []sat.Node // by pressure: it is the lowest wished for
	lower := sat.No
	for p := rules.Stroking; p <= rules.Deep; p++ {
		if max(t.Least, min(p, t.Most)) > than {
			wish = append(wish, m.And(o.wishes[p], -lower))
		}
		lower = m.Or(lower, o.wishes[p])
	}
	before := m.Or(wish...)
	if t.Usual > than {
		before = m.Or(before, -lower)
	}
	return m.And(before, -o.pressure[than])
}

// minutesCapped returns whether a cap allows at most n minutes.
func (m *model) minutesCapped(n int) sat.Node {
	return m.anyRule(possibly, func(e *rules.Effect) bool { return e.Cap.Minutes != 0 && e.Cap.Minutes <= n })
}

// rateCapped returns whether a cap allows at most that rate.
func (m *model) rateCapped(rate rules.Rate) sat.Node {
	return m.anyRule(possibly, func(e *rules.Effect) bool { return e.Cap.Rate != 0 && e.Cap.Rate <= rate })
}

// longer returns whether a shown therapy would last longer than n minutes.
func (m *model) longer(o *outcome, therapy, n int) sat.Node {
	t := &m.pack.Therapies[therapy]
	if t.Minutes[1] <= n {
		return sat.No
	}
	var in []sat.Node
	for s := range m.pack.Schedules {
		if m.pack.Schedules[s].Phases[0].Minutes[0] > n {
			in = append(in, o.chosen[s])
		}
	}
	if t.Minutes[0] > n {
		in = append(in, -m.Or(o.chosen...))
	}
	return m.And(m.Or(in...), -m.minutesCapped(n))
}
