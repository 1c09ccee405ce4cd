package engine_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// naiveEval is what Eval promises, said as slowly and plainly as possible: whatever
// comes up is looked up anew. The engine has to agree with it.
func naiveEval(p *rules.Pack, in *rules.Intake, v engine.Voice) *engine.Result {
	n := &naive{reading: read(p, in), v: v}
	for _, rule := range p.Rules {
		n.holds = append(n.holds, n.base(rule.When))
	}
	disposition, actions := n.decision()
	res := &engine.Result{
		Format:      engine.ResultFormat,
		ID:          in.ID,
		Pack:        engine.PackRef{Name: p.Name, Version: p.Version, Digest: p.Digest},
		Disposition: disposition.String(),
		Actions:     actions,
		Therapies:   []engine.TherapyAdvice{},
		Withheld:    []engine.Withheld{},
		Avoid:       []engine.AvoidArea{},
		Care:        []engine.CareAdvice{},
		Cautions:    []engine.Reason{},
		Notes:       n.mentioned(),
		Missing:     n.missing(),
		Ignored:     n.ignored(),

		Contradictions: n.contradictions(),
		NeverAsked:     []engine.NeverAsked{}, // no intake of these tests names an older pack
		Answers:        n.answers(),
		Disclaimer:     n.say(p.Disclaimer),
	}
	if disposition != rules.Proceed && disposition != rules.Clearance {
		return res
	}
	res.Therapies, res.Withheld = n.therapies()
	res.Avoid = n.avoid()
	if len(res.Therapies) > 0 {
		res.Plan = n.plan()
	}
	res.Care = n.care()
	res.Cautions = n.reasons(func(e *rules.Effect) bool { return e.Caution.General })
	res.Bounds = n.bounds()
	return res
}

// naive is one evaluation.
type naive struct {
	*reading
	v     engine.Voice
	holds []truth // by rule: its condition, as effects other than dispositions see it
}

// say words a text for the audience and puts in the telephone advice of the region.
func (n *naive) say(t rules.Text) string {
	region := n.p.Regions[n.v.Region]
	s := strings.ReplaceAll(t.For(n.v.Audience), "{emergency}", region.Emergency.For(n.v.Audience))
	return strings.ReplaceAll(s, "{urgent}", region.Urgent.For(n.v.Audience))
}

// decision is the overall disposition and the actions of all that apply.
func (n *naive) decision() (rules.Disposition, []engine.Action) {
	type step struct {
		given  rules.Disposition
		action engine.Action
	}
	var steps []step
	add := func(given rules.Disposition, rule string, text rules.Text, unsure bool) {
		steps = append(steps, step{given, engine.Action{Rule: rule, Disposition: given.String(), Text: n.say(text), Unsure: unsure}})
	}
	lifted := n.p.ClearanceLifted != nil && n.base(n.p.ClearanceLifted) == isTrue
	for _, rule := range n.p.Rules {
		given := rule.Then.Disposition
		if given == rules.Proceed {
			continue
		}
		switch n.decide(rule.When, false) {
		case isTrue:
			if given != rules.Clearance || !lifted {
				add(given, rule.ID, rule.Text, false)
			}
		case isUnknown:
			add(rule.Then.IfUnsure, rule.ID, n.unsureText(rule), true)
		}
	}
	for q := range n.p.Questions {
		if n.lacks(q) {
			add(rules.Incomplete, "incomplete", n.p.Dispositions[rules.Incomplete].Text, false)
			break
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(b.given, a.given) })
	actions := []engine.Action{}
	for _, s := range steps {
		actions = append(actions, s.action)
	}
	if len(steps) == 0 {
		return rules.Proceed, actions
	}
	return steps[0].given, actions
}

// unsureText is what a rule says when an unsure answer led to its disposition.
func (n *naive) unsureText(rule rules.Rule) rules.Text {
	general := n.p.Dispositions[rule.Then.IfUnsure]
	switch {
	case !rule.UnsureText.Empty():
		return rule.UnsureText
	case !general.Unsure.Empty():
		return general.Unsure
	}
	return general.Text
}

