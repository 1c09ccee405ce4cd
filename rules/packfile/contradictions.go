package packfile

import (
	"slices"

	"knead/rules"
)

// parseContradictions reads the checks of answers against each other. They are about the
// questions that they name, or else all that their conditions read.
func (p *packParser) parseContradictions() {
	for i, n := range p.lists["contradicts"] {
		r := p.mapping(n, "a contradiction")
		c := rules.Contradiction{ID: p.contradictions.declare(r.need("id"), i), Pos: n.pos}
		when, about := r.need("when"), r.get("questions")
		c.When, c.Text = p.condition(when), p.text(r.need("text"))
		r.finish()
		switch {
		case when != nil && when.is("always"):
			p.add(when, "always-true", "a contradiction cannot hold for everybody: expected a condition on answers")
		case about == nil:
			c.Questions = p.pack.Reads(c.When)
		default:
			c.Questions = p.questions.all(about, "questions")
			slices.Sort(c.Questions)
		}
		p.pack.Contradicts = append(p.pack.Contradicts, c)
	}
}
