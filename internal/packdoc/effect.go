package packdoc

import (
	"fmt"
	"strconv"
	"strings"

	"knead/rules"
)

// effect puts what a rule does into words, one sentence for each kind of effect.
func (d describer) effect(e *rules.Effect) (then []string) {
	add := func(format string, args ...any) { then = append(then, fmt.Sprintf(format, args...)) }
	if e.Disposition != rules.Proceed {
		add("%v; when an unsure answer leaves it open: %v", e.Disposition, e.IfUnsure)
	}
	if e.Exclude != 0 {
		add("rules out %s", d.selectors(e.ExcludeBy, false))
	}
	if e.Cap != (rules.Cap{}) {
		add("at most %s", capWords(e.Cap))
	}
	if e.Avoid != 0 {
		add("leaves alone: %s", strings.Join(d.areaNames(e.Avoid), ", "))
	}
	if e.Caution.General {
		add("cautions for the whole visit")
	}
	if e.Caution.Therapies != 0 {
		add("cautions beside %s", d.therapyNames(e.Caution.Therapies))
	}
	if e.Schedule >= 0 {
		add("plans “%s”", d.Schedules[e.Schedule].Name.Practitioner)
	}
	if len(e.Suggest) > 0 {
		add("speaks for %s", d.selectors(e.SuggestBy, true))
	}
	if e.Prefer != 0 {
		add("wish for %v pressure", e.Prefer)
	}
	if len(e.Care) > 0 {
		var names []string
		for _, c := range e.Care {
			names = append(names, d.Care[c].Name.Practitioner)
		}
		add("advises: %s", strings.Join(names, "; "))
	}
	return then
}

func (d describer) selectors(by []rules.Selector, scored bool) string {
	var parts []string
	for _, s := range by {
		part := ""
		if s.Tag >= 0 {
			part = "everything with " + d.Tags[s.Tag].Title.Practitioner
		} else {
			part = d.Therapies[s.Therapy].Name.Practitioner
		}
		if scored {
			part += fmt.Sprintf(" (+%d)", s.Score)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func (d describer) therapyNames(set uint64) string {
	var names []string
	for i := range d.Therapies {
		if set&(1<<i) != 0 {
			names = append(names, d.Therapies[i].Name.Practitioner)
		}
	}
	if len(names) == len(d.Therapies) {
		return "everything"
	}
	return strings.Join(names, ", ")
}

func capWords(c rules.Cap) string {
	var parts []string
	if c.Pressure != 0 {
		parts = append(parts, c.Pressure.String()+" pressure")
	}
	if c.Minutes != 0 {
		parts = append(parts, strconv.Itoa(c.Minutes)+" minutes")
	}
	if c.Rate != 0 {
		parts = append(parts, perWeek(c.Rate)+" sessions a week")
	}
	return strings.Join(parts, ", ")
}

func perWeek(r rules.Rate) string { return strconv.FormatFloat(r.PerWeek(), 'f', -1, 64) }

// invariant puts a promise into words.
func (d describer) invariant(inv *rules.Invariant) Invariant {
	out := Invariant{ID: inv.ID, Title: inv.Title, Rows: inv.Rows, For: "everybody"}
	if inv.When.Op != rules.Always {
		out.For = "where " + d.Words(inv.When)
		if inv.Possible {
			out.For = "unless it is ruled out that " + d.Words(inv.When)
		}
	}
	for i := range inv.Claims {
		out.Claims = append(out.Claims, d.claim(&inv.Claims[i]))
	}
	return out
}

func (d describer) claim(c *rules.Claim) string {
	switch c.Kind {
	case rules.DispositionIn:
		var names []string
		for disposition := rules.Proceed; disposition <= rules.Emergency; disposition++ {
			if c.Dispositions&(1<<disposition) != 0 {
				names = append(names, disposition.String())
			}
		}
		return "the result is " + strings.Join(names, ", ")
	case rules.NeverSuggest:
		return "never shown: " + d.therapyNames(c.Therapies)
	case rules.SuggestOneOf:
		return "at least one is shown of: " + d.therapyNames(c.Therapies)
	case rules.NeverCare:
		return "never advised: " + d.Care[c.Subject].Name.Practitioner
	case rules.AlwaysCare:
		return "advised: " + d.Care[c.Subject].Name.Practitioner
	case rules.NeverSchedule:
		return "never planned: " + d.Schedules[c.Subject].Name.Practitioner
	case rules.CapAt:
		return "at most " + capWords(c.Cap)
	case rules.AlwaysAvoid:
		return "left alone: " + strings.Join(d.areaNames(1<<c.Subject), "")
	case rules.AlwaysCaution:
		return "cautioned by " + d.Rules[c.Subject].ID
	case rules.SessionsAtMost:
		return fmt.Sprintf("at most %d sessions", c.Number)
	case rules.ReviewBy:
		return fmt.Sprintf("review in week %d at the latest", c.Number)
	}
	if c.Kind == rules.AlwaysPlan {
		return "a plan wherever a therapy is shown"
	}
	return "no plan"
}
