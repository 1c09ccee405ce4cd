package fhir

import (
	"fmt"
	"slices"

	"knead/rules"
)

// EnableWhen is one condition under which an item of a Questionnaire is shown. One of the
// answers is set: a bool, an int or a [Coding], so that conditions can be compared.
type EnableWhen struct {
	Question      string `json:"question"`
	Operator      string `json:"operator"`
	AnswerBoolean any    `json:"answerBoolean,omitempty"`
	AnswerInteger any    `json:"answerInteger,omitempty"`
	AnswerCoding  any    `json:"answerCoding,omitempty"`
}

// formula is a conjunction of clauses; a clause holds when one of its conditions does.
// Without clauses it is true, with an empty clause false.
type formula [][]EnableWhen

// maxClauses bounds how much enableWhen one question may need. Each may be a group around the
// question, and readers bound how deep a response is nested ([maxDepth]).
const maxClauses = 24

// skips turns the skip logic of a pack into enableWhen. FHIR compares what is there, so
// "true or unknown" is spelled out: unknown is an answer that is not there, or "unsure".
type skips struct {
	pack     *rules.Pack
	names    Names
	problems []string // what cannot be said of the question placed last
}

// placement is where and when a question is shown: plain conditions, all of which must
// hold, and groups around it, the outermost first, of each of which one condition must.
// When any is set, the plain ones are alternatives and there is no group.
type placement struct {
	plain  []EnableWhen
	any    bool
	groups [][]EnableWhen
}

// place returns when a question is shown. Where enableWhen cannot say it, the question is
// shown too often, never too seldom.
func (s *skips) place(q int) placement {
	s.problems = nil
	f := s.formula(s.pack.Questions[q].AskIf, false, false)
	if slices.ContainsFunc(f, func(clause []EnableWhen) bool { return len(clause) == 0 }) {
		s.cannot("it never holds")
		f = nil
	}
	var p placement
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
	case least == 0:
		return nil
	case size <= 0:
		return formula{{}}
	case size == len(parts):
		return s.either(parts...)
	case size > 1 && len(parts) > 12:
		s.cannot("it counts among too many conditions")
		return nil
	}
	var f formula
	for _, some := range subsets(parts, size) {
		f = s.both(f, s.either(some...))
	}
	return f
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
		f = s.chosen(c, q, negated)
	}
	if !certain {
		f = s.either(f, s.unknown(q))
	}
	if negated {
		return s.either(f, s.formula(q.AskIf, true, true))
	}
	return s.both(s.formula(q.AskIf, false, false), f)
}

// chosen says that one of the options is the answer, or is among the answers, or with
// negated that one of the others is.
func (s *skips) chosen(c *rules.Condition, q *rules.Question, negated bool) formula {
	var clause []EnableWhen
	for i, o := range q.Options {
		switch {
		case c.Options&(1<<i) == 0 != negated:
		case q.Kind.IsYesNo():
			clause = append(clause, EnableWhen{Question: q.ID, Operator: "=", AnswerBoolean: i == 1})
		default:
			clause = append(clause, s.is(q, o.ID))
		}
	}
	return formula{clause}
}

// is says that a code is the answer, or is among the answers.
func (s *skips) is(q *rules.Question, code string) EnableWhen {
	return EnableWhen{Question: q.ID, Operator: "=", AnswerCoding: Coding{System: s.names.system(s.pack, q.ID), Code: code}}
}

func exists(q *rules.Question, yes bool) EnableWhen {
	return EnableWhen{Question: q.ID, Operator: "exists", AnswerBoolean: yes}
}

// compared says that a number lies within the bounds, or with negated outside.
func compared(c *rules.Condition, q *rules.Question, negated bool) (f formula) {
	number := func(operator string, n int) EnableWhen {
		return EnableWhen{Question: q.ID, Operator: operator, AnswerInteger: n}
	}
	from, to := ">=", "<="
	if negated {
		from, to = "<", ">"
	}
	var bounds []EnableWhen
	if c.Min > q.Min {
		bounds = append(bounds, number(from, c.Min))
	}
	if c.Max < q.Max {
		bounds = append(bounds, number(to, c.Max))
	}
	switch {
	case negated:
		return formula{bounds}
	case c.Min == c.Max:
		bounds = []EnableWhen{number("=", c.Min)}
	case len(bounds) == 0:
		bounds = []EnableWhen{exists(q, true)}
	}
	for _, bound := range bounds {
		f = append(f, []EnableWhen{bound})
	}
	return f
}

// unknown says that a question has no answer or is answered unsure. Where "unsure" is an
// item of its own, the question itself has no answer then.
func (s *skips) unknown(q *rules.Question) formula {
	if q.Unsure && !asksUnsureApart(q) {
		return formula{{exists(q, false), s.is(q, rules.UnsureWord)}}
	}
	return formula{{exists(q, false)}}
}

// both joins two formulas of which each must hold.
func (s *skips) both(f, g formula) formula {
	return s.tidy(slices.Concat(f, g))
}

// either joins formulas of which one must hold.
func (s *skips) either(parts ...formula) formula {
	one := formula{{}}
	for _, part := range parts {
		var joined formula
		for _, a := range one {
			for _, b := range part {
				joined = append(joined, slices.Concat(a, b))
			}
		}
		one = s.tidy(joined)
	}
	return one
}

// tidy drops repeated conditions, and clauses that others imply.
func (s *skips) tidy(f formula) (kept formula) {
	for i, clause := range f {
		f[i] = nil
		for _, a := range clause {
			if !slices.Contains(f[i], a) {
				f[i] = append(f[i], a)
			}
		}
	}
	for i := range f {
		if !implied(f, i) {
			kept = append(kept, f[i])
		}
	}
	if len(kept) > maxClauses {
		s.cannot("it is too intricate")
		return nil
	}
	return kept
}

// implied reports whether a clause has all conditions of another one and more, or is
// the same as one before it.
func implied(f formula, i int) bool {
	for k, other := range f {
		missing := func(a EnableWhen) bool { return !slices.Contains(f[i], a) }
		if k != i && (len(other) < len(f[i]) || k < i) && !slices.ContainsFunc(other, missing) {
			return true
		}
	}
	return false
}
