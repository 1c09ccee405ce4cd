package report

import (
	"fmt"
	"slices"
	"strings"

	"knead/engine"
)

// therapies says for each therapy that is shown or withheld what speaks for and against
// it; of the others it gives the names, unless detail is asked for.
func (p *explainPage) therapies() {
	p.heading(p.word("explain_therapies"))
	names := map[string][]string{}
	for i := range p.e.Therapies {
		switch c := &p.e.Therapies[i]; {
		case c.Verdict == engine.VerdictShown || c.Verdict == engine.VerdictWithheld || p.Detail:
			p.therapy(c)
		case len(c.Against) > 0:
			names["against"] = append(names["against"], c.Name)
		default:
			names[c.Verdict] = append(names[c.Verdict], c.Name)
		}
	}
	for _, verdict := range []string{engine.VerdictOtherAreas, engine.VerdictNoArgument, "against"} {
		if len(names[verdict]) > 0 {
			p.para("  ", upperFirst(p.word("verdict_"+verdict))+": "+strings.Join(names[verdict], ", ")+p.word("report_stop"))
		}
	}
}

func (p *explainPage) therapy(c *engine.TherapyExplanation) {
	verdict := p.word("verdict_" + c.Verdict)
	if c.Score > 0 && p.practitioner() {
		verdict += fmt.Sprintf(", %s %d", p.word("report_score"), c.Score)
	}
	p.para("  ", p.paint(bold, c.Name)+" – "+verdict)
	if p.practitioner() || c.Verdict == engine.VerdictShown {
		for i := range c.For {
			p.argument(&c.For[i])
		}
	}
	p.keeping("!   ", len(c.Against), func(i int) (string, *engine.Ground) {
		return p.word("against_"+c.Against[i].Kind) + ": ", &c.Against[i].Ground
	})
	switch {
	case !p.practitioner():
	case p.Detail:
		p.silent("explain_silent", len(c.Silent), func(i int) (string, *engine.Ground) {
			return fmt.Sprintf("%+d  ", c.Silent[i].Score), &c.Silent[i].Ground
		})
		p.silent("explain_spared", len(c.Spared), func(i int) (string, *engine.Ground) { return "-   ", &c.Spared[i].Ground })
	case len(c.Silent) > 0:
		p.para("    ", p.word("explain_silent_hint", "therapy", c.ID))
	}
}

// silent lists rules that would speak for or against a therapy, and why they do not.
func (p *explainPage) silent(title string, rules int, at func(i int) (bullet string, g *engine.Ground)) {
	if rules > 0 {
		p.para("    ", p.word(title))
	}
	for i := range rules {
		bullet, g := at(i)
		p.para("    "+bullet, p.name(g)+p.rule(g.Rule))
		p.because("        ", g, p.word("explain_would_apply"))
	}
}

// argument says what speaks for a therapy. A patient is told each reason once.
func (p *explainPage) argument(a *engine.Argument) {
	if !p.practitioner() {
		if p.first(a.Rule) {
			p.para("    + ", a.Text)
		}
		return
	}
	text := p.name(&a.Ground)
	if p.Detail {
		text = a.Text
	}
	p.para(fmt.Sprintf("    %+d  ", a.Score), text+p.rule(a.Rule)+p.bracketed(a.Sources...)+p.certainty(p.word("certainty_"+a.Certainty)))
	p.because("        ", &a.Ground, "")
}

// possible says that a rule applies because it could not be ruled out.
func (p *explainPage) possible(g *engine.Ground) string {
	if g.Truth != engine.Unknown.String() {
		return ""
	}
	return " (" + p.word("report_not_ruled_out") + ")"
}

// first reports whether a rule is met for the first time.
func (p *explainPage) first(rule string) bool {
	if slices.Contains(p.said, rule) {
		return false
	}
	p.said = append(p.said, rule)
	return true
}
