package verify

import (
	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// missing compares which answers are missing, and which are ignored where both packs ask.
func (c *comparison) missing() {
	c.sets("missing", missingIDs(c.oldPack, c.old), missingIDs(c.newPack, c.new), Different, Different)
	c.sets("ignored", ignoredIDs(c.oldPack, c.old, c.newPack), ignoredIDs(c.newPack, c.new, c.oldPack), Different, Different)
}

// What a missing answer is; note terms make it unsure.
const unanswered, unsureAnswer = " unanswered", " unsure"

func missingIDs(p *rules.Pack, d *engine.Decision) (ids []string) {
	for _, m := range d.Missing {
		state := unsureAnswer
		if m.State == engine.MissingUnanswered {
			state = unanswered
		}
		ids = append(ids, p.Questions[m.Question].ID+state)
	}
	return ids
}

// ignoredIDs returns the questions whose answers are ignored and that another pack asks too.
func ignoredIDs(p *rules.Pack, d *engine.Decision, other *rules.Pack) (ids []string) {
	for _, q := range d.Ignored {
		if sameQuestion(p, int(q), other) >= 0 {
			ids = append(ids, p.Questions[q].ID)
		}
	}
	return ids
}

func (s *changeList) missing() {
	for _, id := range inEither(s.old.pack.Questions, s.new.pack.Questions, func(q *rules.Question) string { return q.ID }) {
		k, q := s.old.pack.QuestionIndex(id), s.new.pack.QuestionIndex(id)
		blankOld, unsureOld := s.old.lacks(k)
		blankNew, unsureNew := s.new.lacks(q)
		s.set("missing", id+unanswered, sat.Yes, blankOld, blankNew, Different, Different)
		s.set("missing", id+unsureAnswer, sat.Yes, unsureOld, unsureNew, Different, Different)
		if q >= 0 && k >= 0 && s.twin(q) == k {
			s.set("ignored", id, sat.Yes, s.old.ignores(k), s.new.ignores(q), Different, Different)
		}
	}
}

// lacks returns whether a question is listed as missing, unanswered or unsure; -1 is for one
// that the pack lacks.
func (m *model) lacks(q int) (blank, unsure sat.Node) {
	if q < 0 {
		return sat.No, sat.No
	}
	d := &m.domains[q]
	if m.pack.Questions[q].Required {
		blank = m.And(d.applies, m.Or(d.blank, d.hinted))
	} else {
		blank = sat.No
	}
	return blank, m.And(d.applies, m.Or(d.unsure, d.hinted))
}

// ignores returns whether the answer to a question is ignored.
func (m *model) ignores(q int) sat.Node {
	d := &m.domains[q]
	return m.And(-d.applies, m.Or(d.known, d.unsure))
}
