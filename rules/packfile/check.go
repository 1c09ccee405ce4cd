package packfile

import (
	"slices"

	"knead/rules"
)

// checkOptionalReads refuses dispositions that depend on questions nobody has to answer:
// whoever answers all required questions harmlessly must be able to proceed.
func (p *packParser) checkOptionalReads(rule *rules.Rule, lifting []int) {
	if rule.Then.Disposition == rules.Proceed || rule.When == nil {
		return
	}
	for _, q := range p.pack.Reads(rule.When) {
		if question := p.pack.Questions[q]; !question.Required && !slices.Contains(lifting, q) {
			p.problems.addAt(rule.Pos, question.ID, "optional-question",
				"the disposition of rule %q reads the optional question %q; make the question required", rule.ID, question.ID).Related = &question.Pos
		}
	}
}

// checkUnsureWording asks for words for every disposition that an unsure answer can lead
// to.
func (p *packParser) checkUnsureWording() {
	for i := range p.pack.Rules {
		rule := &p.pack.Rules[i]
		if rule.Then.Disposition == rules.Proceed || !rule.UnsureText.Empty() || !p.pack.Dispositions[rule.Then.IfUnsure].Unsure.Empty() {
			continue
		}
		p.problems.addAt(rule.Pos, "unsure", "no-unsure-words",
			"an unsure answer can lead from rule %q to %s, but neither the rule has an unsure_text nor the disposition a text \"unsure\"", rule.ID, rule.Then.IfUnsure)
	}
}

// checkUnused warns of what the pack defines and nothing refers to.
func (p *packParser) checkUnused() {
	for _, s := range []*names{p.sources, p.conditions, p.derived, p.tags, p.schedules, p.care, p.sections} {
		for _, id := range s.ids {
			if !s.used[id] {
				p.problems.addAt(s.places[id], id, "unused", "%s %q is not used", s.what, id).Warning = true
			}
		}
	}
}

// checkPhysicianSuggestions refuses arguments for what only physicians perform, unless a
// rule for everybody excludes it: then it can only stand among what is withheld.
func (p *packParser) checkPhysicianSuggestions() {
	var never uint64
	for i := range p.pack.Rules {
		if rule := &p.pack.Rules[i]; rule.When != nil && rule.When.Op == rules.Always {
			never |= rule.Then.Exclude
		}
	}
	for _, e := range p.physicianSuggestions {
		if never&(1<<p.therapies.index[e.key]) == 0 {
			p.problems.addAt(e.pos, e.key, "physician-therapy",
				"%s is for physicians only: expected a rule with \"when: always\" that excludes it, so that it can only be withheld", rules.Quote(e.key))
		}
	}
}
