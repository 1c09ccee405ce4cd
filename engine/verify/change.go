package verify

import (
	"slices"

	"knead/engine"
	"knead/rules"
)

// Direction says whether a change makes a pack safer.
type Direction uint8

const (
	Different Direction = iota // neither safer nor less safe by itself
	Safer
	LessSafe
)

// String returns "different", "safer" or "less safe".
func (d Direction) String() string { return [...]string{"different", "safer", "less safe"}[d] }

// Change is one way in which two packs say something else to the same person.
type Change struct {
	Property  string // "disposition", "therapy_added", "pressure_raised", …
	Subject   string // "refer to proceed", the id of a therapy, …
	Direction Direction
}

// comparison collects the changes from one decision to another.
type comparison struct {
	oldPack, newPack *rules.Pack
	old, new         *engine.Decision
	changes          []Change
}

// Compare lists the changes from what one pack decides to what another does, for the same
// person. Things are the same when they have the same id. Words are not compared, nor the
// order of lists, but for the order of therapies; nor, where only one of the results carries
// therapies, what follows from that.
func Compare(oldPack *rules.Pack, old *engine.Decision, newPack *rules.Pack, new *engine.Decision) []Change {
	c := comparison{oldPack: oldPack, newPack: newPack, old: old, new: new}
	c.disposition()
	c.actions()
	c.missing()
	if old.Disposition.CarriesTherapies() && new.Disposition.CarriesTherapies() {
		c.therapies()
		c.order()
		c.withheld()
		c.plan()
		c.advice()
	}
	return c.changes
}

func (c *comparison) add(property, subject string, d Direction) {
	if change := (Change{property, subject, d}); !slices.Contains(c.changes, change) {
		c.changes = append(c.changes, change)
	}
}

func (c *comparison) disposition() {
	if c.old.Disposition != c.new.Disposition {
		c.add("disposition", c.old.Disposition.String()+" to "+c.new.Disposition.String(), cautiousness(c.old.Disposition, c.new.Disposition))
	}
}

func cautiousness(old, new rules.Disposition) Direction {
	if new > old {
		return Safer
	}
	return LessSafe
}

func (c *comparison) therapies() {
	for _, t := range c.new.Therapies {
		id := c.newPack.Therapies[t.Therapy].ID
		k := slices.IndexFunc(c.old.Therapies, func(o engine.TherapyDecision) bool { return c.oldPack.Therapies[o.Therapy].ID == id })
		if k < 0 {
			c.add("therapy_added", id, LessSafe)
			continue
		}
		o := c.old.Therapies[k]
		c.raised("pressure", id, int(o.Pressure), int(t.Pressure))
		c.raised("minutes", id, o.Minutes, t.Minutes)
		c.moved("provider_raised", "provider_lowered", id, int(c.newPack.Therapies[t.Therapy].Provider), int(c.oldPack.Therapies[o.Therapy].Provider))
		c.areas(id, o.Areas, t.Areas)
		if o.Score != t.Score {
			c.add("score", id, Different)
		}
		c.cautions(ruleIDs(c.oldPack, c.old.Rules(o.Cautions)), ruleIDs(c.newPack, c.new.Rules(t.Cautions)))
		c.reasons("for", id+".", o.For, t.For)
	}
	for _, o := range c.old.Therapies {
		id := c.oldPack.Therapies[o.Therapy].ID
		if !slices.ContainsFunc(c.new.Therapies, func(t engine.TherapyDecision) bool { return c.newPack.Therapies[t.Therapy].ID == id }) {
			c.add("therapy_removed", id, Safer)
		}
	}
}

func (c *comparison) raised(what, id string, old, new int) {
	c.moved(what+"_lowered", what+"_raised", id, old, new)
}

// moved compares two numbers of which the smaller is the safer.
func (c *comparison) moved(safer, lessSafe, id string, old, new int) {
	switch {
	case new > old:
		c.add(lessSafe, id, LessSafe)
	case new < old:
		c.add(safer, id, Safer)
	}
}

// areas compares where one therapy works, but for areas that the other result avoids: those
// are compared by themselves.
func (c *comparison) areas(therapy string, old, new uint64) {
	was, is := areaIDs(c.oldPack, old), areaIDs(c.newPack, new)
	avoided, avoids := avoidIDs(c.oldPack, c.old), avoidIDs(c.newPack, c.new)
	for _, a := range is {
		if !slices.Contains(was, a) && !slices.Contains(avoided, a) {
			c.add("area_added", therapy+"."+a, LessSafe)
		}
	}
	for _, a := range was {
		if !slices.Contains(is, a) && !slices.Contains(avoids, a) {
			c.add("area_removed", therapy+"."+a, Safer)
		}
	}
}

