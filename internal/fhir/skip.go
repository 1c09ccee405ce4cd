package fhir

import (
	"fmt"
	"slices"

	"knead/rules"
)

// EnableWhen is one condition under which an item of a Questionnaire is shown.
type EnableWhen struct {
	Question      string  `json:"question"`
	Operator      string  `json:"operator"`
	AnswerBoolean *bool   `json:"answerBoolean,omitempty"`
	AnswerInteger *int    `json:"answerInteger,omitempty"`
	AnswerCoding  *Coding `json:"answerCoding,omitempty"`
}

// atom is an EnableWhen that can be compared. For the operator "exists" and for Bool
// questions the answer is yes; for Int questions it is number; else it is code.
type atom struct {
	question int // index into Pack.Questions
	operator string
	yes      bool
	number   int
	code     string
}

// formula is a conjunction of clauses; a clause holds when one of its atoms does. Without
// clauses it is true, with an empty clause false.
type formula [][]atom

// maxClauses bounds how much enableWhen one question may need.
const maxClauses = 64

// skips turns the skip logic of a pack into enableWhen. FHIR compares what is there, so
// "true or unknown" is spelled out: unknown is an answer that is not there, or "unsure".
type skips struct {
	pack     *rules.Pack
	problems []string // what cannot be said of the question in hand
}

// placement is where and when a question is shown: plain conditions, all of which must
// hold, and groups around it, the outermost first, of each of which one condition must.
// When any is set, the plain ones are alternatives and there is no group.
type placement struct {
	plain    []atom
	any      bool
	groups   [][]atom
	problems []string // what of its condition enableWhen cannot say
}

// place returns when a question is shown. Where enableWhen cannot say it, the question is
// shown too often, never too seldom.
func (s *skips) place(q int) placement {
	s.problems = nil
	f := s.formula(s.pack.Questions[q].AskIf, false, false)
	if slices.ContainsFunc(f, func(clause []atom) bool { return len(clause) == 0 }) {
		s.cannot("it never holds")
		f = nil
	}
	p := placement{problems: s.problems}
	for _, clause := range f {
		if len(clause) == 1 {
			p.plain = append(p.plain, clause[0])
		} else {
			p.groups = append(p.groups, clause)
		}
	}
	// The box "not sure" gives a question a condition of its own, which must hold too.
	if len(p.groups) == 1 && len(p.plain) == 0 && !asksUnsureApart(&s.pack.Questions[q]) {
		p.plain, p.any, p.groups = p.groups[0], true, nil
	}
	return p
}

// groupLink is the linkId of a question's group number k, counted from 1.
func groupLink(q *rules.Question, k int) string { return fmt.Sprintf("%s.if.%d", q.ID, k) }

// formula says that a condition, or its negation, is true, or when certain is false that
// it is true or unknown.
func (s *skips) formula(c *rules.Condition, negated, certain bool) formula {
	return rules.Fold[formula]{
		Atom:    func(c *rules.Condition, negated bool) formula { return s.literal(c, negated, certain) },
		AtLeast: s.atLeast,
	}.Value(c, negated)
}

// atLeast says that so many parts hold: of every n-least+1 parts one does.
func (s *skips) atLeast(least int, parts []formula) formula {
	size := len(parts) - least + 1
	switch {
	case size <= 0, least == 0:
		return truth(least == 0)
	case size == len(parts):
		return s.oneOf(parts)
	case size > 1 && len(parts) > 12:
		s.cannot("it counts among too many conditions")
		return nil
	}
	var f formula
	for _, some := range subsets(parts, size) {
		f = s.both(f, s.oneOf(some))
	}
	return f
}

func (s *skips) oneOf(parts []formula) formula {
	one := truth(false)
	for _, part := range parts {
		one = s.either(one, part)
	}
	return one
}

// subsets returns every choice of size parts.
func subsets(parts []formula, size int) (all [][]formula) {
	if size == 0 {
		return [][]formula{nil}
	}
	for i := range parts {
		for _, rest := range subsets(parts[i+1:], size-1) {
			all = append(all, append([]formula{parts[i]}, rest...))
		}
	}
	return all
}

// cannot notes what enableWhen cannot say.
func (s *skips) cannot(problem string) {
	if !slices.Contains(s.problems, problem) {
		s.problems = append(s.problems, problem)
	}
}