// possible are the rules, in order, whose condition is true or unknown and whose effect
// is the one looked for: protective effects apply.
func (n *naive) possible(has func(*rules.Effect) bool) []*rules.Rule {
	var found []*rules.Rule
	for i := range n.p.Rules {
		if n.holds[i].possible() && has(&n.p.Rules[i].Then) {
			found = append(found, &n.p.Rules[i])
		}
	}
	return found
}

// certain are the rules, in order, whose condition is true and whose effect is the one
// looked for: permissive effects apply.
func (n *naive) certain(has func(*rules.Effect) bool) []*rules.Rule {
	var found []*rules.Rule
	for i := range n.p.Rules {
		if n.holds[i] == isTrue && has(&n.p.Rules[i].Then) {
			found = append(found, &n.p.Rules[i])
		}
	}
	return found
}

// reasons are the possible rules with an effect, in words, each rule once.
func (n *naive) reasons(hasOneOf ...func(*rules.Effect) bool) []engine.Reason {
	because := []engine.Reason{}
	for _, has := range hasOneOf {
		for _, rule := range n.possible(has) {
			reason := engine.Reason{Rule: rule.ID, Text: n.say(rule.Text), Possible: n.base(rule.When) != isTrue}
			if !slices.Contains(because, reason) {
				because = append(because, reason)
			}
		}
	}
	return because
}

// limit is the smallest cap that possible rules set, or no cap at all: the greatest int.
func (n *naive) limit(capOf func(rules.Cap) int) int {
	least := int(^uint(0) >> 1)
	for _, rule := range n.possible(func(e *rules.Effect) bool { return capOf(e.Cap) != 0 }) {
		least = min(least, capOf(rule.Then.Cap))
	}
	return least
}

func capMinutes(c rules.Cap) int  { return c.Minutes }
func capPressure(c rules.Cap) int { return int(c.Pressure) }
func capRate(c rules.Cap) int     { return int(c.Rate) }

// painful are the areas that hurt: an option that stands for others is replaced by them.
func (n *naive) painful() uint64 {
	var areas uint64
	if !n.applies(n.p.Areas) {
		return 0
	}
	for i, option := range n.p.Questions[n.p.Areas].Options {
		switch {
		case n.given[n.p.Areas].Ticks&(1<<i) == 0:
		case option.Covers != 0:
			areas |= option.Covers
		default:
			areas |= 1 << i
		}
	}
	return areas
}

// areaIDs names a set of areas in the order of their options.
func (n *naive) areaIDs(areas uint64) []string {
	ids := []string{}
	for i, option := range n.p.Questions[n.p.Areas].Options {
		if areas&(1<<i) != 0 {
			ids = append(ids, option.ID)
		}
	}
	return ids
}

// avoided is the union of the areas that possible rules say to leave alone.
func (n *naive) avoided() uint64 {
	var areas uint64
	for _, rule := range n.possible(func(e *rules.Effect) bool { return e.Avoid != 0 }) {
		areas |= rule.Then.Avoid
	}
	return areas
}

func (n *naive) avoid() []engine.AvoidArea {
	areas := []engine.AvoidArea{}
	avoided := n.avoided()
	for i, option := range n.p.Questions[n.p.Areas].Options {
		if avoided&(1<<i) != 0 {
			because := n.reasons(func(e *rules.Effect) bool { return e.Avoid&(1<<i) != 0 })
			areas = append(areas, engine.AvoidArea{Area: option.ID, Because: because})
		}
	}
	return areas
}

// sourceIDs names sources.
func (n *naive) sourceIDs(sources []int) []string {
	ids := []string{}
	for _, s := range sources {
		ids = append(ids, n.p.Sources[s].ID)
	}
	return ids
}

