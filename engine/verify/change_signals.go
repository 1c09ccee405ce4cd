package verify

import (
	"slices"

	"knead/engine/verify/sat"
	"knead/rules"
)

// changeSignal is a change that might be, and when it would be.
type changeSignal struct {
	Change
	signal sat.Node
}

// changes lists every change that there could be from the old pack to the new one. A
// signal may hold where the evaluator sees no change, never the other way round.
func (p *pair) changes() []changeSignal {
	s := &changeList{pair: p, rules: both(p.old.pack, p.new.pack)}
	s.both = p.And(p.old.outcome.carries, p.new.outcome.carries)
	s.dispositions()
	s.actions()
	s.missing()
	s.therapies()
	s.order()
	s.withheld()
	s.plans()
	s.cautions()
	s.areas()
	s.avoidReasons()
	s.care()
	return s.list
}

type changeList struct {
	*pair
	rules []sameRule
	both  sat.Node // both results show therapies
	list  []changeSignal
}

func (s *changeList) add(property, subject string, d Direction, signal sat.Node) {
	if signal != sat.No {
		s.list = append(s.list, changeSignal{Change{property, subject, d}, signal})
	}
}

// set adds that something is listed in one of the results alone.
func (s *changeList) set(what, subject string, where, was, is sat.Node, dropped, added Direction) {
	s.add(what+"_dropped", subject, dropped, s.And(where, was, -is))
	s.add(what+"_added", subject, added, s.And(where, -was, is))
}

func (s *changeList) dispositions() {
	for a := rules.Proceed; a <= rules.Emergency; a++ {
		for b := rules.Proceed; b <= rules.Emergency; b++ {
			if a != b {
				s.add("disposition", a.String()+" to "+b.String(), cautiousness(a, b), s.And(s.old.exactly(a), s.new.exactly(b)))
			}
		}
	}
}

func (s *changeList) therapies() {
	for t := range s.new.pack.Therapies {
		id := s.new.pack.Therapies[t].ID
		if k := s.old.pack.TherapyIndex(id); k >= 0 {
			s.therapy(id, k, t)
		} else {
			s.add("therapy_added", id, LessSafe, s.And(s.both, s.new.outcome.shown[t]))
		}
	}
	for k := range s.old.pack.Therapies {
		if id := s.old.pack.Therapies[k].ID; s.new.pack.TherapyIndex(id) < 0 {
			s.add("therapy_removed", id, Safer, s.And(s.both, s.old.outcome.shown[k]))
		}
	}
}

// therapy compares one therapy, k in the old pack and t in the new one.
func (s *changeList) therapy(id string, k, t int) {
	o, n := &s.old.outcome, &s.new.outcome
	s.add("therapy_added", id, LessSafe, s.And(s.both, n.shown[t], -o.shown[k]))
	s.add("therapy_removed", id, Safer, s.And(s.both, -n.shown[t], o.shown[k]))
	shown := s.And(n.shown[t], o.shown[k])
	var up, down []sat.Node
	for p := rules.Stroking; p < rules.Deep; p++ {
		a, b := s.old.firmer(o, k, p), s.new.firmer(n, t, p)
		up, down = append(up, s.And(b, -a)), append(down, s.And(a, -b))
	}
	s.add("pressure_raised", id, LessSafe, s.And(shown, s.Or(up...)))
	s.add("pressure_lowered", id, Safer, s.And(shown, s.Or(down...)))
	up, down = nil, nil
	for _, m := range append(s.old.minuteSteps(), s.new.minuteSteps()...) {
		a, b := s.old.longer(o, k, m), s.new.longer(n, t, m)
		up, down = append(up, s.And(b, -a)), append(down, s.And(a, -b))
	}
	s.add("minutes_raised", id, LessSafe, s.And(shown, s.Or(up...)))
	s.add("minutes_lowered", id, Safer, s.And(shown, s.Or(down...)))
	s.moved("provider_raised", "provider_lowered", id, s.And(s.both, shown), int(s.new.pack.Therapies[t].Provider), int(s.old.pack.Therapies[k].Provider))
	s.treated(id, k, t, s.And(s.both, shown))
	s.add("score", id, Different, s.And(shown, s.scored(k, t)))
	s.reasons("for", id+".", shown,
		func(r int) sat.Node { return s.old.speaksFor(r, k) }, func(r int) sat.Node { return s.new.speaksFor(r, t) })
}

