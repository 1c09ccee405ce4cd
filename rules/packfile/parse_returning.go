package packfile

import "knead/rules"

// parseReturnings reads what follows from the last visit, now that every question is known.
func (p *packParser) parseReturnings() {
	for i, n := range p.lists["questions"] {
		if n.kind != mapNode {
			continue
		}
		if returning := n.get("returning"); returning != nil && !p.typeless[p.pack.Questions[i].ID] {
			p.pack.Questions[i].Returning = p.returning(&p.pack.Questions[i], returning)
		}
	}
}

func (p *packParser) returning(q *rules.Question, n *node) rules.Returning {
	ps := &p.problems
	r := mapping(ps, n, "what follows from the last visit")
	fixed, add, first := r.get("answer"), r.get("add"), r.get("first")
	r.finish()
	switch {
	case r.n != nil && len(n.entries) != 1:
		ps.add(n, "wrong-key", "expected one of {answer: …}, {add: 1}, {add: weeks} and {first: QUESTION}")
	case fixed != nil:
		return rules.Returning{By: rules.ReturningFixed, Answer: answer(ps, q, fixed), Pos: n.pos}
	case add != nil && q.Kind == rules.Int && add.is("weeks"):
		return rules.Returning{By: rules.ReturningWeeks, Pos: n.pos}
	case add != nil && q.Kind == rules.Int && add.text == "1":
		return rules.Returning{By: rules.ReturningOne, Pos: n.pos}
	case add != nil:
		ps.add(add, "wrong-key", "expected 1 or weeks, and a question of type int")
	case first != nil:
		other, known := p.questions.index[first.text]
		o := &rules.Question{Kind: rules.FreeText}
		if known {
			o = &p.pack.Questions[other]
		}
		if o.Kind != rules.Int || q.Kind != rules.Int || o.Min < q.Min || o.Max > q.Max {
			ps.add(first, "wrong-question", "expected a question of type int whose range fits, found %s", rules.Quote(first.text))
			break
		}
		return rules.Returning{By: rules.ReturningFirst, Question: other, Pos: n.pos}
	}
	return rules.Returning{}
}
