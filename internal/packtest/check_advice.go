package packtest

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// checkAdvice compares areas, care, cautions, what is missing and what is ignored.
func (o *observed) checkAdvice(c *rules.Check) *Difference {
	switch c.Kind {
	case rules.Avoided, rules.NotAvoided:
		return o.checkAvoid(c)
	case rules.GivesCare, rules.HidesCare, rules.ExactCare:
		return o.membership("care", o.careItem, o.given(), c, rules.GivesCare, rules.ExactCare)
	case rules.Cautions, rules.NoCaution, rules.ExactCautions:
		return o.membership("cautions", o.rule, o.cautioning(), c, rules.Cautions, rules.ExactCautions)
	case rules.Ignores:
		return o.membership("ignored", o.question, ints(o.decision.Ignored), c, rules.Ignores, rules.Ignores)
	}
	return o.checkMissing(c)
}

// membership compares a set of ids with what must, or must not, or must exactly be in it.
func (o *observed) membership(what string, name func(int) string, got []int, c *rules.Check, include, exactly rules.CheckKind) *Difference {
	in := slices.Contains(got, c.Subject)
	switch {
	case c.Kind == include && !in:
		return differs(what, name(c.Subject), o.names(name, got))
	case c.Kind == include:
	case c.Kind == exactly && !slices.Equal(got, c.Subjects):
		return differs(what, o.names(name, c.Subjects), o.names(name, got))
	case c.Kind == exactly:
	case in:
		return differs(what, "no "+name(c.Subject), o.names(name, got))
	}
	return nil
}

func (o *observed) checkAvoid(c *rules.Check) *Difference {
	what := "avoid " + o.area(c.Subject)
	i := slices.IndexFunc(o.decision.Avoid, func(a engine.AvoidDecision) bool { return a.Area == c.Subject })
	switch {
	case c.Kind == rules.NotAvoided && i >= 0:
		return differs(what, "no", "because of "+o.list(o.rules(o.decision.Rules(o.decision.Avoid[i].Because))))
	case c.Kind == rules.NotAvoided:
		return nil
	case i < 0:
		return differs(what, "because of "+o.orAny(c.Rules), "no")
	}
	return o.reasons(what, c.Rules, o.decision.Rules(o.decision.Avoid[i].Because))
}

func (o *observed) checkMissing(c *rules.Check) *Difference {
	var got []int
	for _, m := range o.decision.Missing {
		got = append(got, int(m.Question))
	}
	if c.Kind != rules.MissingIs || c.State == "" {
		return o.membership("missing", o.question, slices.Compact(got), c, rules.MissingIs, rules.ExactMissing)
	}
	var states []string
	for _, m := range o.decision.Missing {
		if int(m.Question) == c.Subject {
			states = append(states, m.State.String())
		}
	}
	if !slices.Contains(states, c.State) {
		return differs("missing "+o.question(c.Subject), c.State, o.list(states))
	}
	return nil
}

func (o *observed) given() []int { return ints(o.decision.Care) }

// cautioning returns the rules that caution, for the visit or beside a shown therapy.
func (o *observed) cautioning() []int {
	all := ints(o.decision.Cautions)
	for _, t := range o.decision.Therapies {
		all = append(all, ints(o.decision.Rules(t.Cautions))...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
