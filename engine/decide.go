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
// The first schedule of the pack that a possible rule names is the plan.
func (p *Program) DecideFacts(f *Facts, d *Decision) {
	f.settle()
	p.dispositions.fire(f.ruling, f.codes)
	if p.dispose(f, d); d.Disposition.CarriesTherapies() {
		p.advice.fire(f.advice, f.codes)
		p.advise(f, d)
	}
}

// combine turns the rules that hold into a decision.
func (p *Program) combine(f *Facts, d *Decision) {
	if p.dispose(f, d); d.Disposition.CarriesTherapies() {
		p.advise(f, d)
	}
}

// advise adds everything that a disposition which carries therapies does.
func (p *Program) advise(f *Facts, d *Decision) {
	c := combination{Program: p, f: f, d: d}
	c.protect()
	c.schedule()
	c.suggest()
	c.advise()
}

// dispose starts a decision: it finds what is missing, collects the dispositions that
// apply and takes the most cautious.
func (p *Program) dispose(f *Facts, d *Decision) {
	d.reset()
	p.findMissing(f, d)
	if d.Disposition == rules.Incomplete {
		d.Actions = append(d.Actions, ActionDecision{Rule: -1, Given: rules.Incomplete})
	}
	lifted := p.lifted(f)
	for w, held := range f.sets[perhaps] {
		sure := f.sets[given][w]
		held &^= sure & p.effects.clearances[w] & lifted
		for ; held != 0; held &= held - 1 {
			bit := bits.TrailingZeros64(held)
			i, isSure := w*64+bit, sure>>bit&1
			a := ActionDecision{Rule: p.effects.groups[given][i], Given: p.effects.verdicts[i][isSure], Unsure: isSure == 0}
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

// lifted returns all bits when sure clearances are lifted to proceed, else none.
func (p *Program) lifted(f *Facts) (all uint64) {
	if p.lift != nil && p.lift.value(f.codes) == atomTrue {
		all = ^uint64(0)
	}
	return all
}

// combination is the state of combining the effects of one decision that carries therapies.
type combination struct {
	*Program
	f    *Facts
	d    *Decision
	plan PlanDecision

	excluded, avoided uint64 // therapies, areas
	cap               rules.Cap
	named             int // the first schedule that is named; noNumber when none is
}

// protect gathers exclusions, caps, areas to avoid and schedules.
func (c *combination) protect() {
	sum := protection{schedule: noNumber, minutes: noNumber, rate: noNumber, pressure: none}
	for w, held := range c.f.sets[possibly] {
		for ; held != 0; held &= held - 1 {
			p := &c.effects.protections[w*64+bits.TrailingZeros64(held)]
			sum.exclude |= p.exclude
			sum.avoid |= p.avoid
			sum.schedule = min(sum.schedule, p.schedule)
			sum.minutes = min(sum.minutes, p.minutes)
			sum.rate = min(sum.rate, p.rate)
			sum.pressure = min(sum.pressure, p.pressure)
		}
	}
	c.excluded, c.avoided, c.named = sum.exclude, sum.avoid, int(sum.schedule)
	if sum.pressure != none {
		c.cap.Pressure = rules.Pressure(sum.pressure)
	}
	if sum.minutes != noNumber {
		c.cap.Minutes = int(sum.minutes)
	}
	if sum.rate != noNumber {
		c.cap.Rate = rules.Rate(sum.rate)
	}
}

// protecting lists the rules of a set that protect and possibly hold.
func (c *combination) protecting(set []uint64) Span {
	from := len(c.d.refs)
	c.list(possibly, set)
	return c.d.span(from)
}

// list appends the rules of a set that hold to the span under way.
func (c *combination) list(a aspect, set []uint64) {
	for w, held := range c.f.sets[a] {
		for left := set[w] & held; left != 0; left &= left - 1 {
			c.d.refs = append(c.d.refs, c.effects.groups[a][w*64+bits.TrailingZeros64(left)])
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
	if c.named == noNumber {
		return
	}
	if remaining := c.remaining(&c.pack.Schedules[c.named]); remaining > 0 {
		c.plan = PlanDecision{Schedule: c.named, Cap: c.cap, MaxSessions: remaining, Because: c.protecting(c.effects.scheduleOf[c.named])}
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
	switch done := &c.f.answers[c.pack.SessionsDone]; {
	case c.f.skipped(c.pack.SessionsDone):
		return s.CourseSessions
	case done.state == rules.Answered:
		return s.CourseSessions - int(done.value)
	}
	return 0
}

// suggest scores the therapies and shows or withholds them.
func (c *combination) suggest() {
	var scores [64]int32
	var suggested uint64
	wish := uint8(none)
	for w, held := range c.f.sets[surely] {
		for ; held != 0; held &= held - 1 {
			o := &c.effects.proposals[w*64+bits.TrailingZeros64(held)]
			wish = min(wish, o.prefer)
			suggested |= o.suggests
			for left := o.suggests; left != 0; left &= left - 1 {
				t := bits.TrailingZeros64(left)
				scores[t] += o.scores[t]
			}
		}
	}
	painful := c.painful()
	for _, t := range best(suggested, &scores, &[64]uint8{}) {
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
func (c *combination) pressure(t *rules.Therapy, wish uint8) rules.Pressure {
	pressure := t.Usual
	if wish != none {
		pressure = max(t.Least, min(rules.Pressure(wish), t.Most))
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
	from := len(c.d.refs)
	c.list(surely, c.effects.suggestOf[t.Therapy])
	t.For = c.d.span(from)
	t.Cautions = c.protecting(c.effects.cautionOf[t.Therapy])
	c.d.Therapies = append(c.d.Therapies, t)
}

// withhold lists a therapy with everything that stands against it; areas are the painful
// ones it could treat.
func (c *combination) withhold(t int, areas uint64) {
	from := len(c.d.refs)
	c.list(possibly, c.effects.excludeOf[t])
	c.list(possibly, c.effects.tooFirm[t])
	if areas&^c.avoided == 0 {
		listed := c.d.refs[from:]
		for w, held := range c.f.sets[possibly] {
			for ; held != 0; held &= held - 1 {
				i := w*64 + bits.TrailingZeros64(held)
				r := c.effects.groups[possibly][i]
				if c.effects.protections[i].avoid&areas != 0 && !slices.Contains(listed, r) {
					c.d.refs = append(c.d.refs, r)
				}
			}
		}
	}
	c.d.Withheld = append(c.d.Withheld, WithheldDecision{t, c.d.span(from)})
}

// advise lists areas to avoid, care and general cautions.
func (c *combination) advise() {
	for left := c.avoided; left != 0; left &= left - 1 {
		area := bits.TrailingZeros64(left)
		c.d.Avoid = append(c.d.Avoid, AvoidDecision{area, c.protecting(c.effects.avoidOf[area])})
	}
	from := len(c.d.refs)
	c.list(possibly, c.effects.general)
	c.d.Cautions = append(c.d.Cautions, c.d.refs[from:]...)
	c.d.refs = c.d.refs[:from]
	n := 0
	c.d.Care = slices.Grow(c.d.Care, len(c.effects.careOf))[:len(c.effects.careOf)]
	for i, set := range c.effects.careOf {
		c.d.Care[n] = int32(i)
		if intersect(set, c.f.sets[surely]) {
			n++
		}
	}
	c.d.Care = c.d.Care[:n]
}

// intersect reports whether two sets have a rule in common.
func intersect(a, b []uint64) bool {
	var both uint64
	for w := range a {
		both |= a[w] & b[w]
	}
	return both != 0
}
