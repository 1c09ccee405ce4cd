package packtest

import (
	"slices"

	"knead/rules"
)

// effects are the faults in what one rule does: each part deleted, limits loosened by a
// step, a disposition one step less cautious.
func (m mutator) effects(r int) (all []Mutant) {
	rule := &m.Rules[r]
	add := func(what string, change func(then *rules.Effect)) {
		all = append(all, Mutant{
			What: rule.ID + ": " + what, Pos: rule.Pos, Rules: []int{r},
			Pack: m.withRule(r, func(rule *rules.Rule) { change(&rule.Then) }),
		})
	}
	m.dispositions(&rule.Then, add)
	m.limits(&rule.Then, add)
	m.lists(&rule.Then, add)
	return all
}

type addEffect func(what string, change func(then *rules.Effect))

func (m mutator) dispositions(then *rules.Effect, add addEffect) {
	if then.Disposition == rules.Proceed {
		return
	}
	add("disposition deleted", func(e *rules.Effect) { e.Disposition, e.IfUnsure = rules.Proceed, rules.Proceed })
	if less := lessCautious(then.Disposition); less != rules.Proceed {
		add("disposition "+less.String()+" instead of "+then.Disposition.String(), func(e *rules.Effect) {
			e.Disposition, e.IfUnsure = less, min(e.IfUnsure, less)
		})
	}
	if less := lessCautious(then.IfUnsure); less != rules.Proceed && (!less.CarriesTherapies() || then.Disposition.CarriesTherapies()) {
		add("if_unsure "+less.String()+" instead of "+then.IfUnsure.String(), func(e *rules.Effect) { e.IfUnsure = less })
	}
}

// lessCautious returns the next disposition below one that a rule can give.
func lessCautious(d rules.Disposition) rules.Disposition {
	if d--; d == rules.Incomplete {
		d--
	}
	return d
}

func (m mutator) limits(then *rules.Effect, add addEffect) {
	if then.Cap.Pressure != 0 {
		add("pressure cap deleted", func(e *rules.Effect) { e.Cap.Pressure = 0 })
		if then.Cap.Pressure < rules.Deep {
			add("pressure cap "+(then.Cap.Pressure+1).String()+" instead of "+then.Cap.Pressure.String(), func(e *rules.Effect) { e.Cap.Pressure++ })
		}
	}
	if then.Cap.Minutes != 0 {
		add("minutes cap deleted", func(e *rules.Effect) { e.Cap.Minutes = 0 })
		add("minutes cap raised by 5", func(e *rules.Effect) { e.Cap.Minutes += 5 })
	}
	if then.Cap.Rate != 0 {
		add("cap on sessions per week deleted", func(e *rules.Effect) { e.Cap.Rate = 0 })
	}
	if then.Caution.General {
		add("caution deleted", func(e *rules.Effect) { e.Caution.General = false })
	}
	if then.Caution.Therapies != 0 {
		add("caution beside therapies deleted", func(e *rules.Effect) { e.Caution.Therapies = 0 })
	}
	if then.Schedule >= 0 {
		add("schedule deleted", func(e *rules.Effect) { e.Schedule = -1 })
	}
	if then.Prefer != 0 {
		add("wish deleted", func(e *rules.Effect) { e.Prefer = 0 })
	}
}

func (m mutator) lists(then *rules.Effect, add addEffect) {
	for i, s := range then.ExcludeBy {
		set := m.excluded(slices.Delete(slices.Clone(then.ExcludeBy), i, i+1))
		name := ""
		if s.Tag >= 0 {
			name = "tag " + m.Tags[s.Tag].ID
		} else {
			name = m.Therapies[s.Therapy].ID
		}
		add("exclusion of "+name+" deleted", func(e *rules.Effect) { e.Exclude = set })
	}
	for i, o := range m.Questions[m.Areas].Options {
		if then.Avoid>>i&1 != 0 {
			add("area "+o.ID+" no longer avoided", func(e *rules.Effect) { e.Avoid &^= 1 << i })
		}
	}
	for i, s := range then.Suggest {
		add("suggestion of "+m.Therapies[s.Therapy].ID+" deleted", func(e *rules.Effect) { e.Suggest = slices.Delete(slices.Clone(e.Suggest), i, i+1) })
	}
	for i, c := range then.Care {
		add("care "+m.Care[c].ID+" deleted", func(e *rules.Effect) { e.Care = slices.Delete(slices.Clone(e.Care), i, i+1) })
	}
}

// excluded returns the therapies that selectors stand for.
func (m mutator) excluded(by []rules.Selector) (set uint64) {
	for _, s := range by {
		for t := range m.Therapies {
			if s.Therapy == t || s.Tag >= 0 && m.Therapies[t].Tags>>s.Tag&1 != 0 {
				set |= 1 << t
			}
		}
	}
	return set
}
