package engine

import (
	"math/bits"
	"slices"

	"knead/rules"
)

// Decide evaluates an intake.
func (p *Program) Decide(in *rules.Intake) *Decision {
	f, d := p.NewFacts(), &Decision{}
	f.Load(in)
	p.DecideFacts(f, d)
	return d
}

// DecideFacts evaluates facts into a decision, reusing its slices.
//
// The most cautious disposition wins, and one above clearance carries nothing but actions
// and what is missing. Otherwise exclusions add up and beat every suggestion; the smallest
// cap counts; scores add up, and a therapy is shown when its sum is at least 1, nothing
// excludes it, its least pressure is within the cap and a painful area is left to treat.
// The first schedule of the pack that a possible rule names is the plan. Contradictions are
// listed beside all that and change nothing of it.
func (p *Program) DecideFacts(f *Facts, d *Decision) {
	p.evaluateDispositions(f)
	if p.dispose(f, d); d.Disposition.CarriesTherapies() {
		p.evaluateAdvice(f)
		p.advise(f, d)
	}
}

// combine turns the rules that hold into a decision.
func (p *Program) combine(f *Facts, d *Decision) {
	if p.dispose(f, d); d.Disposition.CarriesTherapies() {
		p.advise(f, d)
	}
}

// advise adds everything that a decision has whose disposition carries therapies.
func (p *Program) advise(f *Facts, d *Decision) {
	c := combination{Program: p, f: f, d: d}
	c.protect()
	c.schedule()
	c.suggest()
	c.list()
}

// dispose starts a decision: it finds what is missing, collects the dispositions that
// apply and takes the most cautious.
func (p *Program) dispose(f *Facts, d *Decision) {
	d.reset()
	d.NeverAsked = append(d.NeverAsked, f.unasked...)
	p.findMissing(f, d)
	d.Contradictions = appendMembers(d.Contradictions, f.contradictions)
	if d.Disposition == rules.Incomplete {
		d.Actions = append(d.Actions, ActionDecision{Rule: -1, Given: rules.Incomplete})
	}
	lifted := p.lifted(f)
	for w, held := range f.sets[decidingUnsure] {
		sure := f.sets[deciding][w]
		if lifted != nil {
			held &^= sure & lifted[w]
		}
		for ; held != 0; held &= held - 1 {
			bit := bits.TrailingZeros64(held)
			i, isSure := w*64+bit, sure>>bit&1
			a := ActionDecision{Rule: p.effects.groups[deciding][i], Given: p.effects.verdicts[i][isSure], Unsure: isSure == 0}
			d.Actions = append(d.Actions, a)
			d.Disposition = max(d.Disposition, a.Given)
		}
	}
	for i := 1; i < len(d.Actions); i++ { // few, and often in order
		for j := i; j > 0 && d.Actions[j].Given > d.Actions[j-1].Given; j-- {
			d.Actions[j], d.Actions[j-1] = d.Actions[j-1], d.Actions[j]
		}
	}
}

// lifted returns the rules that give a clearance, if clearances are lifted, else nil.
func (p *Program) lifted(f *Facts) []uint64 {
	if p.lift != nil && p.lift.value(f) == atomTrue {
		return p.effects.of[rules.EffectDisposition][rules.Clearance]
	}
	return nil
}

// combination is the state of combining the effects of one decision that carries therapies.
type combination struct {
	*Program
	f    *Facts
	d    *Decision
	plan PlanDecision

	limits            merged // what the rules that protect amount to
	excluded, avoided uint64 // therapies, areas
	cap               rules.Cap
}

