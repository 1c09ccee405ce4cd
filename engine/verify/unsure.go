package verify

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/rules"
)

// unknownNeverSafer compares, for each question that may be answered unsure, or left out
// where that is not offered, the result
// with that of every known answer in its place, all else equal. A question that is asked
// only because of the unsure answer has no answer.
func (a *audit) unknownNeverSafer() {
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		if !question.Unsure && question.Required || question.Kind == rules.FreeText {
			continue
		}
		unsure, ticks := a.variant(q)
		rest := allHarms
		for h, name := range harmNames {
			subject := question.ID + "." + name
			if slices.ContainsFunc(a.pack.Accepted, func(x rules.Accepted) bool { return x.Property == unknownNeverSafer && x.Subject == subject }) {
				rest &^= 1 << h
				a.add(a.unsureSafe(q, unsure, ticks, subject, 1<<h))
			}
		}
		a.add(a.unsureSafe(q, unsure, ticks, question.ID, rest))
	}
}

// harms is a set of ways in which a result can be less safe, one bit for each of harmNames.
type harms uint8

const (
	moreTherapies harms = 1 << iota
	morePressure
	moreMinutes
	fewerCautions
	allHarms = moreTherapies | morePressure | moreMinutes | fewerCautions
)

// harmNames name the harms where a pack accepts one of them: "age.minutes".
var harmNames = [...]string{"therapies", "pressure", "minutes", "cautions"}

// unsureSafe looks for the given harms only: those that the pack accepts are looked for by
// themselves, so that they hide no others.
func (a *audit) unsureSafe(q int, unsure *Model, ticks []node, subject string, of harms) Finding {
	known := &a.domains[q]
	signals := []node{known.known, known.applies, a.lessSafe(unsure, of)}
	for i, tick := range ticks {
		signals = append(signals, a.or(-tick, known.values[i]))
	}
	question := &a.pack.Questions[q]
	f := a.searchWith(a.options, signals, nil, func(f *clauses, model []bool) (*rules.Intake, string) {
		in := a.decode(f, model)
		left := uint64(0)
		for i, tick := range ticks {
			if v, ok := f.of[tick]; ok && model[v] {
				left |= 1 << i
			}
		}
		doubt := func(in *rules.Intake) (*rules.Intake, string) { return a.doubted(in, q, left, of) }
		if _, why := doubt(in); why == "" {
			return nil, ""
		}
		in = shrink(a.pack, in, func(in *rules.Intake) bool { _, why := doubt(in); return why != "" })
		unsure, why := doubt(in)
		return unsure, fmt.Sprintf("unsure about %s %s, unlike the answer %s", question.ID, why, question.Format(in.Answers[q]))
	})
	f.Property, f.Subject, f.Pos = unknownNeverSafer, subject, question.Pos
	if f.Message == "" {
		f.Message = "unsure about " + question.ID + " is never safer than an answer"
	}
	return f
}

// doubted returns the intake with the answer to a question unsure, and in what it is less
// safe than the known answer; empty when in nothing.
func (a *audit) doubted(in *rules.Intake, q int, ticks uint64, of harms) (*rules.Intake, string) {
	known := in.Answers[q]
	if known.State != rules.Answered || !a.program.Applies(in)[q] {
		return nil, ""
	}
	result := a.program.Decide(in)
	if slices.ContainsFunc(result.Missing, func(m engine.MissingDecision) bool { return int(m.Question) == q }) {
		return nil, "" // a note makes the answer unsure already
	}
	unsure := &rules.Intake{Answers: slices.Clone(in.Answers)}
	unsure.Answers[q] = rules.Answer{}
	if a.pack.Questions[q].Unsure {
		unsure.Answers[q].State = rules.Unsure
	}
	if a.pack.Questions[q].Kind == rules.Multi && a.pack.Questions[q].Unsure {
		unsure.Answers[q].Ticks = ticks & known.Ticks
	}
	for g, applied := range a.program.Applies(in) {
		if !applied {
			unsure.Answers[g] = rules.Answer{}
		}
	}
	return unsure, lessSafe(a.pack, a.program.Decide(unsure), result, of)
}

