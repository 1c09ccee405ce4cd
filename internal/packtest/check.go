package packtest

import (
	"cmp"
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

func (o *observed) check(c *rules.Check) *Difference {
	switch c.Kind {
	case rules.DispositionIs:
		if o.decision.Disposition != c.Disposition {
			return differs("disposition", c.Disposition.String(), o.disposition())
		}
		return nil
	case rules.ActionIs:
		return o.checkAction(c)
	case rules.Shows:
		return o.checkTherapy(c)
	case rules.PressureIs, rules.MinutesAre:
		return o.checkDose(c)
	case rules.ScheduleIs, rules.SessionsAre, rules.PerWeekAtMost:
		return o.checkPlan(c)
	case rules.Withholds:
		return o.because("withheld "+o.therapy(c.Subject), c, o.withheld(c.Subject), o.whyHidden(c.Subject))
	case rules.Avoids:
		return o.because("avoid "+o.area(c.Subject), c, o.avoided(c.Subject), "no")
	case rules.Lists:
		return o.listed(c.Effect.List(), o.namesOf(c.Effect), o.lists(c.Effect), c)
	case rules.MissingIs:
		return o.checkMissing(c)
	case rules.Ignores:
		return o.listed("ignored", o.question, ints(o.decision.Ignored), c)
	case rules.ContradictionIs:
		return o.listed("contradictions", func(i int) string { return o.pack.Contradicts[i].ID }, ints(o.decision.Contradictions), c)
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
	var because []int
	for _, a := range o.decision.Actions {
		if a.Given == o.decision.Disposition {
			because = append(because, int(a.Rule))
		}
	}
	return o.decision.Disposition.String() + o.inBrackets(because)
}

func (o *observed) checkAction(c *rules.Check) *Difference {
	i := slices.IndexFunc(o.decision.Actions, func(a engine.ActionDecision) bool { return int(a.Rule) == c.Subject })
	there, got := i >= 0, "none"
	if there {
		got = o.decision.Actions[i].Given.String()
	}
	want := "one"
	switch {
	case c.Relation == rules.Excluded:
		want = "none"
	case c.Disposition != rules.Proceed:
		want = c.Disposition.String()
	}
	if want == got || want == "one" && there {
		return nil
	}
	if !there && c.Subject >= 0 {
		got += fmt.Sprintf(" (its condition is %v)", o.trace[c.Subject].Truth)
	}
	return differs("action of "+o.rule(c.Subject), want, got)
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
	case c.Relation == rules.Included && i < 0:
		return differs(what, "shown", o.whyHidden(c.Subject))
	case c.Relation == rules.Excluded && i >= 0:
		return differs(what, "not shown", "shown"+o.inBrackets(ints(o.decision.Rules(o.decision.Therapies[i].For))))
	case c.Relation == rules.First && i != 0:
		return differs("first therapy", o.therapy(c.Subject), o.names(o.therapy, shown))
	case c.Relation == rules.Exactly:
		slices.Sort(shown)
		return o.listed("therapies", o.therapy, shown, c)
	}
	return nil
}

// because compares something that has reasons, none when it is not there: whether it is
// there, and whether the rules expected are among them. otherwise says what is the case when
// it is not there.
func (o *observed) because(what string, c *rules.Check, reasons []int, otherwise string) *Difference {
	want, got := "because of any rule", otherwise
	if len(c.Rules) > 0 {
		want = "because of " + o.names(o.rule, c.Rules)
	}
	there := len(reasons) > 0
	if there {
		got = "because of " + o.names(o.rule, reasons)
	}
	lacks := slices.ContainsFunc(c.Rules, func(r int) bool { return !slices.Contains(reasons, r) })
	switch unwanted := c.Relation == rules.Excluded; {
	case unwanted && there:
		return differs(what, "no", got)
	case !unwanted && (!there || lacks):
		return differs(what, want, got)
	}
	return nil
}

// withheld returns the rules because of which a therapy is withheld, if it is.
func (o *observed) withheld(therapy int) []int {
	for _, w := range o.decision.Withheld {
		if w.Therapy == therapy {
			return ints(o.decision.Rules(w.Because))
		}
	}
	return nil
}

// avoided returns the rules because of which an area is avoided, if it is.
func (o *observed) avoided(area int) []int {
	for _, a := range o.decision.Avoid {
		if a.Area == area {
			return ints(o.decision.Rules(a.Because))
		}
	}
	return nil
}

func (o *observed) whyHidden(therapy int) string {
	if slices.Contains(o.shown(), therapy) {
		return "shown"
	}
	if !o.decision.Disposition.CarriesTherapies() {
		return "nothing shown: disposition " + o.disposition()
	}
	if because := o.withheld(therapy); because != nil {
		return "withheld because of " + o.names(o.rule, because)
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
	in, all := slices.Contains(got, c.Subject), o.names(name, got)
	switch {
	case c.Relation == rules.Exactly && !slices.Equal(got, c.Subjects):
		return differs(what, o.names(name, c.Subjects), all)
	case c.Relation == rules.Excluded && in:
		return differs(what, "no "+name(c.Subject), all)
	case c.Relation == rules.Included && !in:
		return differs(what, name(c.Subject), all)
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
	if c.State == "" {
		return o.listed("missing", o.question, slices.Compact(questions), c)
	}
	if !slices.Contains(states, c.State) {
		return differs("missing "+o.question(c.Subject), c.State, list(states))
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

func (o *observed) names(name func(int) string, indices []int) string {
	var ids []string
	for _, i := range indices {
		ids = append(ids, name(i))
	}
	return list(ids)
}

func list(ids []string) string { return cmp.Or(strings.Join(ids, ", "), "none") }

// inBrackets writes the rules that are the reasons for something, if there are any.
func (o *observed) inBrackets(rules []int) string {
	if len(rules) == 0 {
		return ""
	}
	return " (" + o.names(o.rule, rules) + ")"
}

func ints(indices []int32) []int {
	all := make([]int, len(indices))
	for i, v := range indices {
		all[i] = int(v)
	}
	return all
}
