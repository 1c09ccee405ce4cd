package verify

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// regression is a way in which a result can be less safe than another.
type regression struct {
	name  string // where a pack accepts it: "age.minutes"
	kinds kindSet
	words map[Property]string // by what changes, before what it is about
}

var regressions = [...]regression{
	{"therapies", showing | disposing, map[Property]string{dispositionChanged: "shows therapies", therapyShown.more: "adds therapy "}},
	{"pressure", pressing, map[Property]string{pressure.more: "raises the pressure of "}},
	{"minutes", lasting, map[Property]string{minutes.more: "raises the minutes of ", planMinutes.more: "raises the minutes of the plan"}},
	{"sessions", repeating, map[Property]string{
		planRate.more: "raises the sessions a week of the plan", planSessions.more: "raises the sessions of the plan", review.more: "delays the review of the plan",
	}},
	{"areas", avoiding, map[Property]string{areaTreated.more: "adds the area ", listOf(rules.EffectAvoid).less: "no longer avoids "}},
	{"cautions", kindsOf(rules.EffectCaution, rules.EffectCautionBeside), map[Property]string{listOf(rules.EffectCaution).less: "drops the caution of "}},
}

// wants reports whether a change of the property is such a regression.
func (r *regression) wants(p Property) bool { return r.words[p] != "" }

// unknownNeverSafer compares, for each question that may be answered unsure, or left out
// where that is not offered, the result with that of every known answer in its place, all
// else equal. A question that is asked only because of the unsure answer has no answer.
// Regressions that the pack accepts are looked for by themselves, so that they hide no others.
func (a *audit) unknownNeverSafer() {
	self := newDoseComparer(a.program)
	for q := range a.pack.Questions {
		question := &a.pack.Questions[q]
		if !question.Unsure && question.Required || question.Kind.IsText() {
			continue
		}
		if !a.begins(q) {
			continue
		}
		m := monotonicity{audit: a, Comparer: self, question: q}
		m.unsure, m.ticks = a.unsureAbout(q)
		signals := m.signals()
		for i := range regressions {
			entries := a.acceptedAbout(unknownNeverSafer, question.ID+"."+regressions[i].name)
			m.accepted[i] = entries
			for n, covered := range m.covered(i) {
				x := entries[n]
				f := unknownNeverSafer.about(x.Subject, question.Pos)
				f.by = x
				a.add(m.search(f, a.And(signals[i], covered), func(p unsurePair) (int, string) { return p.accepts(i, n) }))
				signals[i] = a.And(signals[i], -covered)
			}
		}
		a.add(m.search(unknownNeverSafer.about(question.ID, question.Pos), a.Or(signals[:]...), unsurePair.uncovered))
		a.decided()
	}
	a.item = 0
}

// newDoseComparer returns what compares results of one pack for two people.
func newDoseComparer(p *engine.Program) *Comparer {
	c := NewComparer(p, p)
	c.asDoses = true
	return c
}

// unsureAbout returns the model with one question answered unsure, all else the same, and the
// ticks that stand beside "unsure" in a Multi.
func (m *model) unsureAbout(q int) (v *model, ticks []sat.Node) {
	v = m.variant(slices.Clone(m.domains))
	d := &v.domains[q]
	d.blank, d.unsure, d.known = sat.No, sat.Yes, sat.No
	d.hinted = slices.Repeat([]sat.Node{sat.No}, len(d.hinted))
	d.values = slices.Clone(d.values)
	for i := range d.values {
		d.values[i] = sat.No
		if m.pack.Questions[q].Kind.Many() && m.pack.Questions[q].Unsure {
			d.values[i] = m.Input(fmt.Sprint(m.pack.Questions[q].ID, " tick ", i))
			ticks = append(ticks, d.values[i])
		}
	}
	v.settle()
	v.buildRules()
	v.buildOutcome()
	return v, ticks
}

// monotonicity is the assertion about one question that not knowing its answer is never safer.
type monotonicity struct {
	*audit
	*Comparer // of the pack with itself
	question  int
	unsure    *model
	ticks     []sat.Node                        // beside "unsure" in a Multi
	accepted  [len(regressions)][]*rules.Waiver // by regression
}

// signals returns for each way whether the unknown answer is less safe so. A result that shows
// therapies where another carries none has no changes of therapies.
func (m *monotonicity) signals() (ways [len(regressions)]sat.Node) {
	var in [len(regressions)][]sat.Node
	changes := possibleChanges(m.counterparts, m.model, m.unsure, func(p Property) bool { return p != dispositionChanged && regresses(p) })
	for i := range regressions {
		if regressions[i].wants(dispositionChanged) {
			in[i] = append(in[i], m.And(m.unsure.carries(), -m.model.carries()))
		}
		for _, c := range changes {
			if regressions[i].wants(c.Property) {
				in[i] = append(in[i], c.signal)
			}
		}
		ways[i] = m.Or(in[i]...)
	}
	return ways
}

// regresses reports whether a change of the property is a regression.
func regresses(p Property) bool {
	return slices.ContainsFunc(regressions[:], func(r regression) bool { return r.wants(p) })
}

