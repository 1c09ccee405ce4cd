package packtest

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
	"knead/rules"
)

// Nearest returns the base that a person differs least from, with the person moved towards
// it as far as tells allows, and the questions that still differ. A pack without bases
// gives "" and the person as it is.
func Nearest(bases []rules.Base, who *rules.Intake, tells func(*rules.Intake) bool) (id string, near *rules.Intake, differs []int) {
	none := rules.Base{Intake: &rules.Intake{Answers: make([]rules.Answer, len(who.Answers))}}
	for i, b := range append(slices.Clone(bases), none) {
		moved := &rules.Intake{Answers: slices.Clone(who.Answers)}
		var left []int
		for q := range moved.Answers {
			old := moved.Answers[q]
			if old == b.Intake.Answers[q] {
				continue
			}
			if moved.Answers[q] = b.Intake.Answers[q]; !tells(moved) {
				moved.Answers[q] = old
				left = append(left, q)
			}
		}
		if i == 0 || len(left) < len(differs) {
			id, near, differs = b.ID, moved, left
		}
	}
	return id, near, differs
}

// Suggest writes a case about a person for its author to confirm: what differs from the
// base, and what the pack says now of the things named.
func Suggest(p *rules.Pack, name, base string, who *rules.Intake, differs []int, expect []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - name: %q\n", name)
	if base != "" {
		fmt.Fprintf(&b, "    from: %s\n", base)
	}
	if len(differs) > 0 {
		var answers []string
		for _, q := range differs {
			answer := "null"
			if who.Answers[q].State != rules.Unanswered {
				answer = p.Questions[q].Format(who.Answers[q])
			}
			answers = append(answers, p.Questions[q].ID+": "+answer)
		}
		fmt.Fprintf(&b, "    answers: {%s}\n", strings.Join(answers, ", "))
	}
	fmt.Fprintf(&b, "    expect: {%s}\n", strings.Join(expect, ", "))
	return b.String()
}

// Expect writes what a decision says about the thing that a change is about, as entries of
// a case's expect: disposition, one therapy, the plan, or what is listed.
func Expect(p *rules.Pack, d *engine.Decision, property, subject string) string {
	kind, _, _ := strings.Cut(property, "_")
	switch kind {
	case "disposition":
		return "disposition: " + d.Disposition.String()
	case "schedule", "review":
		return "schedule: " + scheduleID(p, d.Plan.Schedule)
	case "plan":
		if d.Plan.Schedule < 0 {
			return "schedule: none"
		}
		return expectPlan(p, d, property)
	}
	for k := range rules.EffectKinds {
		if k.String() == kind && k.List() != "" {
			return expectListed(p, d, k, subject)
		}
	}
	for _, t := range d.Therapies {
		switch {
		case p.Therapies[t.Therapy].ID != subject:
		case kind == "pressure":
			return fmt.Sprintf("pressure: {%s: %v}", subject, t.Pressure)
		case kind == "minutes":
			return fmt.Sprintf("minutes: {%s: %d}", subject, t.Minutes)
		default:
			return fmt.Sprintf("therapies: {include: [%s]}", subject)
		}
	}
	return fmt.Sprintf("therapies: {exclude: [%s]}", subject)
}

func scheduleID(p *rules.Pack, schedule int) string {
	if schedule < 0 {
		return "none"
	}
	return p.Schedules[schedule].ID
}

// phases returns the phases of the plan within its caps.
func phases(p *rules.Pack, d *engine.Decision) (phases []rules.Phase) {
	if d.Plan.Schedule < 0 {
		return nil
	}
	for _, ph := range p.Schedules[d.Plan.Schedule].Phases {
		phases = append(phases, ph.Within(d.Plan.Cap))
	}
	return phases
}

func expectPlan(p *rules.Pack, d *engine.Decision, property string) string {
	rate, minutes := rules.Rate(0), 0
	for _, ph := range phases(p, d) {
		rate, minutes = max(rate, ph.Rate[1]), max(minutes, ph.Minutes[1])
	}
	switch {
	case strings.HasPrefix(property, "plan_rate"):
		return "sessions_per_week: {at_most: " + fmt.Sprint(rate.PerWeek()) + "}"
	case strings.HasPrefix(property, "plan_minutes"):
		return fmt.Sprintf("minutes: {at_most: %d}", minutes)
	}
	return fmt.Sprintf("max_sessions: %d", d.Plan.MaxSessions)
}

func expectListed(p *rules.Pack, d *engine.Decision, k rules.EffectKind, subject string) string {
	o := observed{pack: p, decision: d}
	switch name := o.namesOf(k); {
	case slices.ContainsFunc(o.lists(k), func(i int) bool { return name(i) == subject }):
		return k.List() + ": [" + subject + "]"
	case k == rules.EffectAvoid:
		return "not_avoided: [" + subject + "]"
	}
	return k.List() + ": {exclude: [" + subject + "]}"
}
