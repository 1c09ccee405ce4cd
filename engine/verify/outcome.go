package verify

import (
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// outcome is what has been built of the program's decision as nodes: the rest is built when
// it is asked for.
type outcome struct {
	atLeast [rules.Emergency + 2]sat.Node // by disposition: the result is that or more cautious
	built   map[statement]sat.Node
}

// statement names a node of the outcome.
type statement struct {
	what  string
	kind  rules.EffectKind
	value int
}

// once builds a node the first time that it is asked for.
func (m *model) once(what string, k rules.EffectKind, value int, build func() sat.Node) sat.Node {
	s := statement{what, k, value}
	n, known := m.built[s]
	if !known {
		n = build()
		m.built[s] = n
	}
	return n
}

// buildOutcome builds what most questions are about.
func (m *model) buildOutcome() {
	m.buildDispositions()
	for a := range m.pack.Size(rules.OverAreas) {
		m.present(rules.EffectAvoid, a)
		m.painful(a)
	}
	for p := range int(rules.Deep) + 1 {
		m.capped(rules.EffectPressure, p)
		m.present(rules.EffectPrefer, p)
	}
	for t := range m.pack.Therapies {
		m.present(rules.EffectExclude, t)
		m.present(rules.EffectSuggest, t)
		m.shows(t)
	}
	for s := range m.pack.Schedules {
		m.plans(s)
	}
}

// present returns whether some rule that has a value of a kind holds.
func (m *model) present(k rules.EffectKind, value int) sat.Node {
	return m.once("present", k, value, func() sat.Node {
		return m.anyRule(k, func(v int) bool { return v == value })
	})
}

// capped returns whether some rule holds that allows at most so much.
func (m *model) capped(k rules.EffectKind, at int) sat.Node {
	return m.once("capped", k, at, func() sat.Node {
		return m.anyRule(k, func(v int) bool { return v <= at })
	})
}

// anyRule returns whether a rule with one of some values holds, in the kind's view.
func (m *model) anyRule(k rules.EffectKind, has func(value int) bool) sat.Node {
	var in []sat.Node
	for r := range m.pack.Rules {
		for _, v := range m.pack.Rules[r].Then.Values(k) {
			if has(v.Value) {
				in = append(in, m.rules[r][k.View()])
			}
		}
	}
	return m.Or(in...)
}

// buildDispositions begins an outcome: it combines missing answers and the dispositions of
// rules.
func (m *model) buildDispositions() {
	m.outcome = outcome{built: map[statement]sat.Node{}}
	var missing []sat.Node
	for q := range m.pack.Questions {
		if m.pack.Questions[q].Required {
			missing = append(missing, m.requiredBlank(q))
		}
	}
	given := [rules.Emergency + 1][]sat.Node{rules.Proceed: {sat.Yes}, rules.Incomplete: {m.Or(missing...)}}
	for r := range m.pack.Rules {
		if then := &m.pack.Rules[r].Then; then.Disposition != rules.Proceed {
			surely, unsure := m.gives(r)
			given[then.Disposition] = append(given[then.Disposition], surely)
			given[then.IfUnsure] = append(given[then.IfUnsure], unsure)
		}
	}
	m.atLeast[rules.Emergency+1] = sat.No
	for d := rules.Emergency + 1; d > rules.Proceed; d-- {
		m.atLeast[d-1] = m.Or(append(given[d-1], m.atLeast[d])...)
	}
}

func (m *model) of() *rules.Pack { return m.pack }

func (m *model) disposed(d rules.Disposition) sat.Node { return m.And(m.atLeast[d], -m.atLeast[d+1]) }

func (m *model) carries() sat.Node { return -m.atLeast[rules.Incomplete] }

func (m *model) gives(r int) (surely, unsure sat.Node) {
	surely = m.rules[r][rules.Surely]
	if m.pack.Rules[r].Then.Disposition == rules.Clearance && m.pack.ClearanceLifted != nil {
		surely = m.And(surely, -m.condition(m.pack.ClearanceLifted, rules.Surely, false))
	}
	return surely, m.And(m.rules[r][rules.Perhaps], -m.rules[r][rules.Surely])
}

func (m *model) lacks(q int) (blank, unsure sat.Node) {
	d := &m.domains[q]
	return m.requiredBlank(q), m.And(d.applies, m.Or(append(slices.Clone(d.hinted), d.unsure)...))
}

func (m *model) ignores(q int) sat.Node {
	d := &m.domains[q]
	return m.And(-d.applies, m.Or(d.known, d.unsure))
}

func (m *model) candidates() (all []int) {
	for t := range m.pack.Therapies {
		all = append(all, t)
	}
	return all
}

func (m *model) shows(t int) sat.Node {
	return m.once("shows", rules.EffectSuggest, t, func() sat.Node {
		return m.And(m.carries(), m.present(rules.EffectSuggest, t), -m.present(rules.EffectExclude, t), -m.tooFirm(t), m.areasLeft(t))
	})
}

// anyShown returns whether any therapy is shown.
func (m *model) anyShown() sat.Node {
	return m.Or(each(m.pack.Therapies, m.shows)...)
}

// tooFirm returns whether a cap allows less than a therapy's least pressure.
func (m *model) tooFirm(therapy int) sat.Node {
	if least := m.pack.Therapies[therapy].Least; least > 0 {
		return m.capped(rules.EffectPressure, int(least)-1)
	}
	return sat.No
}

// painful returns whether an area hurts: it is ticked, or an option that stands for it.
func (m *model) painful(area int) sat.Node {
	return m.once("painful", rules.EffectAvoid, area, func() sat.Node {
		var in []sat.Node
		for i, option := range m.pack.Questions[m.pack.Areas].Options {
			if i == area && option.Covers == 0 || option.Covers>>area&1 != 0 {
				in = append(in, m.domains[m.pack.Areas].values[i])
			}
		}
		return m.And(m.Or(in...), m.domains[m.pack.Areas].applies)
	})
}

// painfulAreas returns the signals of the areas of a set that hurt.
func (m *model) painfulAreas(set uint64) (in []sat.Node) {
	for a := range m.pack.Size(rules.OverAreas) {
		if set>>a&1 != 0 {
			in = append(in, m.painful(a))
		}
	}
	return in
}

// areasLeft returns whether a painful area of the therapy may be treated.
func (m *model) areasLeft(therapy int) sat.Node {
	areas := m.pack.Questions[m.pack.Areas].Options
	return m.Or(each(areas, func(a int) sat.Node { return m.treats(therapy, a) })...)
}

func (m *model) withholds(t int) sat.Node {
	meets := m.painfulAreas(m.pack.Therapies[t].Areas)
	return m.And(m.carries(), m.present(rules.EffectSuggest, t), m.Or(meets...), m.Or(m.present(rules.EffectExclude, t), m.tooFirm(t), -m.areasLeft(t)))
}

// objects returns whether a rule is among those because of which a therapy is withheld.
func (m *model) objects(r, therapy int) sat.Node {
	then, t := &m.pack.Rules[r].Then, &m.pack.Therapies[therapy]
	possibly := m.rules[r][rules.Possibly]
	if then.Exclude>>therapy&1 != 0 || then.Cap.Pressure != 0 && then.Cap.Pressure < t.Least {
		return possibly
	}
	meets := m.painfulAreas(then.Avoid & t.Areas)
	if meets == nil {
		return sat.No
	}
	return m.And(possibly, m.Or(meets...), -m.areasLeft(therapy))
}

func (m *model) firmer(therapy int, than rules.Pressure) sat.Node {
	t := &m.pack.Therapies[therapy]
	var wish []sat.Node // by pressure: it is the lowest wished for
	lower := sat.No
	for p := rules.Stroking; p <= rules.Deep; p++ {
		wished := m.present(rules.EffectPrefer, int(p))
		if max(t.Least, min(p, t.Most)) > than {
			wish = append(wish, m.And(wished, -lower))
		}
		lower = m.Or(lower, wished)
	}
	before := m.Or(wish...)
	if t.Usual > than {
		before = m.Or(before, -lower)
	}
	return m.And(before, -m.capped(rules.EffectPressure, int(than)))
}

func (m *model) longer(therapy, than int) sat.Node {
	t := &m.pack.Therapies[therapy]
	if t.Minutes[1] <= than {
		return sat.No
	}
	var in, chosen []sat.Node
	for s := range m.pack.Schedules {
		chosen = append(chosen, m.chosen(s))
		if m.pack.Schedules[s].Phases[0].Minutes[0] > than {
			in = append(in, chosen[s])
		}
	}
	if t.Minutes[0] > than {
		in = append(in, -m.Or(chosen...))
	}
	return m.And(m.Or(in...), -m.capped(rules.EffectMinutes, than))
}

func (m *model) treats(therapy, area int) sat.Node {
	if m.pack.Therapies[therapy].Areas>>area&1 == 0 {
		return sat.No
	}
	return m.And(m.painful(area), -m.present(rules.EffectAvoid, area))
}

func (m *model) tied(a, b int) sat.Node { return m.SameCount(m.points(a), m.points(b)) }

// points returns signals of which as many hold as a therapy's score.
func (m *model) points(therapy int) (in []sat.Node) {
	for r := range m.pack.Rules {
		for _, v := range m.pack.Rules[r].Then.Values(rules.EffectSuggest) {
			for n := 0; v.Value == therapy && n < v.Weight; n++ {
				in = append(in, m.rules[r][rules.Surely])
			}
		}
	}
	return in
}

// chosen returns whether a schedule is the first that may apply, and sessions remain.
func (m *model) chosen(schedule int) sat.Node {
	return m.once("chosen", rules.EffectSchedule, schedule, func() sat.Node {
		before := m.askedBefore(schedule)
		return m.And(m.present(rules.EffectSchedule, schedule), -before, m.remainOver(schedule, 0))
	})
}

// askedBefore returns whether a schedule before one may apply.
func (m *model) askedBefore(before int) sat.Node {
	if before == 0 {
		return sat.No
	}
	return m.Or(m.askedBefore(before-1), m.present(rules.EffectSchedule, before-1))
}

func (m *model) plans(schedule int) sat.Node {
	return m.once("plans", rules.EffectSchedule, schedule, func() sat.Node {
		return m.And(m.chosen(schedule), m.anyShown())
	})
}

func (m *model) planned() sat.Node {
	return m.Or(each(m.pack.Schedules, m.plans)...)
}

func (m *model) remainOver(schedule, n int) sat.Node {
	s := &m.pack.Schedules[schedule]
	switch {
	case s.CourseSessions == 0:
		return m.Constant(s.MaxSessions > n)
	case m.pack.SessionsDone < 0:
		return m.Constant(s.CourseSessions > n)
	}
	d := &m.domains[m.pack.SessionsDone]
	fewer := m.within(d, m.pack.Questions[m.pack.SessionsDone].Min, s.CourseSessions-n-1)
	return m.Or(m.And(-d.applies, m.Constant(s.CourseSessions > n)), m.And(d.applies, fewer))
}

func (m *model) lists(k rules.EffectKind, value int) sat.Node { return m.present(k, value) }

func (m *model) names(rule int, k rules.EffectKind, value int) sat.Node {
	if k == rules.EffectExclude {
		return m.objects(rule, value)
	}
	if m.pack.Rules[rule].Then.Names(k, value) {
		return m.rules[rule][k.View()]
	}
	return sat.No
}

func (m *model) applies(r int) ruleSignals[sat.Node] {
	s := m.rules[r]
	if m.pack.Rules[r].Then.Disposition != rules.Proceed {
		s[rules.Perhaps] = m.Or(m.gives(r))
	}
	return s
}