func areaIDs(p *rules.Pack, areas uint64) (ids []string) {
	for i, o := range p.Questions[p.Areas].Options {
		if areas>>i&1 != 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

func ruleIDs(p *rules.Pack, indices []int32) (ids []string) {
	for _, r := range indices {
		ids = append(ids, p.Rules[r].ID)
	}
	return ids
}

// cautions compares the rules that caution in one place.
func (c *comparison) cautions(old, new []string) {
	c.sets("caution", old, new, LessSafe, Safer)
}

// sets compares two lists of ids.
func (c *comparison) sets(what string, old, new []string, dropped, added Direction) {
	for _, id := range old {
		if !slices.Contains(new, id) {
			c.add(what+"_dropped", id, dropped)
		}
	}
	for _, id := range new {
		if !slices.Contains(old, id) {
			c.add(what+"_added", id, added)
		}
	}
}

func (c *comparison) advice() {
	c.cautions(ruleIDs(c.oldPack, c.old.Cautions), ruleIDs(c.newPack, c.new.Cautions))
	c.sets("avoid", avoidIDs(c.oldPack, c.old), avoidIDs(c.newPack, c.new), LessSafe, Safer)
	c.avoidReasons()
	c.sets("care", careIDs(c.oldPack, c.old), careIDs(c.newPack, c.new), Different, Different)
}

func avoidIDs(p *rules.Pack, d *engine.Decision) (ids []string) {
	for _, a := range d.Avoid {
		ids = append(ids, p.Questions[p.Areas].Options[a.Area].ID)
	}
	return ids
}

func careIDs(p *rules.Pack, d *engine.Decision) (ids []string) {
	for _, i := range d.Care {
		ids = append(ids, p.Care[i].ID)
	}
	return ids
}

// plan compares the courses. More sessions, more often or longer in any week, or a later
// review, is less safe; a plan where there was none is different, since therapies are
// compared by themselves.
func (c *comparison) plan() {
	old, new := scheduleID(c.oldPack, c.old), scheduleID(c.newPack, c.new)
	if old != new {
		c.add("schedule", old+" to "+new, Different)
	}
	if old == "none" || new == "none" {
		return
	}
	if old == new {
		c.reasons("plan_because", "", c.old.Plan.Because, c.new.Plan.Because)
	}
	a, b := &c.oldPack.Schedules[c.old.Plan.Schedule], &c.newPack.Schedules[c.new.Plan.Schedule]
	if phasesOtherwise(a, b) {
		c.add("plan_phases", new, Different)
	}
	for _, w := range weeks(a, b) {
		x, y := phaseIn(a, w).Within(c.old.Plan.Cap), phaseIn(b, w).Within(c.new.Plan.Cap)
		for i := range 2 {
			c.raised("plan_rate", new, int(x.Rate[i]), int(y.Rate[i]))
			c.raised("plan_minutes", new, x.Minutes[i], y.Minutes[i])
		}
	}
	c.raised("plan_sessions", new, c.old.Plan.MaxSessions, c.new.Plan.MaxSessions)
	c.moved("review_earlier", "review_later", new, a.ReviewWeek, b.ReviewWeek)
}

func scheduleID(p *rules.Pack, d *engine.Decision) string {
	if d.Plan.Schedule < 0 {
		return "none"
	}
	return p.Schedules[d.Plan.Schedule].ID
}

// phasesOtherwise reports whether the phases of two schedules are about other weeks.
func phasesOtherwise(a, b *rules.Schedule) bool {
	return !slices.EqualFunc(a.Phases, b.Phases, func(x, y rules.Phase) bool { return x.Weeks == y.Weeks })
}

// weeks returns the weeks in which a phase of one of the schedules begins, or the last one
// is over.
func weeks(schedules ...*rules.Schedule) (at []int) {
	for _, s := range schedules {
		for _, ph := range s.Phases {
			at = append(at, ph.Weeks[0], ph.Weeks[1]+1)
		}
	}
	return distinct(at)
}

// phaseIn returns the phase of a week; it is empty when the course is over.
func phaseIn(s *rules.Schedule, week int) rules.Phase {
	for _, ph := range s.Phases {
		if week >= ph.Weeks[0] && week <= ph.Weeks[1] {
			return ph
		}
	}
	return rules.Phase{}
}
