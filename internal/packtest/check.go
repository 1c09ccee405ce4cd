package packtest

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// observed is what a program said about a case's person.
type observed struct {
	pack     *rules.Pack
	decision *engine.Decision
	trace    []engine.RuleTrace
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
	case rules.ShowsTherapy, rules.HidesTherapy, rules.ExactTherapies, rules.FirstTherapy:
		return o.checkTherapy(c)
	case rules.PressureIs, rules.PressureAtMost, rules.MinutesAre, rules.MinutesAtMost:
		return o.checkDose(c)
	case rules.ScheduleIs, rules.SessionsAre, rules.PerWeekAtMost:
		return o.checkPlan(c)
	case rules.Withheld, rules.NotWithheld:
		i := slices.IndexFunc(o.decision.Withheld, func(w engine.WithheldDecision) bool { return w.Therapy == c.Subject })
		if i < 0 {
			return o.because("withheld "+o.therapy(c.Subject), c, c.Kind == rules.NotWithheld, o.whyHidden(c.Subject), nil)
		}
		return o.because("withheld "+o.therapy(c.Subject), c, c.Kind == rules.NotWithheld, "", o.decision.Rules(o.decision.Withheld[i].Because))
	case rules.Avoided, rules.NotAvoided:
		i := slices.IndexFunc(o.decision.Avoid, func(a engine.AvoidDecision) bool { return a.Area == c.Subject })
		if i < 0 {
			return o.because("avoid "+o.area(c.Subject), c, c.Kind == rules.NotAvoided, "no", nil)
		}
		return o.because("avoid "+o.area(c.Subject), c, c.Kind == rules.NotAvoided, "", o.decision.Rules(o.decision.Avoid[i].Because))
	case rules.Lists, rules.ListsNot, rules.ListsExactly:
		return o.listed(c.Effect.List(), o.namesOf(c.Effect), o.lists(c.Effect), c)
	case rules.MissingIs, rules.NotMissing, rules.ExactMissing:
		return o.checkMissing(c)
	case rules.Ignores:
		return o.listed("ignored", o.question, ints(o.decision.Ignored), c)
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
	panic(fmt.Sprintf("nothing checks expectations of kind %d", c.Kind))
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
	given := "none"
	if i >= 0 {
		given = o.decision.Actions[i].Given.String()
	}
	switch {
	case c.Kind == rules.NoAction && i >= 0:
		return differs(what, "none", given)
	case c.Kind == rules.NoAction:
	case i < 0:
		want := "one"
		if c.Disposition != rules.Proceed {
			want = c.Disposition.String()
		}
		if c.Subject >= 0 {
			given += fmt.Sprintf(" (its condition is %v)", o.trace[c.Subject].Truth)
		}
		return differs(what, want, given)
	case c.Disposition != rules.Proceed && o.decision.Actions[i].Given != c.Disposition:
		return differs(what, c.Disposition.String(), given)
	}
	return nil
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
	what, shown := "therapy "+o.therapy(c.Subject), o.shown()
	i := slices.Index(shown, c.Subject)
	switch {
	case c.Kind == rules.ShowsTherapy && i < 0:
		return differs(what, "shown", o.whyHidden(c.Subject))
	case c.Kind == rules.HidesTherapy && i >= 0:
		return differs(what, "not shown", "shown"+inBrackets(o.rules(o.decision.Rules(o.decision.Therapies[i].For))))
	case c.Kind == rules.FirstTherapy && i != 0:
		return differs("first therapy", o.therapy(c.Subject), o.names(o.therapy, shown))
	case c.Kind == rules.ExactTherapies:
		slices.Sort(shown)
		return o.listed("therapies", o.therapy, shown, c)
	}
	return nil
}

// because compares something that has reasons: whether it is there, and whether the rules
// expected are among its reasons. otherwise says what is the case when it is not there.
func (o *observed) because(what string, c *rules.Check, unwanted bool, otherwise string, got []int32) *Difference {
	there := otherwise == ""
	switch {
	case unwanted && there:
		return differs(what, "no", "because of "+o.list(o.rules(got)))
	case unwanted:
		return nil
	case !there && len(c.Rules) == 0:
		return differs(what, "because of any rule", otherwise)
	case !there:
		return differs(what, "because of "+o.names(o.rule, c.Rules), otherwise)
	}
	if slices.ContainsFunc(c.Rules, func(r int) bool { return !slices.Contains(got, int32(r)) }) {
		return differs(what, "because of "+o.names(o.rule, c.Rules), "because of "+o.list(o.rules(got)))
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

// listed compares a list with what must, or must not, or must exactly be in it.
func (o *observed) listed(what string, name func(int) string, got []int, c *rules.Check) *Difference {
	in := slices.Contains(got, c.Subject)
	switch c.Kind {
	case rules.ExactTherapies, rules.ListsExactly, rules.ExactMissing:
		if !slices.Equal(got, c.Subjects) {
			return differs(what, o.names(name, c.Subjects), o.names(name, got))
		}
	case rules.ListsNot, rules.NotMissing:
		if in {
			return differs(what, "no "+name(c.Subject), o.names(name, got))
		}
	default:
		if !in {
			return differs(what, name(c.Subject), o.names(name, got))
		}
	}
	return nil
}

func (o *observed) checkMissing(c *rules.Check) *Difference {
	var questions []int
	var states []string // of the question that is expected
	for _, m := range o.decision.Missing {
		questions = append(questions, int(m.Question))
		if int(m.Question) == c.Subject {
			states = append(states, m.State.String())
		}
	}
	if c.Kind != rules.MissingIs || c.State == "" {
		return o.listed("missing", o.question, slices.Compact(questions), c)
	}
	if !slices.Contains(states, c.State) {
		return differs("missing "+o.question(c.Subject), c.State, o.list(states))
	}
	return nil
}

// lists returns what the decision lists of a kind of effect. Cautions also stand beside
// therapies that are shown.
func (o *observed) lists(k rules.EffectKind) []int {
	all := ints(o.decision.Lists[k])
	if k == rules.EffectAvoid {
		for _, a := range o.decision.Avoid {
			all = append(all, a.Area)
		}
	}
	if k == rules.EffectCaution {
		for _, t := range o.decision.Therapies {
			all = append(all, ints(o.decision.Rules(t.Cautions))...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// namesOf returns what names the values of a kind.
func (o *observed) namesOf(k rules.EffectKind) func(int) string {
	if k.Over() == rules.OverRules {
		return o.rule
	}
	return func(i int) string { return o.pack.ValueID(k.Over(), i) }
}

func (o *observed) rule(i int) string {
	if i < 0 {
		return "incomplete"
	}
	return o.pack.Rules[i].ID
}

func (o *observed) therapy(i int) string  { return o.pack.Therapies[i].ID }
func (o *observed) question(i int) string { return o.pack.Questions[i].ID }
func (o *observed) area(i int) string     { return o.pack.ValueID(rules.OverAreas, i) }

func (o *observed) rules(indices []int32) (ids []string) {
	for _, i := range indices {
		ids = append(ids, o.rule(int(i)))
	}
	return ids
}

func (o *observed) names(name func(int) string, indices []int) string {
	var ids []string
	for _, i := range indices {
		ids = append(ids, name(i))
	}
	return o.list(ids)
}

func (o *observed) list(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

func inBrackets(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return " (" + strings.Join(ids, ", ") + ")"
}

func ints(indices []int32) []int {
	all := make([]int, len(indices))
	for i, v := range indices {
		all[i] = int(v)
	}
	return all
}