// treated compares where a therapy works that both results show.
func (s *changeList) treated(id string, k, t int, shown sat.Node) {
	in := func(m *model, therapy int, area string) (avoided, treated sat.Node) {
		a := m.pack.Questions[m.pack.Areas].OptionIndex(area)
		if a < 0 {
			return sat.No, sat.No
		}
		avoided = m.outcome.avoided[a]
		if m.pack.Therapies[therapy].Areas>>a&1 == 0 {
			return avoided, sat.No
		}
		return avoided, m.And(m.outcome.painful[a], -avoided)
	}
	for _, area := range s.areaIDs() {
		avoided, was := in(s.old, k, area)
		avoids, is := in(s.new, t, area)
		s.add("area_added", id+"."+area, LessSafe, s.And(shown, is, -was, -avoided))
		s.add("area_removed", id+"."+area, Safer, s.And(shown, was, -is, -avoids))
	}
}

// areaIDs returns the areas of both packs, each once.
func (s *changeList) areaIDs() (ids []string) {
	for _, m := range []*model{s.old, s.new} {
		for _, o := range m.pack.Questions[m.pack.Areas].Options {
			if !slices.Contains(ids, o.ID) {
				ids = append(ids, o.ID)
			}
		}
	}
	return ids
}

// plans compares the courses, schedule by schedule.
func (s *changeList) plans() {
	olds, news := s.planned(s.old), s.planned(s.new)
	for i, a := range olds {
		for j, b := range news {
			from, to := planID(s.old.pack, i), planID(s.new.pack, j)
			if from != to {
				s.add("schedule", from+" to "+to, Different, s.And(s.both, a, b))
			}
			if i < len(olds)-1 && j < len(news)-1 {
				s.sizes(i, j, s.And(s.both, a, b))
				s.planReasons(i, j, s.And(s.both, a, b))
			}
		}
	}
}

// planned returns for each schedule, and last for none, whether it is the plan.
func (s *changeList) planned(m *model) []sat.Node {
	return append(slices.Clone(m.outcome.planned), -m.Or(m.outcome.planned...))
}

func planID(p *rules.Pack, i int) string {
	if i == len(p.Schedules) {
		return "none"
	}
	return p.Schedules[i].ID
}

// sizes compares the rates and minutes of every week, the sessions and the reviews of two
// plans that the same person has.
func (s *changeList) sizes(i, j int, both sat.Node) {
	if both == sat.No {
		return
	}
	a, b := &s.old.pack.Schedules[i], &s.new.pack.Schedules[j]
	if phasesOtherwise(a, b) {
		s.add("plan_phases", b.ID, Different, both)
	}
	pairs := map[[2]rules.Phase]bool{}
	for _, w := range weeks(a, b) {
		pair := [2]rules.Phase{phaseIn(a, w), phaseIn(b, w)}
		pair[0].Weeks, pair[1].Weeks = [2]int{}, [2]int{} // not compared
		if !pairs[pair] {
			pairs[pair] = true
			s.phases(b.ID, both, pair[0], pair[1])
		}
	}
	var sessions []int
	for n := range max(a.MaxSessions, a.CourseSessions, b.MaxSessions, b.CourseSessions) {
		sessions = append(sessions, n)
	}
	s.compared("plan_sessions", b.ID, both, sessions, func(n int) sat.Node { return s.old.remainsOver(i, n) }, func(n int) sat.Node { return s.new.remainsOver(j, n) })
	s.moved("review_earlier", "review_later", b.ID, both, a.ReviewWeek, b.ReviewWeek)
}

// phases compares the rates and minutes of one week.
func (s *changeList) phases(id string, both sat.Node, a, b rules.Phase) {
	rates, minutes := s.capSteps()
	for end := range 2 {
		x, y := int(a.Rate[end]), int(b.Rate[end])
		s.compared("plan_rate", id, both, distinct(append(slices.Clone(rates), x-1, x, y-1, y)),
			func(n int) sat.Node { return s.old.rateOver(x, n) }, func(n int) sat.Node { return s.new.rateOver(y, n) })
		v, w := a.Minutes[end], b.Minutes[end]
		s.compared("plan_minutes", id, both, distinct(append(slices.Clone(minutes), v-1, v, w-1, w)),
			func(n int) sat.Node { return s.old.minutesOver(v, n) }, func(n int) sat.Node { return s.new.minutesOver(w, n) })
	}
}

// capSteps returns the rates and minutes that rules of either pack allow at most.
func (s *changeList) capSteps() (rates, minutes []int) {
	for _, m := range []*model{s.old, s.new} {
		for r := range m.pack.Rules {
			limit := m.pack.Rules[r].Then.Cap
			rates, minutes = append(rates, int(limit.Rate)), append(minutes, limit.Minutes)
		}
	}
	return distinct(rates), distinct(minutes)
}

