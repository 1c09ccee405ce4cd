package verify

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// Kinds of effects, as a set of those that can bring about one kind of change.
type kinds uint16

const (
	suggesting kinds = 1 << iota
	wishing
	excluding
	cappingPressure
	cappingMinutes
	cappingRate
	scheduling
	avoiding
	cautioning
	disposing
	allKinds = disposing<<1 - 1
)

// kindsBehind returns the effects that can bring about a change or a harm.
func kindsBehind(property string) kinds {
	switch property {
	case "disposition", "action_added", "action_dropped", "action_raised", "action_lowered", "action_sure", "action_unsure":
		return disposing
	case "for_added", "for_dropped":
		return suggesting
	case "withheld_because_added", "withheld_because_dropped":
		return excluding | cappingPressure | avoiding
	case "avoid_because_added", "avoid_because_dropped":
		return avoiding
	case "plan_because_added", "plan_because_dropped":
		return scheduling
	case "missing_added", "missing_dropped", "ignored_added", "ignored_dropped", "plan_phases", "therapy_order":
		return 0 // rules play no part
	case "therapy_added":
		return suggesting | excluding | cappingPressure | avoiding
	case "therapies":
		return suggesting | excluding | cappingPressure | avoiding | disposing
	case "pressure_raised", "pressure":
		return wishing | cappingPressure
	case "minutes_raised", "minutes":
		return cappingMinutes | scheduling
	case "plan_rate_raised":
		return cappingRate | scheduling
	case "plan_minutes_raised":
		return cappingMinutes | scheduling
	case "plan_sessions_raised", "review_later":
		return scheduling
	case "area_added", "avoid_dropped":
		return avoiding
	case "caution_dropped", "cautions":
		return cautioning
	case "provider_lowered":
		return 0 // therapies alone say who may give them
	}
	return allKinds
}

// effectParts are those parts of a rule's effect that can bring about a change, in words,
// by the way of looking at the rule's condition in which they apply. Parts of two packs are
// the same when their words are.
type effectParts [3]string

// partsBehind returns the parts of a rule's effect that can bring about the change.
func partsBehind(p *rules.Pack, r int, property, subject string) (parts effectParts) {
	rule, of := &p.Rules[r], kindsBehind(property)
	then := &rule.Then
	therapy, _, _ := strings.Cut(subject, ".")
	if namesRule(property) && rule.ID != subject[strings.LastIndex(subject, ".")+1:] {
		return parts
	}
	about := func(set uint64) uint64 {
		if property != "therapy_added" && !strings.HasPrefix(property, "withheld_because_") {
			return set
		}
		if t := p.TherapyIndex(therapy); t >= 0 {
			return set & (1 << t)
		}
		return 0
	}
	add := func(w way, kind kinds, there bool, format string, args ...any) {
		if of&kind != 0 && there {
			parts[w] += fmt.Sprintf(format+";", args...)
		}
	}
	suggested := uint64(0)
	for _, s := range then.Suggest {
		suggested |= 1 << s.Therapy
	}
	suggested = about(suggested)
	add(surely, suggesting, suggested != 0, "suggest %s", therapyIDs(p, suggested))
	add(surely, wishing, then.Prefer != 0, "prefer %d", then.Prefer)
	excluded := about(then.Exclude)
	add(possibly, excluding, excluded != 0, "exclude %s", therapyIDs(p, excluded))
	add(possibly, cappingPressure, then.Cap.Pressure != 0, "pressure %d", then.Cap.Pressure)
	add(possibly, cappingMinutes, then.Cap.Minutes != 0, "minutes %d", then.Cap.Minutes)
	add(possibly, cappingRate, then.Cap.Rate != 0, "rate %d", then.Cap.Rate)
	if then.Schedule >= 0 {
		add(possibly, scheduling, true, "schedule %s", p.Schedules[then.Schedule].ID)
	}
	avoided := slices.DeleteFunc(areaIDs(p, then.Avoid), func(id string) bool { return property == "avoid_dropped" && id != subject })
	add(possibly, avoiding, len(avoided) > 0, "avoid %s", strings.Join(avoided, " "))
	add(possibly, cautioning, then.Caution.General, "caution")
	add(possibly, cautioning, then.Caution.Therapies != 0, "caution %s", therapyIDs(p, then.Caution.Therapies))
	add(perhaps, disposing, then.Disposition != rules.Proceed, "%d %d", then.Disposition, then.IfUnsure)
	return parts
}

// namesRule reports whether the subject of a change ends with the one rule that it is about.
func namesRule(property string) bool {
	for _, p := range []string{"action_", "caution_dropped", "for_", "avoid_because_", "plan_because_"} {
		if strings.HasPrefix(property, p) {
			return true
		}
	}
	return false
}

func therapyIDs(p *rules.Pack, set uint64) string {
	var ids []string
	for t := range p.Therapies {
		if set>>t&1 != 0 {
			ids = append(ids, p.Therapies[t].ID)
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// plays returns whether a rule's parts apply in one of two models and not, or otherwise, in
// the other.
func (c *circuit) plays(was, is effectParts, a, b ruleSignals) sat.Node {
	var in []sat.Node
	for w := surely; w <= perhaps; w++ {
		x, y := a.in(w), b.in(w)
		switch {
		case was[w] == is[w] && was[w] == "":
		case was[w] == is[w]:
			in = append(in, c.Xor(x, y))
			if w == perhaps {
				in = append(in, c.Xor(a.surely, b.surely))
			}
		default:
			if was[w] != "" {
				in = append(in, x)
			}
			if is[w] != "" {
				in = append(in, y)
			}
		}
	}
	return c.Or(in...)
}

// applying returns how a rule applies: perhaps means that it gives a disposition.
func (m *model) applying(r int) ruleSignals {
	s := m.rules[r]
	if m.pack.Rules[r].Then.Disposition != rules.Proceed {
		s.perhaps = m.Or(m.givesSurely(r), m.givesUnsure(r))
	}
	return s
}

// seen is how the evaluator looks at one rule for one person: whether it applies, in each
// way.
type seen [3]bool

func (s seen) plays(was, is effectParts, other seen) bool {
	for w := range s {
		switch {
		case was[w] == is[w] && was[w] == "":
		case was[w] == is[w]:
			if s[w] != other[w] || way(w) == perhaps && s[surely] != other[surely] {
				return true
			}
		case s[w] && was[w] != "" || other[w] && is[w] != "":
			return true
		}
	}
	return false
}

// see evaluates a rule; d is what is decided for the person.
func see(p *engine.Program, r int, in *rules.Intake, d *engine.Decision) seen {
	truth := p.Truth(in, p.Pack().Rules[r].When)
	gives := slices.ContainsFunc(d.Actions, func(a engine.ActionDecision) bool { return int(a.Rule) == r })
	return seen{surely: truth == engine.True, possibly: truth != engine.False, perhaps: gives}
}