// literal says a condition on one question, which is false where the question does not
// apply.
func (s *skips) literal(c *rules.Condition, negated, certain bool) formula {
	if c.Op == rules.Compare && c.Derived >= 0 {
		s.cannot(fmt.Sprintf("it reads the computed number %q", s.pack.Derived[c.Derived].ID))
		return nil
	}
	q := &s.pack.Questions[c.Question]
	var f formula
	switch {
	case c.Op == rules.Compare:
		f = compared(c, q, negated)
	case q.Kind.Many() && negated:
		s.cannot(fmt.Sprintf("it asks whether options of %q are left unticked", q.ID))
		return nil
	default:
		f = chosen(c, q, negated)
	}
	if !certain {
		f = s.either(f, unknown(c.Question, q))
	}
	if negated {
		return s.either(f, s.formula(q.AskIf, true, true))
	}
	return s.both(s.formula(q.AskIf, false, false), f)
}

// chosen says that one of the options is the answer, or is among the answers, or with
// negated that one of the others is.
func chosen(c *rules.Condition, q *rules.Question, negated bool) formula {
	var clause []atom
	for i, o := range q.Options {
		if c.Options&(1<<i) == 0 != negated {
			continue
		}
		a := atom{question: c.Question, operator: "=", code: o.ID}
		if q.Kind.IsYesNo() {
			a.code, a.yes = "", i == 1
		}
		clause = append(clause, a)
	}
	return formula{clause}
}

// compared says that a number lies within the bounds, or with negated outside.
func compared(c *rules.Condition, q *rules.Question, negated bool) formula {
	number := func(operator string, n int) atom { return atom{question: c.Question, operator: operator, number: n} }
	if negated {
		var clause []atom
		if c.Min > q.Min {
			clause = append(clause, number("<", c.Min))
		}
		if c.Max < q.Max {
			clause = append(clause, number(">", c.Max))
		}
		return formula{clause}
	}
	if c.Min == c.Max {
		return formula{{number("=", c.Min)}}
	}
	f := formula{}
	if c.Min > q.Min {
		f = append(f, []atom{number(">=", c.Min)})
	}
	if c.Max < q.Max {
		f = append(f, []atom{number("<=", c.Max)})
	}
	if len(f) == 0 {
		f = append(f, []atom{{question: c.Question, operator: "exists", yes: true}})
	}
	return f
}

// unknown says that a question has no answer or is answered unsure. Where "unsure" is an
// item of its own, the question itself has no answer then.
func unknown(index int, q *rules.Question) formula {
	clause := []atom{{question: index, operator: "exists"}}
	if q.Unsure && !asksUnsureApart(q) {
		clause = append(clause, atom{question: index, operator: "=", code: codeUnsure})
	}
	return formula{clause}
}

func truth(yes bool) formula {
	if yes {
		return nil
	}
	return formula{{}}
}

// both joins two formulas of which each must hold.
func (s *skips) both(f, g formula) formula {
	return s.tidy(append(slices.Clone(f), g...))
}

// either joins two formulas of which one must hold.
func (s *skips) either(f, g formula) formula {
	var joined formula
	for _, a := range f {
		for _, b := range g {
			joined = append(joined, append(slices.Clone(a), b...))
		}
	}
	return s.tidy(joined)
}

// tidy drops repeated atoms, and clauses that others imply.
func (s *skips) tidy(f formula) formula {
	for i, clause := range f {
		var once []atom
		for _, a := range clause {
			if !slices.Contains(once, a) {
				once = append(once, a)
			}
		}
		f[i] = once
	}
	var kept formula
	for i, clause := range f {
		implied := false
		for k, other := range f {
			if k != i && subset(other, clause) && (len(other) < len(clause) || k < i) {
				implied = true
				break
			}
		}
		if !implied {
			kept = append(kept, clause)
		}
	}
	if len(kept) > maxClauses {
		s.cannot("it is too intricate")
		return nil
	}
	return kept
}

// subset reports whether every atom of a stands in b.
func subset(a, b []atom) bool {
	return !slices.ContainsFunc(a, func(x atom) bool { return !slices.Contains(b, x) })
}

// enableWhen writes the atoms of a clause.
func (s *skips) enableWhen(clause []atom) (when []EnableWhen) {
	for _, a := range clause {
		q := &s.pack.Questions[a.question]
		e := EnableWhen{Question: q.ID, Operator: a.operator}
		switch {
		case a.operator == "exists", q.Kind.IsYesNo():
			e.AnswerBoolean = pointer(a.yes)
		case q.Kind.IsNumber():
			e.AnswerInteger = pointer(a.number)
		default:
			e.AnswerCoding = &Coding{System: system(s.pack, q), Code: a.code}
		}
		when = append(when, e)
	}
	return when
}
