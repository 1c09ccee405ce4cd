package engine_test

import (
	"fmt"
	"strings"

	"knead/rules"
)

// printIntake writes the answers that an intake has, one a line.
func printIntake(p *rules.Pack, in *rules.Intake) string {
	var b strings.Builder
	for i, a := range in.Answers {
		q := p.Questions[i]
		if a.State == rules.Unanswered {
			continue
		}
		fmt.Fprintf(&b, "  %s:", q.ID)
		switch {
		case q.Kind == rules.Int && a.State == rules.Answered:
			fmt.Fprintf(&b, " %d", a.Int)
		case q.Kind == rules.FreeText:
			fmt.Fprintf(&b, " %q", a.Text)
		default:
			fmt.Fprintf(&b, " %v", optionIDs(q, a.Ticks))
		}
		if a.State == rules.Unsure {
			b.WriteString(" unsure")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func optionIDs(q rules.Question, set uint64) []string {
	var ids []string
	for i, o := range q.Options {
		if set&(1<<i) != 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// printPack writes what of a pack decides, without its texts.
func printPack(p *rules.Pack) string {
	var b strings.Builder
	for i, q := range p.Questions {
		fmt.Fprintf(&b, "  %s %v required=%v [%d, %d] %v", q.ID, q.Kind, q.Required, q.Min, q.Max, optionIDs(q, ^uint64(0)))
		if i == p.Areas {
			b.WriteString(" (areas)")
		}
		if i == p.SessionsDone {
			b.WriteString(" (sessions done)")
		}
		if q.AskIf != nil {
			b.WriteString(" asked if " + printCondition(p, q.AskIf))
		}
		b.WriteString("\n")
	}
	for _, n := range p.Notes {
		q := p.Questions[n.Question]
		fmt.Fprintf(&b, "  %q but not in %q hints at %s %v\n", n.Terms, n.Harmless, q.ID, optionIDs(q, n.Options))
	}
	for _, t := range p.Therapies {
		fmt.Fprintf(&b, "  %s areas %b %v–%v–%v %v\n", t.ID, t.Areas, t.Least, t.Usual, t.Most, t.Minutes)
	}
	for _, s := range p.Schedules {
		fmt.Fprintf(&b, "  %s %v sessions %d, of course %d\n", s.ID, s.Phases, s.MaxSessions, s.CourseSessions)
	}
	for _, r := range p.Rules {
		then := r.Then
		then.SuggestBy, then.ExcludeBy = nil, nil
		fmt.Fprintf(&b, "  %s when %s then %+v\n", r.ID, printCondition(p, r.When), then)
	}
	for _, c := range p.Contradicts {
		fmt.Fprintf(&b, "  %s is a contradiction if %s\n", c.ID, printCondition(p, c.When))
	}
	if p.ClearanceLifted != nil {
		fmt.Fprintf(&b, "  clearance lifted if %s\n", printCondition(p, p.ClearanceLifted))
	}
	return b.String()
}

func printCondition(p *rules.Pack, c *rules.Condition) string {
	var parts []string
	for _, part := range c.Of {
		parts = append(parts, printCondition(p, part))
	}
	of := strings.Join(parts, ", ")
	switch c.Op {
	case rules.Always:
		return "always"
	case rules.All:
		return "all(" + of + ")"
	case rules.Any:
		return "any(" + of + ")"
	case rules.Not:
		return "not " + of
	case rules.AtLeast:
		return fmt.Sprintf("at least %d of (%s)", c.N, of)
	case rules.Is:
		return c.Name + "=(" + of + ")"
	case rules.OneOf:
		q := p.Questions[c.Question]
		return fmt.Sprintf("%s in %v", q.ID, optionIDs(q, c.Options))
	}
	if c.Derived < 0 {
		return fmt.Sprintf("%s in [%d, %d]", p.Questions[c.Question].ID, c.Min, c.Max)
	}
	var sum []string
	for _, t := range p.Derived[c.Derived].Terms {
		sum = append(sum, fmt.Sprintf("%d*%s", t.Weight, p.Questions[t.Question].ID))
	}
	return fmt.Sprintf("%s in [%d, %d]", strings.Join(sum, " + "), c.Min, c.Max)
}