func (n *naive) care() []engine.CareAdvice {
	list := []engine.CareAdvice{}
	for i, care := range n.p.Care {
		if len(n.certain(func(e *rules.Effect) bool { return slices.Contains(e.Care, i) })) > 0 {
			list = append(list, engine.CareAdvice{ID: care.ID, Text: n.say(care.Text), Sources: n.sourceIDs(care.Sources)})
		}
	}
	return list
}

// missing lists, in the order of the questions, what was left without an answer, what is
// unsure, and what the notes hint at. A hint says more than that the answer is unsure.
func (n *naive) missing() []engine.Missing {
	list := []engine.Missing{}
	for q, question := range n.p.Questions {
		if !n.applies(q) {
			continue
		}
		why := n.say(question.Why)
		if n.lacks(q) || question.Advice && n.given[q].State == rules.Unanswered {
			list = append(list, engine.Missing{Question: question.ID, State: "unanswered", Matters: why})
		}
		if n.given[q].State == rules.Unsure && n.hints[q] == nil {
			list = append(list, engine.Missing{Question: question.ID, State: "unsure", Matters: why})
		}
		if n.hints[q] != nil {
			whose := "The"
			if n.v.Audience == rules.Patient {
				whose = "Your"
			}
			matters := fmt.Sprintf(`%s notes mention "%s". %s Tick what applies or, if the answer stands, add confirmed: [%s] to the intake.`,
				whose, strings.Join(n.hints[q], `", "`), why, question.ID)
			list = append(list, engine.Missing{Question: question.ID, State: "notes", Matters: matters})
		}
	}
	return list
}

// mentioned lists what the texts mention and how it is taken.
func (n *naive) mentioned() []engine.Note {
	list := []engine.Note{}
	for _, m := range n.notes {
		question := n.p.Questions[n.p.Notes[m.entry].Question]
		list = append(list, engine.Note{Question: question.ID, Options: optionIDs(question, n.p.Notes[m.entry].Options), Words: m.words, Taken: m.taken.String()})
	}
	return list
}

// ignored are the questions that have an answer although they do not apply.
func (n *naive) ignored() []string {
	ids := []string{}
	for q, question := range n.p.Questions {
		if n.given[q].State != rules.Unanswered && !n.applies(q) {
			ids = append(ids, question.ID)
		}
	}
	return ids
}

// answers are those that apply, with what their questions and options are called.
func (n *naive) answers() []engine.Answer {
	all := []engine.Answer{}
	for q, question := range n.p.Questions {
		given := n.given[q]
		if given.State == rules.Unanswered || question.Kind == rules.FreeText && given.State == rules.Unsure || !n.applies(q) {
			continue
		}
		a := engine.Answer{Question: question.ID, Label: n.say(question.Ask), State: given.State.String(), Values: []any{}, Labels: []string{}}
		add := func(value any, label string) { a.Values, a.Labels = append(a.Values, value), append(a.Labels, label) }
		for i, o := range question.Options {
			if given.Ticks&(1<<i) == 0 {
				continue
			}
			if question.Kind == rules.Bool {
				add(o.ID == "true", n.say(o.Label))
			} else {
				add(o.ID, n.say(o.Label))
			}
		}
		if given.State == rules.Answered && question.Kind == rules.Int {
			add(given.Int, fmt.Sprint(given.Int))
		}
		if given.State == rules.Answered && question.Kind == rules.FreeText {
			add(given.Text, given.Text)
		}
		all = append(all, a)
	}
	return all
}

// contradictions are those of the pack whose condition is certainly true.
func (n *naive) contradictions() []engine.Contradiction {
	found := []engine.Contradiction{}
	for _, c := range n.p.Contradicts {
		if n.base(c.When) != isTrue {
			continue
		}
		said := engine.Contradiction{ID: c.ID, Questions: []string{}, Text: n.say(c.Text)}
		for _, q := range c.Questions {
			said.Questions = append(said.Questions, n.p.Questions[q].ID)
		}
		found = append(found, said)
	}
	return found
}
