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
	p.heading(p.words.explain.therapies)
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
			p.paragraph("  ", upperFirst(p.words.explain.verdicts[verdict])+": "+strings.Join(names[verdict], ", ")+".")
		}
	}
}

func (p *explainPage) therapy(c *engine.Case) {
	x := &p.words.explain
	verdict := x.verdicts[c.Verdict]
	if c.Score > 0 && p.practitioner() {
		verdict += fmt.Sprintf(", %s %d", p.words.score, c.Score)
	}
	p.paragraph("  ", p.paint(bold, c.Name)+" – "+verdict)
	if p.practitioner() || c.Verdict == engine.Shown {
		for i := range c.For {
			p.argument(&c.For[i])
		}
	}
	p.objections(c.Against)
	if !p.practitioner() || len(c.Silent) == 0 {
		return
	}
	if !p.Detail {
		p.paragraph("    ", fmt.Sprintf(x.silentHint, c.ID))
		return
	}
	p.paragraph("    ", x.silent)
	for i := range c.Silent {
		a := &c.Silent[i]
		p.paragraph(fmt.Sprintf("    %+d  ", a.Score), a.Title+p.rule(a.Rule))
		p.because("        ", &a.Ground, x.wouldApply)
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
	text := a.Title
	if p.Detail {
		text = a.Text
	}
	p.paragraph(fmt.Sprintf("    %+d  ", a.Score), text+p.rule(a.Rule)+p.sources(a.Sources)+p.certainty(p.words.certainties[a.Certainty]))
	p.because("        ", &a.Ground, "")
}

// objections says what keeps a therapy away. A patient is told each reason once.
func (p *explainPage) objections(against []engine.Objection) {
	repeated := false
	for i := range against {
		o := &against[i]
		kind := p.words.explain.kinds[o.Kind] + ": "
		switch first := p.first(o.Rule); {
		case !p.practitioner() && !first:
			repeated = true
			continue
		case p.practitioner() && !p.Detail:
			p.paragraph("    !   ", kind+o.Title+p.possible(&o.Ground)+p.rule(o.Rule))
		default:
			p.paragraph("    !   ", kind+o.Text+p.possible(&o.Ground)+p.rule(o.Rule))
		}
		p.because("        ", &o.Ground, p.words.explain.wouldLift)
	}
	if repeated {
		p.paragraph("    !   ", p.words.explain.asAbove)
	}
}

// possible says that a rule applies because it could not be ruled out.
func (p *explainPage) possible(g *engine.Ground) string {
	if g.Truth != engine.Unknown.String() {
		return ""
	}
	return " (" + p.words.notRuledOut + ")"
}

// first reports whether a rule is met for the first time.
func (p *explainPage) first(rule string) bool {
	if slices.Contains(p.said, rule) {
		return false
	}
	p.said = append(p.said, rule)
	return true
}
