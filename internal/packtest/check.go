package packtest

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/rules"
)

// observed is what a program said about a case's person.
type observed struct {
	pack     *rules.Pack
	decision *engine.Decision
	trace    engine.Trace
}

// check returns what differs from one expectation, or nil.
func (o *observed) check(c *rules.Check) *Difference {
	switch c.Kind {
	case rules.DispositionIs:
		if o.decision.Disposition != c.Disposition {
			return differs("disposition", c.Disposition.String(), o.disposition())
		}
		return nil
	case rules.ActionIs, rules.NoAction:
		return o.checkAction(c)
	case rules.ShowsTherapy, rules.HidesTherapy, rules.ExactTherapies, rules.FirstTherapy,
		rules.Withheld, rules.NotWithheld:
		return o.checkTherapy(c)
	case rules.PressureIs, rules.PressureAtMost, rules.MinutesAre, rules.MinutesAtMost:
		return o.checkDose(c)
	case rules.ScheduleIs, rules.SessionsAre, rules.PerWeekAtMost:
		return o.checkPlan(c)
	case rules.Fires:
		return o.checkTruth(c, engine.True)
	case rules.IsUnsure:
		return o.checkTruth(c, engine.Unknown)
	case rules.NearMiss:
		if how := o.effect(c.Subject); how != "" {
			return differs(o.rule(c.Subject), "without effect", how)
		}
		return nil
	}
	return o.checkAdvice(c)
}

func differs(what, expected, got string) *Difference {
	return &Difference{What: what, Expected: expected, Got: got}
}

// disposition returns the result's disposition and the rules that gave it.
func (o *observed) disposition() string {
	var because []string
	for _, a := range o.decision.Actions {
		if a.Given == o.decision.Disposition {
			because = append(because, o.rule(int(a.Rule)))
		}
	}
	return o.decision.Disposition.String() + inBrackets(because)
}

func (o *observed) checkAction(c *rules.Check) *Difference {
	what := "action of " + o.rule(c.Subject)
	i := slices.IndexFunc(o.decision.Actions, func(a engine.ActionDecision) bool { return int(a.Rule) == c.Subject })
	switch {
	case c.Kind == rules.NoAction && i >= 0:
		return differs(what, "none", o.decision.Actions[i].Given.String())
	case c.Kind == rules.NoAction:
	case i < 0:
		return differs(what, orAny(c.Disposition), "none"+o.because(c.Subject))
	case c.Disposition != rules.Proceed && o.decision.Actions[i].Given != c.Disposition:
		return differs(what, c.Disposition.String(), o.decision.Actions[i].Given.String())
	}
	return nil
}

func orAny(d rules.Disposition) string {
	if d == rules.Proceed {
		return "one"
	}
	return d.String()
}

// because says how a rule's condition came out, as a bracketed hint.
func (o *observed) because(rule int) string {
	if rule < 0 {
		return ""
	}
	return fmt.Sprintf(" (its condition is %v)", o.trace[rule].Truth)
}

func (o *observed) checkTruth(c *rules.Check, want engine.Truth) *Difference {
	if got := o.trace[c.Subject].Truth; got != want {
		return differs("condition of "+o.rule(c.Subject), want.String(), got.String())
	}
	return nil
}

// effect says how a rule's condition gave it effect, or "" when it has none: permissive
// effects need a true condition, protective ones one that is not false, dispositions too
// but for blanks.
func (o *observed) effect(rule int) string {
	then, t := &o.pack.Rules[rule].Then, o.trace[rule]
	switch {
	case t.Truth == engine.True:
		return "its condition is true"
	case then.Shows(rules.Possibly) && t.Truth == engine.Unknown,
		then.Disposition != rules.Proceed && t.ForDisposition == engine.Unknown:
		return "its condition is unknown, which counts"
	}
	return ""
}

func (o *observed) checkTherapy(c *rules.Check) *Difference {
	what := "therapy " + o.therapy(c.Subject)
	shown := o.shown()
	i := slices.Index(shown, c.Subject)
	switch c.Kind {
	case rules.ShowsTherapy:
		if i < 0 {
			return differs(what, "shown", o.whyHidden(c.Subject))
		}
	case rules.HidesTherapy:
		if i >= 0 {
			return differs(what, "not shown", "shown"+inBrackets(o.rules(o.decision.Rules(o.decision.Therapies[i].For))))
		}
	case rules.FirstTherapy:
		if i != 0 {
			return differs("first therapy", o.therapy(c.Subject), o.names(o.therapy, shown))
		}
	case rules.ExactTherapies:
		got := slices.Clone(shown)
		if slices.Sort(got); !slices.Equal(got, c.Subjects) {
			return differs("therapies", o.names(o.therapy, c.Subjects), o.names(o.therapy, got))
		}
	default:
		return o.checkWithheld(c)
	}
	return nil
}

func (o *observed) checkWithheld(c *rules.Check) *Difference {
	w := slices.IndexFunc(o.decision.Withheld, func(w engine.WithheldDecision) bool { return w.Therapy == c.Subject })
	what := "withheld " + o.therapy(c.Subject)
	switch {
	case c.Kind == rules.NotWithheld && w >= 0:
		return differs(what, "no", "because of "+o.list(o.rules(o.decision.Rules(o.decision.Withheld[w].Because))))
	case c.Kind == rules.NotWithheld:
		return nil
	case w < 0:
		return differs(what, "because of "+o.orAny(c.Rules), o.whyHidden(c.Subject))
	}
	return o.reasons(what, c.Rules, o.decision.Rules(o.decision.Withheld[w].Because))
}

// reasons compares the rules that must be among the reasons with those that are.
func (o *observed) reasons(what string, want []int, got []int32) *Difference {
	for _, r := range want {
		if !slices.Contains(got, int32(r)) {
			return differs(what, "because of "+o.names(o.rule, want), "because of "+o.list(o.rules(got)))
		}
	}
	return nil
}

// whyHidden says why a therapy is not shown.
func (o *observed) whyHidden(therapy int) string {
	if slices.Contains(o.shown(), therapy) {
		return "shown"
	}
	if !o.decision.Disposition.CarriesTherapies() {
		return "nothing shown: disposition " + o.disposition()
	}
	for _, w := range o.decision.Withheld {
		if w.Therapy == therapy {
			return "withheld because of " + o.list(o.rules(o.decision.Rules(w.Because)))
		}
	}
	return "not suggested"
}

func (o *observed) shown() (therapies []int) {
	for _, t := range o.decision.Therapies {
		therapies = append(therapies, t.Therapy)
	}
	return therapies
}