// rateOver returns whether a rate of a phase exceeds n after caps.
func (m *model) rateOver(rate, n int) sat.Node {
	if rate > n {
		return -m.rateCapped(rules.Rate(n))
	}
	return sat.No
}

// minutesOver returns whether minutes of a phase exceed n after caps.
func (m *model) minutesOver(minutes, n int) sat.Node {
	if minutes > n {
		return -m.minutesCapped(n)
	}
	return sat.No
}

// moved compares two numbers that depend on the packs alone; the smaller is the safer.
func (s *changeList) moved(safer, lessSafe, subject string, both sat.Node, old, new int) {
	switch {
	case new > old:
		s.add(lessSafe, subject, LessSafe, both)
	case new < old:
		s.add(safer, subject, Safer, both)
	}
}

func distinct(n []int) []int {
	n = slices.DeleteFunc(n, func(v int) bool { return v < 0 })
	slices.Sort(n)
	return slices.Compact(n)
}

// compared adds that a size is raised or lowered: it exceeds a bound in one pack only.
func (s *changeList) compared(what, subject string, both sat.Node, steps []int, old, new func(n int) sat.Node) {
	var up, down []sat.Node
	for _, n := range steps {
		a, b := old(n), new(n)
		up, down = append(up, s.And(b, -a)), append(down, s.And(a, -b))
	}
	s.add(what+"_raised", subject, LessSafe, s.And(both, s.Or(up...)))
	s.add(what+"_lowered", subject, Safer, s.And(both, s.Or(down...)))
}

// cautions compares the cautions of rules with the same id, in each place where both
// results have room for them.
func (s *changeList) cautions() {
	for _, b := range s.rules {
		s.caution(b.id, b.old, b.new)
	}
}

func (s *changeList) caution(id string, old, new int) {
	place := func(m *model, r int) (rules.Caution, sat.Node) {
		if r < 0 {
			return rules.Caution{}, sat.No
		}
		return m.pack.Rules[r].Then.Caution, m.rules[r].possibly
	}
	was, a := place(s.old, old)
	is, b := place(s.new, new)
	var dropped, added []sat.Node
	compare := func(here, there bool, where sat.Node) {
		x, y := sat.No, sat.No
		if here {
			x = a
		}
		if there {
			y = b
		}
		dropped, added = append(dropped, s.And(where, x, -y)), append(added, s.And(where, y, -x))
	}
	compare(was.General, is.General, s.both)
	for t := range s.new.pack.Therapies {
		if k := s.old.pack.TherapyIndex(s.new.pack.Therapies[t].ID); k >= 0 {
			compare(was.Therapies>>k&1 != 0, is.Therapies>>t&1 != 0, s.And(s.old.outcome.shown[k], s.new.outcome.shown[t]))
		}
	}
	s.add("caution_dropped", id, LessSafe, s.Or(dropped...))
	s.add("caution_added", id, Safer, s.Or(added...))
}

func (s *changeList) areas() {
	signals := map[string][2]sat.Node{}
	var ids []string
	for side, m := range []*model{s.old, s.new} {
		for i, o := range m.pack.Questions[m.pack.Areas].Options {
			pair, known := signals[o.ID]
			if !known {
				pair, ids = [2]sat.Node{sat.No, sat.No}, append(ids, o.ID)
			}
			pair[side] = m.outcome.avoided[i]
			signals[o.ID] = pair
		}
	}
	for _, id := range ids {
		s.set("avoid", id, s.both, signals[id][0], signals[id][1], LessSafe, Safer)
	}
}

func (s *changeList) care() {
	signals := map[string][2]sat.Node{}
	var ids []string
	for side, m := range []*model{s.old, s.new} {
		for i, c := range m.pack.Care {
			pair, known := signals[c.ID]
			if !known {
				pair, ids = [2]sat.Node{sat.No, sat.No}, append(ids, c.ID)
			}
			pair[side] = m.gives(i)
			signals[c.ID] = pair
		}
	}
	for _, id := range ids {
		s.set("care", id, s.both, signals[id][0], signals[id][1], Different, Different)
	}
}

// inEither returns the ids in either of two lists, each once.
func inEither[T any](old, new []T, id func(*T) string) (ids []string) {
	for _, list := range [][]T{old, new} {
		for i := range list {
			if id := id(&list[i]); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