// covered returns for each entry about a regression whether it covers whoever shows it.
func (m *monotonicity) covered(way int) []sat.Node {
	if len(m.accepted[way]) == 0 {
		return nil
	}
	list := responsibleFor[sat.Node](cause{kinds: regressions[way].kinds}, m.counterparts.rules, m.model, m.unsure)
	return covers[sat.Node](m.circuit, list, m.accepted[way], func(when *rules.Condition) sat.Node { return m.condition(when, rules.Surely, false) })
}

// search settles a finding by a search for somebody whose unknown answer is less safe: one for
// whom the signal holds and of whom less says in which way, and how.
func (m *monotonicity) search(f Finding, signal sat.Node, less func(unsurePair) (way int, how string)) Finding {
	known := &m.domains[m.question]
	signals := []sat.Node{known.known, known.applies, -m.Or(known.hinted...), signal}
	for i, tick := range m.ticks {
		signals = append(signals, m.Or(-tick, known.values[i]))
	}
	asked := &m.pack.Questions[m.question]
	f.Message = "unsure about " + asked.ID + " is never safer than an answer"
	found := m.query.decide(question{circuit: m.circuit, about: f.key(), signals: signals, witness: func(found sat.Assignment) (*rules.Intake, string) {
		in := m.decode(found)
		left := uint64(0)
		for i, tick := range m.ticks {
			if found.Holds(tick) {
				left |= 1 << i
			}
		}
		why := func(in *rules.Intake) (p unsurePair, way int, how string) {
			if p, ok := m.look(in, left); ok {
				way, how = less(p)
				return p, way, how
			}
			return p, 0, ""
		}
		if _, _, how := why(in); how == "" {
			return nil, ""
		}
		in = shrink(m.pack, in, func(in *rules.Intake) bool { _, _, how := why(in); return how != "" })
		p, way, how := why(in)
		f.Rules = idsOf(p.responsible(way))
		return p.unsure.in, fmt.Sprintf("unsure about %s %s, unlike the answer %s", asked.ID, how, asked.Format(in.Answers[m.question]))
	}})
	f.rest(&found)
	if found.Message != "" {
		f.Message = found.Message
	}
	return f
}

// unsurePair is the result for somebody who knows an answer, and that for the same person
// unsure.
type unsurePair struct {
	*monotonicity
	known, unsure decided
}

// look returns the pair of somebody, with the given ticks beside "unsure". It reports false
// when the person does not know the answer.
func (m *monotonicity) look(in *rules.Intake, ticks uint64) (p unsurePair, ok bool) {
	q := m.question
	answer := in.Answers[q]
	if answer.State != rules.Answered || !m.program.Applies(in)[q] {
		return p, false
	}
	known := decide(m.program, in)
	if slices.ContainsFunc(known.Missing, func(x engine.MissingDecision) bool { return int(x.Question) == q }) {
		return p, false // a note makes some of it unknown already
	}
	unsure := &rules.Intake{Answers: slices.Clone(in.Answers), Confirmed: in.Confirmed}
	unsure.Answers[q] = rules.Answer{}
	if m.pack.Questions[q].Unsure {
		unsure.Answers[q].State = rules.Unsure
		if m.pack.Questions[q].Kind.Many() {
			unsure.Answers[q].Ticks = ticks & answer.Ticks
		}
	}
	for g, applied := range m.program.Applies(in) {
		if !applied {
			unsure.Answers[g] = rules.Answer{}
		}
	}
	return unsurePair{m, known, decide(m.program, unsure)}, true
}

// less says how the unknown answer is less safe in one way; it is empty when it is not.
func (p unsurePair) less(way int) string {
	if !p.unsure.carries() {
		return ""
	}
	for _, c := range p.between(p.known, p.unsure, regressions[way].wants) {
		switch words := regressions[way].words[c.Property]; {
		case c.Property != dispositionChanged:
			return words + c.Subject.String()
		case !p.known.carries():
			return words
		}
	}
	return ""
}

// uncovered says in which way the unknown answer is less safe, unless that is accepted.
func (p unsurePair) uncovered() (way int, how string) {
	for way := range regressions {
		how := p.less(way)
		if how != "" && !slices.Contains(p.coveredBy(way), true) {
			return way, how
		}
	}
	return 0, ""
}

// accepts says how the unknown answer is less safe in a way that an entry accepts.
func (p unsurePair) accepts(way, entry int) (int, string) {
	if !p.coveredBy(way)[entry] {
		return way, ""
	}
	return way, p.less(way)
}

// coveredBy returns for each entry about a regression whether it covers the person, if there
// is one.
func (p unsurePair) coveredBy(way int) []bool {
	fulfils := func(when *rules.Condition) bool { return p.program.Truth(p.known.in, when) == engine.True }
	return covers[bool](truth{}, p.responsible(way), p.accepted[way], fulfils)
}

// responsible returns the rules that are responsible for a regression.
func (p unsurePair) responsible(way int) []responsible[bool] {
	return responsibleFor[bool](cause{kinds: regressions[way].kinds}, p.counterparts.rules, p.known, p.unsure)
}
