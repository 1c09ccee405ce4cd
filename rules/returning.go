package rules

// Returning says what a question's answer probably is when somebody comes back: how it
// follows from the answers of the last visit. The zero value says nothing.
type Returning struct {
	By ReturningBy
	// Answer is the answer of ReturningFixed.
	Answer Answer
	// Question is the Int or Choice question that ReturningFirst falls back to.
	Question int
	Pos      Pos
}

// ReturningBy is a way to follow from the last visit.
type ReturningBy uint8

const (
	NotReturning   ReturningBy = iota
	ReturningFixed             // always Answer
	ReturningOne               // one more than the last answer, which was 0 where it did not apply
	ReturningWeeks             // the last answer, or 0, and the full weeks between the two visits
	ReturningFirst             // the last answer or, where it did not apply, that of Question
)

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

func (p *packParser) returning(q *Question, n *node) Returning {
	ps := &p.problems
	r := mapping(ps, n, "what follows from the last visit")
	answer, add, first := r.get("answer"), r.get("add"), r.get("first")
	r.finish()
	switch {
	case r.n != nil && len(n.entries) != 1:
		ps.add(n, "wrong-key", "expected one of {answer: …}, {add: 1}, {add: weeks} and {first: QUESTION}")
	case answer != nil:
		return Returning{By: ReturningFixed, Answer: q.answer(ps, answer), Pos: n.pos}
	case add != nil && q.Kind == Int && add.is("weeks"):
		return Returning{By: ReturningWeeks, Pos: n.pos}
	case add != nil && q.Kind == Int && add.text == "1":
		return Returning{By: ReturningOne, Pos: n.pos}
	case add != nil:
		ps.add(add, "wrong-key", "expected 1 or weeks, and a question of type int")
	case first != nil:
		other, known := p.questions.index[first.text]
		o := &Question{Kind: FreeText}
		if known {
			o = &p.pack.Questions[other]
		}
		if o.Kind != Int || q.Kind != Int || o.Min < q.Min || o.Max > q.Max {
			ps.add(first, "wrong-question", "expected a question of type int whose range fits, found %s", quote(first.text))
			break
		}
		return Returning{By: ReturningFirst, Question: other, Pos: n.pos}
	}
	return Returning{}
}
