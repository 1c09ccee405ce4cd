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
	p.fire(f)
	p.combine(f, d)
}

// combine turns the rules that hold into a decision.
func (p *Program) combine(f *Facts, d *Decision) {
	if p.dispose(f, d); d.Disposition.CarriesTherapies() {
		p.advise(f, d)
	}
}

// advise adds everything that a disposition which carries therapies does.
func (p *Program) advise(f *Facts, d *Decision) {
	c := combination{Program: p, f: f, d: d, plan: PlanDecision{Schedule: -1}}
	c.protect()
	c.schedule()
	c.suggest()
	if len(d.Therapies) > 0 {
		d.Plan = c.plan
	}
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
	for w, set := range p.effects.disposition {
		for left := set & f.perhaps[w]; left != 0; left &= left - 1 {
			r := w*64 + bits.TrailingZeros64(left)
			a := ActionDecision{Rule: int32(r), Given: p.effects.then[r].given}
			if f.surely[w]>>(r%64)&1 == 0 {
				a.Given, a.Unsure = p.effects.then[r].unsure, true
			} else if a.Given == rules.Clearance && p.lifted(f) {
				continue
			}
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

// lifted reports whether a sure clearance is lifted to proceed.
func (p *Program) lifted(f *Facts) bool {
	return p.lift != nil && p.lift.value(f.codes) == atomTrue
}

// combination is the state of combining the effects of one decision that carries therapies.
type combination struct {
	*Program
	f    *Facts
	d    *Decision
	plan PlanDecision

	excluded, avoided uint64 // therapies, areas
	cap               rules.Cap
}

// each calls visit for every rule in both sets, in order.
func each(set, fired []uint64, visit func(r int)) {
	for w := range set {
		for left := set[w] & fired[w]; left != 0; left &= left - 1 {
			visit(w*64 + bits.TrailingZeros64(left))
		}
	}
}

// list appends the rules in both sets to the span that began at refs[from], each once.
func (c *combination) list(from int, set, fired []uint64) {
	listed := c.d.refs[from:]
	each(set, fired, func(r int) {
		if !slices.Contains(listed, int32(r)) {
			c.d.refs = append(c.d.refs, int32(r))
		}
	})
}

// protect gathers exclusions, caps and areas to avoid.
func (c *combination) protect() {
	each(c.effects.exclude, c.f.possibly, func(r int) { c.excluded |= c.effects.then[r].exclude })
	each(c.effects.avoid, c.f.possibly, func(r int) { c.avoided |= c.effects.then[r].avoid })
	each(c.effects.cap, c.f.possibly, func(r int) {
		rule := &c.effects.then[r].cap
		c.cap.Pressure = least(c.cap.Pressure, rule.Pressure)
		c.cap.Minutes = least(c.cap.Minutes, rule.Minutes)
		c.cap.Rate = least(c.cap.Rate, rule.Rate)
	})
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
	first := -1
	each(c.effects.schedule, c.f.possibly, func(r int) {
		if s := int(c.effects.then[r].schedule); first < 0 || s < first {
			first = s
		}
	})
	if first < 0 {
		return
	}
	remaining := c.remaining(&c.pack.Schedules[first])
	if remaining <= 0 {
		return
	}
	from := len(c.d.refs)
	c.list(from, c.effects.scheduleOf[first], c.f.possibly)
	c.plan = PlanDecision{Schedule: first, Cap: c.cap, MaxSessions: remaining, Because: c.d.span(from)}
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
	case done.skipped:
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
	each(c.effects.suggest, c.f.surely, func(r int) {
		suggested |= c.effects.suggests[r]
		for left := c.effects.suggests[r]; left != 0; left &= left - 1 {
			t := bits.TrailingZeros64(left)
			scores[t] += c.effects.scores[r][t]
		}
	})
	painful := c.painful()
	wish := c.wish()
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
}

// best returns the therapies of a set in order of their scores, ties in the pack's order.
func best(set uint64, scores *[64]int32, space *[64]uint8) []uint8 {
	order := space[:0]
	for left := set; left != 0; left &= left - 1 {
		t := uint8(bits.TrailingZeros64(left))
		i := len(order)
		for i > 0 && scores[order[i-1]] < scores[t] {
			i--
		}
		order = slices.Insert(order, i, t)
	}
	return order
}

// painful returns the areas that hurt.
func (c *combination) painful() (areas uint64) {
	answer := &c.f.answers[c.pack.Areas]
	if answer.skipped {
		return 0
	}
	for left := answer.ticks; left != 0; left &= left - 1 {
		areas |= c.effects.painful[bits.TrailingZeros64(left)]
	}
	return areas
}

// wish returns the lowest pressure that is wished for, or zero.
func (c *combination) wish() (wish rules.Pressure) {
	each(c.effects.prefer, c.f.surely, func(r int) { wish = least(wish, c.pack.Rules[r].Then.Prefer) })
	return wish
}

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
	from := len(c.d.refs)
	c.list(from, c.effects.suggestOf[t.Therapy], c.f.surely)
	t.For = c.d.span(from)
	from = len(c.d.refs)
	c.list(from, c.effects.cautionOf[t.Therapy], c.f.possibly)
	t.Cautions = c.d.span(from)
	c.d.Therapies = append(c.d.Therapies, t)
}

// withhold lists a therapy with everything that stands against it; areas are the painful
// ones it could treat.
func (c *combination) withhold(t int, areas uint64) {
	from := len(c.d.refs)
	c.list(from, c.effects.excludeOf[t], c.f.possibly)
	c.list(from, c.effects.tooFirm[t], c.f.possibly)
	if areas&^c.avoided == 0 {
		listed := c.d.refs[from:]
		each(c.effects.avoid, c.f.possibly, func(r int) {
			if c.effects.then[r].avoid&areas != 0 && !slices.Contains(listed, int32(r)) {
				c.d.refs = append(c.d.refs, int32(r))
			}
		})
	}
	c.d.Withheld = append(c.d.Withheld, WithheldDecision{t, c.d.span(from)})
}

// advise lists areas to avoid, care and general cautions.
func (c *combination) advise() {
	for left := c.avoided; left != 0; left &= left - 1 {
		area := bits.TrailingZeros64(left)
		from := len(c.d.refs)
		c.list(from, c.effects.avoidOf[area], c.f.possibly)
		c.d.Avoid = append(c.d.Avoid, AvoidDecision{area, c.d.span(from)})
	}
	each(c.effects.general, c.f.possibly, func(r int) { c.d.Cautions = append(c.d.Cautions, int32(r)) })
	each(c.effects.care, c.f.surely, func(r int) {
		for _, care := range c.pack.Rules[r].Then.Care {
			c.d.Care = append(c.d.Care, int32(care))
		}
	})
	slices.Sort(c.d.Care)
	c.d.Care = slices.Compact(c.d.Care)
}