// protect gathers exclusions, caps, areas to avoid and schedules.
func (c *combination) protect() {
	c.limits = nothing
	for w, held := range c.f.sets[protecting] {
		for ; held != 0; held &= held - 1 {
			c.limits.add(&c.effects.protected[w*64+bits.TrailingZeros64(held)])
		}
	}
	c.excluded, c.avoided = c.limits.set(rules.EffectExclude), c.limits.set(rules.EffectAvoid)
	c.cap = rules.Cap{
		Pressure: rules.Pressure(c.limits.number(rules.EffectPressure, 0)),
		Minutes:  c.limits.number(rules.EffectMinutes, 0),
		Rate:     rules.Rate(c.limits.number(rules.EffectRate, 0)),
	}
}

// because lists the rules that have a value of a kind and hold.
func (c *combination) because(k rules.EffectKind, value int) Span {
	from := len(c.d.refs)
	c.listHeld(groupOf[k], c.effects.of[k][value])
	return c.d.span(from)
}

// listHeld appends the rules of a set that hold to the span under way.
func (c *combination) listHeld(g group, set []uint64) {
	for w, some := range set {
		for left := some & c.f.sets[g][w]; left != 0; left &= left - 1 {
			c.d.refs = append(c.d.refs, c.effects.groups[g][w*64+bits.TrailingZeros64(left)])
		}
	}
}

