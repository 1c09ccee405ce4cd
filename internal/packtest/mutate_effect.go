package packtest

import (
	"fmt"
	"slices"
	"strings"

	"knead/rules"
)

// deleted words the fault that a rule lacks what it has of a kind of effect; with %s, that it
// lacks one value.
var deleted = map[rules.EffectKind]string{
	rules.EffectExclude:       "exclusion of %s deleted",
	rules.EffectPressure:      "pressure cap deleted",
	rules.EffectMinutes:       "minutes cap deleted",
	rules.EffectRate:          "cap on sessions per week deleted",
	rules.EffectAvoid:         "area %s no longer avoided",
	rules.EffectCaution:       "caution deleted",
	rules.EffectCautionBeside: "caution beside therapies deleted",
	rules.EffectSchedule:      "schedule deleted",
	rules.EffectSuggest:       "suggestion of %s deleted",
	rules.EffectPrefer:        "wish deleted",
	rules.EffectCare:          "care %s deleted",
}

type addEffect func(what string, change func(then *rules.Effect))

// effects are the faults in what one rule does: each part deleted, limits loosened by a
// step, a disposition one step less cautious.
func (m mutator) effects(r int) (all []Mutant) {
	rule := &m.Rules[r]
	add := func(what string, change func(then *rules.Effect)) {
		all = append(all, Mutant{
			What: rule.ID + ": " + what, Pos: rule.Pos, Rules: []int{r},
			Pack: func() *rules.Pack {
				p := *m.Pack
				p.Rules = slices.Clone(p.Rules)
				change(&p.Rules[r].Then)
				return &p
			},
		})
	}
	m.dispositions(&rule.Then, add)
	for _, oneByOne := range []bool{false, true} {
		for k := range rules.EffectKinds {
			words, known := deleted[k]
			if !known {
				words = k.Key() + " %s deleted"
			}
			if k.Over() == rules.OverRules {
				words = strings.ReplaceAll(words, " %s", "") // a rule has only itself
			}
			if !k.Decides() && rule.Then.Has(k) && strings.Contains(words, "%s") == oneByOne {
				m.lacks(&rule.Then, k, words, add)
			}
		}
	}
	return all
}

// lacks adds the faults that an effect lacks what it has of a kind, or limits it less.
func (m mutator) lacks(then *rules.Effect, k rules.EffectKind, words string, add addEffect) {
	values := then.Values(k)
	switch {
	case k == rules.EffectExclude:
		m.exclusions(then.ExcludeBy, words, add)
	case strings.Contains(words, "%s"):
		for _, v := range values {
			add(fmt.Sprintf(words, m.ValueID(k.Over(), v.Value)), func(e *rules.Effect) { e.Remove(k, v.Value) })
		}
	default:
		add(words, func(e *rules.Effect) {
			for _, v := range values {
				e.Remove(k, v.Value)
			}
		})
	}
	switch limit := then.Cap.Pressure; {
	case k == rules.EffectPressure && limit < rules.Deep:
		add(fmt.Sprintf("pressure cap %v instead of %v", limit+1, limit), func(e *rules.Effect) { e.Cap.Pressure++ })
	case k == rules.EffectMinutes:
		add("minutes cap raised by 5", func(e *rules.Effect) { e.Cap.Minutes += 5 })
	}
}

// exclusions adds the faults that one of the selectors of an exclusion is missing.
func (m mutator) exclusions(by []rules.Selector, words string, add addEffect) {
	for i, s := range by {
		var name string
		if s.Tag >= 0 {
			name = "tag " + m.Tags[s.Tag].ID
		} else {
			name = m.Therapies[s.Therapy].ID
		}
		var left uint64
		for _, other := range slices.Delete(slices.Clone(by), i, i+1) {
			left |= m.Selected(other)
		}
		add(fmt.Sprintf(words, name), func(e *rules.Effect) { e.Exclude = left })
	}
}

// dispositions adds the faults that a rule gives a less cautious disposition, or none.
func (m mutator) dispositions(then *rules.Effect, add addEffect) {
	if then.Disposition == rules.Proceed {
		return
	}
	add("disposition deleted", func(e *rules.Effect) { e.Disposition, e.IfUnsure = rules.Proceed, rules.Proceed })
	if less := lessCautious(then.Disposition); less != rules.Proceed {
		add(fmt.Sprintf("disposition %v instead of %v", less, then.Disposition), func(e *rules.Effect) {
			e.Disposition, e.IfUnsure = less, min(e.IfUnsure, less)
		})
	}
	if less := lessCautious(then.IfUnsure); less != rules.Proceed && (!less.CarriesTherapies() || then.Disposition.CarriesTherapies()) {
		add(fmt.Sprintf("if_unsure %v instead of %v", less, then.IfUnsure), func(e *rules.Effect) { e.IfUnsure = less })
	}
}

// lessCautious returns the next disposition below one that a rule can give.
func lessCautious(d rules.Disposition) rules.Disposition {
	if d--; d == rules.Incomplete {
		d--
	}
	return d
}
