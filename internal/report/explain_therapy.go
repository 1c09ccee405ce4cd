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
		case c.Verdict == engine.Shown || c.Verdict == engine.Held || p.Detail:
			p.therapy(c)
		case len(c.Against) > 0:
			names["against"] = append(names["against"], c.Name)
		default:
			names[c.Verdict] = append(names[c.Verdict], c.Name)
		}
	}
	for _, verdict := range []string{engine.OtherAreas, engine.NoArgument, "against"} {
		if len(names[verdict]) > 0 {
			p.paragraph("  ", upperFirst(p.word("verdict_"+verdict))+": "+strings.Join(names[verdict], ", ")+p.word("report_stop"))
		}
	}
}

func (p *explainPage) therapy(c *engine.Case) {
	verdict := p.word("verdict_" + c.Verdict)
	if c.Score > 0 && p.practitioner() {
		verdict += fmt.Sprintf(", %s %d", p.word("report_score"), c.Score)
	}
	p.paragraph("  ", p.paint(bold, c.Name)+" – "+verdict)
	if p.practitioner() || c.Verdict == engine.Shown {
		for i := range c.For {
			p.argument(&c.For[i])
		}
	}
	p.objections(c.Against)
	switch {
	case !p.practitioner():
	case p.Detail:
		p.silent(c)
	case len(c.Silent) > 0:
		p.paragraph("    ", p.word("explain_silent_hint", "therapy", c.ID))
	}
}

// silent says which rules would speak for and against a therapy, and why they do not.
func (p *explainPage) silent(c *engine.Case) {
	if len(c.Silent) > 0 {
		p.paragraph("    ", p.word("explain_silent"))
	}
	for i := range c.Silent {
		a := &c.Silent[i]
		p.paragraph(fmt.Sprintf("    %+d  ", a.Score), p.name(&a.Ground)+p.rule(a.Rule))
		p.because("        ", &a.Ground, p.word("explain_would_apply"))
	}
	if len(c.Spared) > 0 {
		p.paragraph("    ", p.word("explain_spared"))
	}
	for i := range c.Spared {
		o := &c.Spared[i]
		p.paragraph("    -   ", p.name(&o.Ground)+p.rule(o.Rule))
		p.because("        ", &o.Ground, p.word("explain_would_apply"))
	}
}

// argument says what speaks for a therapy. A patient is told each reason once.
func (p *explainPage) argument(a *engine.Argument) {
	if !p.practitioner() {
		if p.first(a.Rule) {
			p.paragraph("    + ", a.Text)
		}
		return
	}
	text := p.name(&a.Ground)
	if p.Detail {
		text = a.Text
	}
	p.paragraph(fmt.Sprintf("    %+d  ", a.Score), text+p.rule(a.Rule)+p.sources(a.Sources)+p.certainty(p.word("certainty_"+a.Certainty)))
	p.because("        ", &a.Ground, "")
}

// objections says what keeps a therapy away. A patient is told each reason once.
func (p *explainPage) objections(against []engine.Objection) {
	repeated := false
	for i := range against {
		o := &against[i]
		if first := p.first(o.Rule); first || p.practitioner() {
			p.keeps("    ", "!   ", p.word("against_"+o.Kind)+": ", &o.Ground, first)
		} else {
			repeated = true
		}
	}
	if repeated {
		p.paragraph("    !   ", p.word("explain_as_above"))
	}
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
