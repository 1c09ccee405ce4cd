package packdoc

import (
	"fmt"
	"strings"

	"knead/rules"
)

// effectWords begin the sentence about what a rule has of a kind of effect. Kinds that follow
// each other with the same words share a sentence. A kind without words is told by its key.
var effectWords = map[rules.EffectKind]string{
	rules.EffectDisposition:   "",
	rules.EffectExclude:       "rules out ",
	rules.EffectPressure:      "at most ",
	rules.EffectMinutes:       "at most ",
	rules.EffectRate:          "at most ",
	rules.EffectAvoid:         "leaves alone: ",
	rules.EffectCaution:       "cautions for the whole visit",
	rules.EffectCautionBeside: "cautions beside ",
	rules.EffectSchedule:      "plans ",
	rules.EffectSuggest:       "speaks for ",
	rules.EffectPrefer:        "wish for ",
	rules.EffectCare:          "advises: ",
}

// effect puts what a rule does into words, one sentence for each kind of effect.
func (d describer) effect(e *rules.Effect) (then []string) {
	before := ""
	for k := range rules.EffectKinds {
		if !e.Has(k) || k == rules.EffectIfUnsure { // told with the disposition
			continue
		}
		begin, known := effectWords[k]
		if !known {
			begin = k.Key() + ": "
			if k.Over() == rules.OverRules {
				begin = k.Key() // the rule says what
			}
		}
		if value := d.valuesOf(e, k); begin != "" && begin == before {
			then[len(then)-1] += ", " + value
		} else {
			then = append(then, begin+value)
		}
		before = begin
	}
	return then
}

// valuesOf names what an effect has of a kind.
func (d describer) valuesOf(e *rules.Effect, k rules.EffectKind) string {
	switch k {
	case rules.EffectDisposition:
		return fmt.Sprintf("%v; when an unsure answer leaves it open: %v", e.Disposition, e.IfUnsure)
	case rules.EffectExclude:
		return d.selectors(e.ExcludeBy, false)
	case rules.EffectSuggest:
		return d.selectors(e.SuggestBy, true)
	}
	return d.names(k.Over(), e.Values(k))
}

// names names values of a domain.
func (d describer) names(over rules.Domain, values []rules.EffectValue) string {
	if over == rules.OverTherapies && len(values) == len(d.Therapies) {
		return "everything"
	}
	var names []string
	for _, v := range values {
		names = append(names, d.valueName(over, v.Value))
	}
	if over == rules.OverCare {
		return strings.Join(names, "; ")
	}
	return strings.Join(names, ", ")
}

// valueName names a value of a domain.
func (d describer) valueName(over rules.Domain, value int) string {
	switch over {
	case rules.OverTherapies:
		return d.Therapies[value].Name.Practitioner
	case rules.OverAreas:
		return strings.ToLower(d.Questions[d.Areas].Options[value].Label.Practitioner)
	case rules.OverSchedules:
		return "“" + d.Schedules[value].Name.Practitioner + "”"
	case rules.OverCare:
		return d.Care[value].Name.Practitioner
	case rules.OverPressures:
		return rules.Pressure(value).String() + " pressure"
	case rules.OverMinutes:
		return fmt.Sprintf("%d minutes", value)
	case rules.OverRates:
		return fmt.Sprint(rules.Rate(value).PerWeek()) + " sessions a week"
	case rules.OverDispositions:
		return rules.Disposition(value).String()
	case rules.OverRules:
	}
	return ""
}

func (d describer) selectors(by []rules.Selector, scored bool) string {
	var parts []string
	for _, s := range by {
		var part string
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

func (d describer) invariant(inv *rules.Invariant) Invariant {
	out := Invariant{ID: inv.ID, Title: inv.Title, Rows: inv.Requirements, For: "everybody"}
	if inv.When.Op != rules.Always {
		out.For = "where " + d.Words(inv.When)
		if inv.Possible {
			out.For = "unless it is ruled out that " + d.Words(inv.When)
		}
	}
	for i := range inv.Assertions {
		out.Claims = append(out.Claims, d.assertion(&inv.Assertions[i]))
	}
	return out
}

// assertion puts a promise into words.
func (d describer) assertion(c *rules.Assertion) string {
	therapies := func() string {
		return d.names(rules.OverTherapies, (&rules.Effect{Exclude: c.Therapies}).Values(rules.EffectExclude))
	}
	switch c.Kind {
	case rules.DispositionIn:
		names := members(uint64(c.Dispositions), func(i int) string { return rules.Disposition(i).String() })
		return "the result is " + strings.Join(names, ", ")
	case rules.NeverSuggest:
		return "never shown: " + therapies()
	case rules.SuggestOneOf:
		return "at least one is shown of: " + therapies()
	case rules.NeverListed:
		return d.listed("never ", c)
	case rules.AlwaysListed:
		return d.listed("", c)
	case rules.NeverSchedule:
		return "never planned: " + d.Schedules[c.Subject].Name.Practitioner
	case rules.CapAt:
		return strings.Join(d.effect(&rules.Effect{Cap: c.Cap, Schedule: -1}), "")
	case rules.SessionsAtMost:
		return fmt.Sprintf("at most %d sessions", c.Number)
	case rules.ReviewBy:
		return fmt.Sprintf("review in week %d at the latest", c.Number)
	case rules.NeverPlan:
		return "no plan"
	case rules.AlwaysPlan:
		return "a plan wherever a therapy is shown"
	}
	panic(fmt.Sprintf("assertion kind %d has no words", c.Kind))
}

// listedWords begin what is claimed to be listed of a kind; a kind without words is told by its
// list.
var listedWords = map[rules.EffectKind]string{
	rules.EffectCare:    "advised: ",
	rules.EffectAvoid:   "left alone: ",
	rules.EffectCaution: "cautioned by ",
}

// listed says that a value is listed, or never is.
func (d describer) listed(never string, c *rules.Assertion) string {
	begin, known := listedWords[c.Effect]
	if !known {
		begin = "among " + c.Effect.List() + ": "
	}
	if c.Effect.Over() == rules.OverRules {
		return never + begin + d.Rules[c.Subject].ID
	}
	return never + begin + d.valueName(c.Effect.Over(), c.Subject)
}