// least returns the smaller of two bounds, of which zero is none.
func least[T ~int | ~uint8](a, b T) T {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// schedule chooses the plan.
func (c *combination) schedule() {
	c.plan.Schedule = -1
	named := c.limits.number(rules.EffectSchedule, -1)
	if named < 0 {
		return
	}
	if remaining := c.remaining(&c.pack.Schedules[named]); remaining > 0 {
		c.plan = PlanDecision{Schedule: named, Cap: c.cap, MaxSessions: remaining, Because: c.because(rules.EffectSchedule, named)}
	}
}

// remaining returns how many sessions of a schedule are left from today on.
func (c *combination) remaining(s *rules.Schedule) int {
	if s.CourseSessions == 0 {
		return s.MaxSessions
	}
	if c.pack.SessionsDone < 0 {
		return s.CourseSessions
	}
	switch done := c.pack.SessionsDone; {
	case c.f.skipped(done):
		return s.CourseSessions
	case c.f.state(done) == rules.Answered:
		return s.CourseSessions - int(c.f.answers[done].value)
	}
	return 0
}

// suggest scores the therapies and shows or withholds them.
func (c *combination) suggest() {
	var scores [64]int32
	proposed := nothing
	for w, held := range c.f.sets[proposing] {
		for ; held != 0; held &= held - 1 {
			i := w*64 + bits.TrailingZeros64(held)
			proposed.add(&c.effects.proposed[i])
			for _, s := range c.effects.scores[i] {
				scores[s.Therapy&63] += int32(s.Score)
			}
		}
	}
	wish := rules.Pressure(proposed.number(rules.EffectPrefer, 0))
	painful := c.painful()
	for _, t := range best(proposed.set(rules.EffectSuggest), &scores, &[64]uint8{}) {
		t := int(t)
		therapy := &c.pack.Therapies[t]
		areas := therapy.Areas & painful
		if areas == 0 {
			continue
		}
		tooFirm := c.cap.Pressure != 0 && therapy.Least > c.cap.Pressure
		if c.excluded>>t&1 != 0 || tooFirm || areas&^c.avoided == 0 {
			c.withhold(t, areas)
			continue
		}
		c.show(TherapyDecision{Therapy: t, Score: int(scores[t]), Areas: areas &^ c.avoided, Pressure: c.pressure(therapy, wish), Minutes: c.minutes(therapy)})
	}
	if len(c.d.Therapies) > 0 {
		c.d.Plan = c.plan
	}
}

// best returns the therapies of a set in order of their scores, ties in the pack's order.
func best(set uint64, scores *[64]int32, space *[64]uint8) []uint8 {
	var keys [64]int // higher for what comes first, and all different
	n := 0
	for left := set; left != 0; left &= left - 1 {
		t := bits.TrailingZeros64(left)
		keys[n&63] = int(scores[t])<<6 | (63 - t)
		n++
	}
	for _, key := range keys[:n] {
		before := 0
		for _, other := range keys[:n] {
			if other > key {
				before++
			}
		}
		space[before&63] = uint8(63 - key&63)
	}
	return space[:n]
}

// painful returns the areas that hurt.
func (c *combination) painful() (areas uint64) {
	if c.f.skipped(c.pack.Areas) {
		return 0
	}
	for left := c.f.answers[c.pack.Areas].ticks; left != 0; left &= left - 1 {
		areas |= c.effects.painful[bits.TrailingZeros64(left)]
	}
	return areas
}

// pressure returns how firmly a therapy is given when that is the wish, or none.
func (c *combination) pressure(t *rules.Therapy, wish rules.Pressure) rules.Pressure {
	pressure := t.Usual
	if wish != 0 {
		pressure = max(t.Least, min(wish, t.Most))
	}
	return least(pressure, c.cap.Pressure)
}

func (c *combination) minutes(t *rules.Therapy) int {
	minutes := t.Minutes[0]
	if c.plan.Schedule >= 0 {
		minutes = c.pack.Schedules[c.plan.Schedule].Phases[0].Minutes[0]
	}
	return least(min(minutes, t.Minutes[1]), c.cap.Minutes)
}

func (c *combination) show(t TherapyDecision) {
	t.For = c.because(rules.EffectSuggest, t.Therapy)
	t.Cautions = c.because(rules.EffectCautionBeside, t.Therapy)
	c.d.Therapies = append(c.d.Therapies, t)
}

// withhold lists a therapy with everything that stands against it; areas are the painful
// ones it could treat.
func (c *combination) withhold(t int, areas uint64) {
	from := len(c.d.refs)
	c.listHeld(protecting, c.effects.of[rules.EffectExclude][t])
	c.listHeld(protecting, c.effects.tooFirm[t])
	if areas&^c.avoided == 0 {
		listed := c.d.refs[from:]
		for w, held := range c.f.sets[protecting] {
			for ; held != 0; held &= held - 1 {
				i := w*64 + bits.TrailingZeros64(held)
				r := c.effects.groups[protecting][i]
				if c.effects.protected[i].set(rules.EffectAvoid)&areas != 0 && !slices.Contains(listed, r) {
					c.d.refs = append(c.d.refs, r)
				}
			}
		}
	}
	c.d.Withheld = append(c.d.Withheld, WithheldDecision{t, c.d.span(from)})
}

// list adds areas to avoid, and what else is listed.
func (c *combination) list() {
	for left := c.avoided; left != 0; left &= left - 1 {
		area := bits.TrailingZeros64(left)
		c.d.Avoid = append(c.d.Avoid, AvoidDecision{area, c.because(rules.EffectAvoid, area)})
	}
	for _, k := range listed {
		if k.Over() == rules.OverRules {
			c.listRules(k)
		} else {
			c.listValues(k)
		}
	}
}

// listRules lists the rules that say something of a kind by themselves.
func (c *combination) listRules(k rules.EffectKind) {
	from := len(c.d.refs)
	c.listHeld(groupOf[k], c.effects.of[k][0])
	c.d.Lists[k] = append(c.d.Lists[k], c.d.refs[from:]...)
	c.d.refs = c.d.refs[:from]
}

// listValues lists the values of a kind that are present.
func (c *combination) listValues(k rules.EffectKind) {
	n, sets, held := 0, c.effects.of[k], c.f.sets[groupOf[k]]
	list := slices.Grow(c.d.Lists[k], len(sets))[:len(sets)]
	for i, set := range sets {
		list[n] = int32(i)
		if intersect(set, held) {
			n++
		}
	}
	c.d.Lists[k] = list[:n]
}

// intersect reports whether two sets have a rule in common.
func intersect(a, b []uint64) bool {
	var both uint64
	for w := range a {
		both |= a[w] & b[w]
	}
	return both != 0
}
