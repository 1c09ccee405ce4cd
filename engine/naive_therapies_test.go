package engine_test

import (
	"cmp"
	"slices"

	"knead/engine"
	"knead/rules"
)

// therapies are those shown and those that would have been shown, each best first.
func (n *naive) therapies() ([]engine.TherapyAdvice, []engine.Withheld) {
	type candidate struct{ therapy, score int }
	var candidates []candidate
	for t, therapy := range n.p.Therapies {
		score := 0
		for _, rule := range n.certain(func(e *rules.Effect) bool { return len(e.Suggest) > 0 }) {
			for _, s := range rule.Then.Suggest {
				if s.Therapy == t {
					score += s.Score
				}
			}
		}
		if score >= 1 && therapy.Areas&n.painful() != 0 {
			candidates = append(candidates, candidate{t, score})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	shown, withheld := []engine.TherapyAdvice{}, []engine.Withheld{}
	for _, c := range candidates {
		therapy := n.p.Therapies[c.therapy]
		if because := n.against(c.therapy); len(because) > 0 {
			withheld = append(withheld, engine.Withheld{ID: therapy.ID, Name: n.say(therapy.Name), Because: because})
		} else if therapy.Provider != rules.Physician {
			shown = append(shown, n.advice(c.therapy, c.score))
		}
	}
	return shown, withheld
}

// against are the reasons to withhold a therapy: the rules that exclude it, those that
// allow less pressure than it needs, and those that take the last area from it.
func (n *naive) against(t int) []engine.Reason {
	therapy := n.p.Therapies[t]
	sore := therapy.Areas & n.painful()
	left := sore &^ n.avoided()
	excludes := func(e *rules.Effect) bool { return e.Exclude&(1<<t) != 0 }
	tooGentle := func(e *rules.Effect) bool { return e.Cap.Pressure != 0 && e.Cap.Pressure < therapy.Least }
	takesArea := func(e *rules.Effect) bool { return left == 0 && e.Avoid&sore != 0 }
	return n.reasons(excludes, tooGentle, takesArea)
}

// advice is all there is to say of a therapy that is shown.
func (n *naive) advice(t, score int) engine.TherapyAdvice {
	therapy := n.p.Therapies[t]
	why := []engine.SourcedReason{}
	suggests := func(s rules.Suggestion) bool { return s.Therapy == t }
	for _, rule := range n.certain(func(e *rules.Effect) bool { return slices.ContainsFunc(e.Suggest, suggests) }) {
		why = append(why, engine.SourcedReason{Rule: rule.ID, Text: n.say(rule.Text), Sources: n.sourceIDs(rule.Sources)})
	}
	return engine.TherapyAdvice{
		ID:       therapy.ID,
		Name:     n.say(therapy.Name),
		Score:    score,
		Pressure: n.pressure(therapy).String(),
		Minutes:  n.minutes(therapy),
		Provider: therapy.Provider.String(),
		Areas:    n.areaIDs(therapy.Areas & n.painful() &^ n.avoided()),
		For:      why,
		Cautions: n.reasons(func(e *rules.Effect) bool { return e.Caution.Therapies&(1<<t) != 0 }),
	}
}

// bounds are the lowest limits and the lowest wish, each with the rules that set it.
func (n *naive) bounds() (all []engine.Bound) {
	for _, b := range []struct {
		kind   rules.EffectKind
		number func(e *rules.Effect) int
	}{
		{rules.EffectPressure, func(e *rules.Effect) int { return int(e.Cap.Pressure) }},
		{rules.EffectMinutes, func(e *rules.Effect) int { return e.Cap.Minutes }},
		{rules.EffectRate, func(e *rules.Effect) int { return int(e.Cap.Rate) }},
		{rules.EffectPrefer, func(e *rules.Effect) int { return int(e.Prefer) }},
	} {
		var values []int
		for i := range n.p.Rules {
			values = append(values, b.number(&n.p.Rules[i].Then))
		}
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			sets := func(e *rules.Effect) bool { return b.number(e) == value }
			because := n.reasons(sets)
			if b.kind == rules.EffectPrefer {
				because = nil
				for _, rule := range n.certain(sets) {
					because = append(because, engine.Reason{Rule: rule.ID, Text: n.say(rule.Text)})
				}
			}
			if value > 0 && len(because) > 0 {
				all = append(all, engine.Bound{Kind: b.kind, Value: value, Because: because})
				break
			}
		}
	}
	return all
}

// pressure is the usual one, or the lowest one wished for as far as the therapy goes,
// and never more than the cap.
func (n *naive) pressure(therapy rules.Therapy) rules.Pressure {
	pressure := therapy.Usual
	if wishes := n.certain(func(e *rules.Effect) bool { return e.Prefer != 0 }); len(wishes) > 0 {
		lowest := rules.Deep
		for _, rule := range wishes {
			lowest = min(lowest, rule.Then.Prefer)
		}
		pressure = max(therapy.Least, min(therapy.Most, lowest))
	}
	return rules.Pressure(min(int(pressure), n.limit(capPressure)))
}

// minutes is the least length of the plan's first phase, or else of the therapy, and
// never more than the therapy's greatest or the cap.
func (n *naive) minutes(therapy rules.Therapy) int {
	minutes := therapy.Minutes[0]
	if plan := n.plan(); plan != nil {
		minutes = plan.Phases[0].Minutes[0]
	}
	return min(minutes, therapy.Minutes[1], n.limit(capMinutes))
}

// plan is the first schedule that a possible rule assigns, unless no session remains.
func (n *naive) plan() *engine.Plan {
	for i, schedule := range n.p.Schedules {
		because := n.reasons(func(e *rules.Effect) bool { return e.Schedule == i })
		if len(because) == 0 {
			continue
		}
		left := n.sessionsLeft(schedule)
		if left <= 0 {
			return nil
		}
		return &engine.Plan{
			Schedule:    schedule.ID,
			Phases:      n.phases(schedule, left),
			ReviewWeek:  schedule.ReviewWeek,
			MaxSessions: left,
			Because:     because,
		}
	}
	return nil
}

// sessionsLeft is the number of sessions from today on. Of a course whose sessions nobody
// counted none is left.
func (n *naive) sessionsLeft(schedule rules.Schedule) int {
	if schedule.CourseSessions == 0 {
		return schedule.MaxSessions
	}
	if n.p.SessionsDone < 0 || !n.applies(n.p.SessionsDone) {
		return schedule.CourseSessions
	}
	done := n.given[n.p.SessionsDone]
	if done.State != rules.Answered {
		return 0
	}
	return schedule.CourseSessions - done.Int
}

// phases are those of the schedule, both ends of each range capped, week by week until the
// sessions are used up at the lowest rate and the review is past.
func (n *naive) phases(schedule rules.Schedule, sessions int) []engine.PlanPhase {
	var phases []engine.PlanPhase
	had := 0.0
	for _, phase := range schedule.Phases {
		weeks := [2]int{phase.Weeks[0], phase.Weeks[0] - 1}
		for week := phase.Weeks[0]; week <= phase.Weeks[1] && (had < float64(sessions) || week <= schedule.ReviewWeek); week++ {
			weeks[1] = week
			had += float64(min(int(phase.Rate[0]), n.limit(capRate))) / 4
		}
		if weeks[1] < weeks[0] {
			break
		}
		capped := engine.PlanPhase{Weeks: weeks}
		for i := range 2 {
			capped.SessionsPerWeek[i] = float64(min(int(phase.Rate[i]), n.limit(capRate))) / 4
			capped.Minutes[i] = min(phase.Minutes[i], n.limit(capMinutes))
		}
		phases = append(phases, capped)
	}
	return phases
}