// lessSafe says in which of the harms one decision is less safe than another.
func lessSafe(p *rules.Pack, unsure, known *engine.Decision, of harms) string {
	switch {
	case !unsure.Disposition.CarriesTherapies():
		return ""
	case !known.Disposition.CarriesTherapies() && of&moreTherapies == 0:
		return ""
	case !known.Disposition.CarriesTherapies():
		return "shows therapies"
	}
	for _, t := range unsure.Therapies {
		i := slices.IndexFunc(known.Therapies, func(k engine.TherapyDecision) bool { return k.Therapy == t.Therapy })
		if i < 0 && of&moreTherapies == 0 {
			continue
		}
		if i < 0 {
			return "adds therapy " + p.Therapies[t.Therapy].ID
		}
		k := known.Therapies[i]
		switch {
		case t.Pressure > k.Pressure && of&morePressure != 0:
			return "raises the pressure of " + p.Therapies[t.Therapy].ID
		case t.Minutes > k.Minutes && of&moreMinutes != 0:
			return "raises the minutes of " + p.Therapies[t.Therapy].ID
		}
		for _, r := range known.Rules(k.Cautions) {
			if of&fewerCautions != 0 && !slices.Contains(unsure.Rules(t.Cautions), r) {
				return "drops the caution of " + p.Rules[r].ID
			}
		}
	}
	for _, r := range known.Cautions {
		if of&fewerCautions != 0 && !slices.Contains(unsure.Cautions, r) {
			return "drops the caution of " + p.Rules[r].ID
		}
	}
	return ""
}

// variant returns the model with one question answered unsure, all else the same, and the
// ticks that stand beside "unsure" in a Multi.
func (m *Model) variant(q int) (v *Model, ticks []node) {
	v = &Model{circuit: m.circuit, program: m.program, pack: m.pack, questionOf: m.questionOf, derived: map[*rules.Condition]signals{}}
	v.domains = slices.Clone(m.domains)
	d := &v.domains[q]
	d.blank, d.hinted, d.unsure, d.known = no, no, yes, no
	d.values = slices.Clone(d.values)
	for i := range d.values {
		d.values[i] = no
		if m.pack.Questions[q].Kind == rules.Multi && m.pack.Questions[q].Unsure {
			d.values[i] = m.input()
			ticks = append(ticks, d.values[i])
		}
	}
	v.settle()
	v.buildRules()
	v.outcome = v.buildOutcome()
	return v, ticks
}

// lessSafe returns whether the variant's outcome is less safe than the model's in one of
// the harms.
func (a *audit) lessSafe(v *Model, of harms) node {
	u, k := &v.outcome, &a.outcome
	var in []node
	if of&moreTherapies != 0 {
		in = append(in, a.and(u.carries, -k.carries))
	}
	for t := range u.shown {
		if of&moreTherapies != 0 {
			in = append(in, a.and(u.shown[t], -k.shown[t]))
		}
		in = append(in, a.and(u.shown[t], k.shown[t], a.more(v, t, of)))
	}
	for r := 0; r < len(a.pack.Rules) && of&fewerCautions != 0; r++ {
		caution := a.pack.Rules[r].Then.Caution
		where := []node{}
		if caution.General {
			where = append(where, a.and(u.carries, k.carries))
		}
		for t := range u.shown {
			if caution.Therapies>>t&1 != 0 {
				where = append(where, a.and(u.shown[t], k.shown[t]))
			}
		}
		in = append(in, a.and(a.or(where...), a.rules[r].possibly, -v.rules[r].possibly))
	}
	return a.or(in...)
}

// more returns whether a therapy is firmer or longer in the variant, as far as the harms say.
func (a *audit) more(v *Model, therapy int, of harms) node {
	var in []node
	for p := rules.Stroking; p < rules.Deep && of&morePressure != 0; p++ {
		in = append(in, a.and(v.firmer(&v.outcome, therapy, p), -a.firmer(&a.outcome, therapy, p)))
	}
	if of&moreMinutes == 0 {
		return a.or(in...)
	}
	for _, n := range a.minuteSteps() {
		in = append(in, a.and(v.longer(&v.outcome, therapy, n), -a.longer(&a.outcome, therapy, n)))
	}
	return a.or(in...)
}

// minuteSteps returns every number of minutes that a therapy can last.
func (m *Model) minuteSteps() (steps []int) {
	for i := range m.pack.Therapies {
		steps = append(steps, m.pack.Therapies[i].Minutes[0], m.pack.Therapies[i].Minutes[1])
	}
	for i := range m.pack.Schedules {
		steps = append(steps, m.pack.Schedules[i].Phases[0].Minutes[0])
	}
	for i := range m.pack.Rules {
		steps = append(steps, m.pack.Rules[i].Then.Cap.Minutes)
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}
