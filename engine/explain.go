package engine

import (
	"slices"

	"knead/rules"
)

// Explain evaluates an intake and says why the result is what it is.
func (p *Program) Explain(in *rules.Intake, v Voice) *Explanation {
	e := explainer{Program: p, facts: p.NewFacts(), decision: &Decision{}, words: p.Wording(v), trace: p.Trace(in), grounds: map[groundKey]Ground{}}
	e.facts.Load(in)
	p.DecideFacts(e.facts, e.decision)
	out := &Explanation{
		Format: ExplanationFormat, ID: in.ID, Pack: PackRef{p.pack.Name, p.pack.Version, p.pack.Digest},
		Disposition: e.decision.Disposition.String(),
		Decided:     []Ruling{}, Outranked: []Ruling{}, Lifted: []Ruling{}, NearMisses: []Ruling{},
		Therapies: []TherapyExplanation{}, Plan: []Ground{}, Limits: []Limit{}, Wishes: []Limit{}, Notes: p.notesIn(e.decision), Missing: []Missing{},
		Contradictions: e.words.contradictions(e.decision),
		WhatIf:         p.WhatIf(in),
		Open:           p.OpenQuestions(in),
		Now:            p.prospect(e.decision),
		Disclaimer:     e.words.Say(p.pack.Disclaimer),
	}
	p.Stakes(e.facts, e.decision)
	for _, m := range e.decision.Missing {
		out.Missing = append(out.Missing, Missing{p.pack.Questions[m.Question].ID, m.State.String(), m.AtStake.String(), e.words.Matters(e.decision, m)})
	}
	e.dispositions(out)
	if e.decision.Disposition.CarriesTherapies() {
		c := combination{Program: p, f: e.facts, d: &Decision{}}
		c.protect()
		e.therapies(out, &c)
		for _, r := range e.decision.Rules(e.decision.Plan.Because) {
			out.Plan = append(out.Plan, e.ground(int(r), true))
		}
		e.limits(out)
	}
	return out
}

// explainer is the state of explaining one intake.
type explainer struct {
	*Program
	facts    *Facts
	decision *Decision
	trace    []RuleTrace
	words    Wording
	grounds  map[groundKey]Ground
}

// groundKey is a rule and whether it applies.
type groundKey struct {
	rule    int
	applies bool
}

// ground says why a rule's condition comes out as it does, and what would have to be true
// for the rule to apply or, where it does, not to.
func (e *explainer) ground(r int, applies bool) Ground {
	if g, ok := e.grounds[groundKey{r, applies}]; ok {
		return g
	}
	rule, t := &e.pack.Rules[r], &e.trace[r]
	g := Ground{
		Rule: rule.ID, Title: rule.Title, Text: e.words.Say(rule.Text), When: e.pack.Words(rule.When),
		Truth: t.Truth.String(), Because: e.facts.findings(rule.When),
		Sources: e.words.Sources(rule.Sources), Certainty: rule.Certainty.String(),
	}
	if need := e.facts.need(rule.When, applies); need != nil {
		g.Needs = e.pack.Words(need)
	}
	e.grounds[groundKey{r, applies}] = g
	return g
}

// dispositions sorts the rules about the disposition by what became of them.
func (e *explainer) dispositions(out *Explanation) {
	applied := map[int]bool{}
	for _, a := range e.decision.Actions {
		if a.Rule < 0 {
			continue
		}
		applied[int(a.Rule)] = true
		ruling := Ruling{Disposition: a.Given.String(), Unsure: a.Unsure, Ground: e.ground(int(a.Rule), true)}
		ruling.Text = e.words.Action(a).Text
		if a.Given == e.decision.Disposition {
			out.Decided = append(out.Decided, ruling)
		} else {
			out.Outranked = append(out.Outranked, ruling)
		}
	}
	for _, i := range e.effects.groups[deciding] {
		r := int(i)
		then, t := &e.pack.Rules[r].Then, &e.trace[r]
		ruling := Ruling{Disposition: then.Disposition.String()}
		switch {
		case applied[r]:
		case t.ForDisposition == True:
			ruling.Ground = e.ground(r, true)
			out.Lifted = append(out.Lifted, ruling)
		case t.Truth == False && then.Disposition > e.decision.Disposition:
			if d := e.facts.distance(e.pack.Rules[r].When); d.missing == 1 && d.support > 0 {
				if ruling.Ground = e.ground(r, false); slices.ContainsFunc(ruling.Because, func(f Finding) bool { return f.State == "not_asked" }) {
					continue
				}
				out.NearMisses = append(out.NearMisses, ruling)
			}
		}
	}
	slices.SortStableFunc(out.NearMisses, func(a, b Ruling) int { return severity(b.Disposition) - severity(a.Disposition) })
}

