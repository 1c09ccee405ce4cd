package packfile

import (
	"slices"

	"knead/rules"
)

// parseAccepted reads the findings that the authors stand by.
func (p *packParser) parseAccepted() {
	for _, n := range p.lists["accepted"] {
		r := mapping(&p.problems, n, "an accepted finding")
		a := rules.Accepted{Pos: n.pos}
		a.Property, _ = word(&p.problems, r.need("property"), "a property")
		a.Subject, _ = word(&p.problems, r.need("subject"), "an id")
		if named := r.get("rules"); named != nil {
			a.Rules = p.ruleIDs(named)
		}
		if when := r.get("when"); when != nil {
			a.When = p.condition(when)
		}
		a.Reason, _ = word(&p.problems, r.need("reason"), "the reason")
		r.finish()
		p.pack.Accepted = append(p.pack.Accepted, a)
	}
}

// ruleIDs reads a list of ids of rules.
func (p *packParser) ruleIDs(n *node) []string {
	ids := []string{}
	for _, item := range list(&p.problems, n, "rules") {
		if _, ok := p.rules.find(&p.problems, item); ok {
			ids = append(ids, item.text)
		}
	}
	return ids
}

// ParseAccepted reads a file with nothing but a list of less safe changes that are meant,
// each with the rules that bring it about or for whom it is meant. Its conditions speak of
// the new pack's questions, its rules are those of either pack.
func ParseAccepted(data []byte, file string, old, new *rules.Pack) ([]rules.Accepted, rules.Problems) {
	p := knowing(new)
	for i := range old.Rules {
		if id := old.Rules[i].ID; new.RuleIndex(id) < 0 {
			p.rules.know(id, len(p.rules.ids))
		}
	}
	for root, problems := range yamlDocuments(data, file) {
		p.problems = append(p.problems, problems...)
		if root == nil {
			continue
		}
		r := mapping(&p.problems, root, "a file of accepted findings")
		p.lists["accepted"] = append(p.lists["accepted"], list(&p.problems, r.need("accepted"), "findings")...)
		r.finish()
	}
	p.parseAccepted()
	for _, a := range p.pack.Accepted {
		if a.Rules == nil && a.When == nil && !slices.Contains([]string{rules.OptionDropped, rules.UnsureDropped, rules.TextDropped, rules.RangeWidened, rules.NoteDropped, rules.HarmlessNoteAdded}, a.Property) {
			p.problems.addAt(a.Pos, "rules", "missing-key", `missing key "rules": name all rules that bring the change about, or where none does, say with "when" for whom it is meant`)
		}
	}
	return p.pack.Accepted, p.problems.sorted()
}

// knowing returns a parser for conditions on a pack that has been parsed.
func knowing(pack *rules.Pack) *packParser {
	p := newPackParser()
	p.pack.Questions, p.pack.Derived, p.pack.Conditions = pack.Questions, pack.Derived, pack.Conditions
	for q := range pack.Questions {
		p.questions.know(pack.Questions[q].ID, q)
		options := newNames("option")
		for i, o := range pack.Questions[q].Options {
			options.know(o.ID, i)
		}
		p.options = append(p.options, options)
	}
	for i := range pack.Derived {
		p.derived.know(pack.Derived[i].ID, i)
	}
	for i := range pack.Conditions {
		p.conditions.know(pack.Conditions[i].ID, i)
	}
	for i := range pack.Rules {
		p.rules.know(pack.Rules[i].ID, i)
	}
	return p
}
