package verify

import (
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// unknownNeverSafer compares, for each question that may be answered unsure, or left out
// where that is not offered, the result with that of every known answer in its place, all
// else equal. A question that is asked only because of the unsure answer has no answer.
// Harms that the pack accepts are looked for by themselves, so that they hide no others.
func (a *audit) unknownNeverSafer() {
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		if !question.Unsure && question.Required || question.Kind == rules.FreeText {
			continue
		}
		if a.ctx.Err() != nil {
			return
		}
		d := doubt{audit: a, question: q}
		d.unsure, d.ticks = a.variant(q)
		signals := make([]sat.Node, len(harmNames))
		for h, name := range harmNames {
			d.accepted[h] = a.acceptedAbout(unknownNeverSafer, question.ID+"."+name)
			signals[h] = a.lessSafe(d.unsure, 1<<h)
		}
		for h, entries := range d.accepted {
			for i, covered := range d.coverSignals(h) {
				x := entries[i]
				f := unknownNeverSafer.about(x.Subject, question.Pos)
				f.by = x
				a.add(d.search(f, a.And(signals[h], covered), func(s sight) (int, string) { return s.accepts(h, x) }))
				signals[h] = a.And(signals[h], -covered)
			}
		}
		a.add(d.search(unknownNeverSafer.about(question.ID, question.Pos), a.Or(signals...), sight.uncovered))
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
func (m *model) variant(q int) (v *model, ticks []sat.Node) {
	v = &model{circuit: m.circuit, program: m.program, pack: m.pack, limits: m.limits, questionOf: m.questionOf, derived: map[*rules.Condition]signals{}}
	v.domains = slices.Clone(m.domains)
	d := &v.domains[q]
	d.blank, d.hinted, d.unsure, d.known = sat.No, sat.No, sat.Yes, sat.No
	d.values = slices.Clone(d.values)
	for i := range d.values {
		d.values[i] = sat.No
		if m.pack.Questions[q].Kind == rules.Multi && m.pack.Questions[q].Unsure {
			d.values[i] = m.Input()
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
func (a *audit) lessSafe(v *model, of harms) sat.Node {
	u, k := &v.outcome, &a.outcome
	var in []sat.Node
	if of&moreTherapies != 0 {
		in = append(in, a.And(u.carries, -k.carries))
	}
	for t := range u.shown {
		if of&moreTherapies != 0 {
			in = append(in, a.And(u.shown[t], -k.shown[t]))
		}
		in = append(in, a.And(u.shown[t], k.shown[t], a.more(v, t, of)))
	}
	for r := 0; r < len(a.pack.Rules) && of&fewerCautions != 0; r++ {
		caution := a.pack.Rules[r].Then.Caution
		where := []sat.Node{}
		if caution.General {
			where = append(where, a.And(u.carries, k.carries))
		}
		for t := range u.shown {
			if caution.Therapies>>t&1 != 0 {
				where = append(where, a.And(u.shown[t], k.shown[t]))
			}
		}
		in = append(in, a.And(a.Or(where...), a.rules[r].possibly, -v.rules[r].possibly))
	}
	return a.Or(in...)
}

// more returns whether a therapy is firmer or longer in the variant, as far as the harms say.
func (a *audit) more(v *model, therapy int, of harms) sat.Node {
	var in []sat.Node
	for p := rules.Stroking; p < rules.Deep && of&morePressure != 0; p++ {
		in = append(in, a.And(v.firmer(&v.outcome, therapy, p), -a.firmer(&a.outcome, therapy, p)))
	}
	if of&moreMinutes == 0 {
		return a.Or(in...)
	}
	for _, n := range a.minuteSteps() {
		in = append(in, a.And(v.longer(&v.outcome, therapy, n), -a.longer(&a.outcome, therapy, n)))
	}
	return a.Or(in...)
}

// minuteSteps returns every number of minutes that a therapy can last.
func (m *model) minuteSteps() (steps []int) {
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