// severity returns the place of a disposition among all, from least to most cautious.
func severity(name string) int {
	for d := rules.Proceed; d < rules.Emergency; d++ {
		if d.String() == name {
			return int(d)
		}
	}
	return int(rules.Emergency)
}

// therapies says for each therapy what speaks for and against it.
func (e *explainer) therapies(out *Explanation, c *combination) {
	painful := c.painful()
	listed := map[int]bool{}
	list := func(t int, verdict string) {
		listed[t] = true
		out.Therapies = append(out.Therapies, e.consider(t, verdict, painful, c.avoided))
	}
	for _, t := range e.decision.Therapies {
		list(t.Therapy, VerdictShown)
	}
	for _, t := range e.decision.Withheld {
		list(t.Therapy, VerdictWithheld)
	}
	for t := range e.pack.Therapies {
		switch {
		case listed[t]:
		case e.pack.Therapies[t].Areas&painful == 0:
			list(t, VerdictOtherAreas)
		default:
			list(t, VerdictNoArgument)
		}
	}
}

// consider lists the rules about one therapy.
func (e *explainer) consider(t int, verdict string, painful, avoided uint64) TherapyExplanation {
	therapy := &e.pack.Therapies[t]
	out := TherapyExplanation{ID: therapy.ID, Name: e.words.Say(therapy.Name), Verdict: verdict, For: []Argument{}, Against: []Objection{}, Silent: []Argument{}, Spared: []Objection{}}
	areas := therapy.Areas & painful
	for r := range e.pack.Rules {
		then := &e.pack.Rules[r].Then
		if score := scoreOf(then, t); score > 0 {
			argument := Argument{score, e.ground(r, e.trace[r].Truth == True)}
			if e.trace[r].Truth == True {
				out.Score += argument.Score
				out.For = append(out.For, argument)
			} else {
				out.Silent = append(out.Silent, argument)
			}
		}
		kind := objects(then, t, therapy, areas, avoided)
		switch {
		case kind == "":
		case e.trace[r].Truth == False:
			out.Spared = append(out.Spared, Objection{kind, e.ground(r, false)})
		default:
			out.Against = append(out.Against, Objection{kind, e.ground(r, true)})
		}
	}
	slices.SortStableFunc(out.Silent, func(a, b Argument) int { return b.Score - a.Score })
	return out
}

// scoreOf returns the score that an effect gives a therapy, or zero.
func scoreOf(e *rules.Effect, t int) (score int) {
	for _, s := range e.Suggest {
		if s.Therapy == t {
			score += s.Score
		}
	}
	return score
}

// objects says how a rule keeps a therapy away or, with what other rules avoid of its areas,
// would; it is empty when the rule does not.
func objects(then *rules.Effect, t int, therapy *rules.Therapy, areas, avoided uint64) string {
	switch {
	case then.Exclude>>t&1 != 0:
		return "exclude"
	case then.Cap.Pressure != 0 && then.Cap.Pressure < therapy.Least:
		return "pressure"
	case then.Avoid&areas != 0 && areas&^(avoided|then.Avoid) == 0:
		return "area"
	}
	return ""
}

// limits lists the caps that count, the wish for a pressure, and the rules that set them.
func (e *explainer) limits(out *Explanation) {
	for _, b := range e.bounds(e.facts) {
		var l Limit
		for _, r := range b.rules {
			l.Grounds = append(l.Grounds, e.ground(int(r), true))
		}
		switch b.kind {
		case rules.EffectPressure:
			l.Kind, l.Pressure = "pressure", rules.Pressure(b.value).String()
		case rules.EffectMinutes:
			l.Kind, l.Number = "minutes", float64(b.value)
		case rules.EffectRate:
			l.Kind, l.Number = "sessions_per_week", rules.Rate(b.value).PerWeek()
		case rules.EffectPrefer:
			l.Kind, l.Pressure = "wish", rules.Pressure(b.value).String()
			out.Wishes = append(out.Wishes, l)
			continue
		}
		out.Limits = append(out.Limits, l)
	}
}
