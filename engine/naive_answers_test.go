package engine_test

import (
	"slices"

	"knead/rules"
)

// truth is a truth value of Kleene's logic. The order is that of min for "all" and max
// for "any".
type truth int

const (
	isFalse truth = iota
	isUnknown
	isTrue
)

func (t truth) not() truth     { return isTrue - t }
func (t truth) possible() bool { return t != isFalse }

// reading is an intake read against a pack: what each answer is worth in logic.
type reading struct {
	p *rules.Pack
	// given are the answers as the person left them; answers are the same after the notes
	// made some of them unsure.
	given, answers []rules.Answer
	// notes are the terms that the texts mention; hint is by question the words of the first
	// that is said and speaks for an option nobody ticked, or empty.
	notes []naiveMention
	hint  []string
	// asked keeps by question what applies said; only time is saved by it.
	asked []*bool
}

// read takes an intake apart. Which text is read at all is decided before the text can
// make anything unsure.
func read(p *rules.Pack, in *rules.Intake) *reading {
	r := &reading{p: p, given: in.Answers, answers: in.Answers}
	r.hint, r.asked = make([]string, len(p.Questions)), make([]*bool, len(p.Questions))
	for q, answer := range in.Answers {
		if p.Questions[q].Kind == rules.FreeText && answer.Text != "" && r.applies(q) {
			r.readNotes(answer.Text)
		}
	}
	r.answers, r.asked = slices.Clone(in.Answers), make([]*bool, len(p.Questions))
	for q, term := range r.hint {
		if term == "" {
			continue
		}
		r.answers[q].State = rules.Unsure
		if p.Questions[q].Kind != rules.Multi {
			r.answers[q].Ticks = 0
		}
	}
	return r
}

// readNotes looks for what a text says and the answers do not.
func (r *reading) readNotes(text string) {
	for _, m := range naiveNotes(r.p, text) {
		r.notes = append(r.notes, m)
		note := r.p.Notes[m.entry]
		if m.taken == rules.Said && r.given[note.Question].Ticks&note.Options == 0 && r.hint[note.Question] == "" {
			r.hint[note.Question] = m.said
		}
	}
}

// applies reports whether a question applies: its ask_if is true or unknown.
func (r *reading) applies(q int) bool {
	if r.asked[q] == nil {
		askIf := r.p.Questions[q].AskIf
		yes := askIf == nil || r.base(askIf).possible()
		r.asked[q] = &yes
	}
	return *r.asked[q]
}

// lacks reports whether a question is required, applies and was left without an answer.
func (r *reading) lacks(q int) bool {
	return r.p.Questions[q].Required && r.applies(q) && r.given[q].State == rules.Unanswered
}

// blank reports whether a question counts as a blank when dispositions are decided. One
// that was left without an answer, but that the notes speak of, is unsure instead.
func (r *reading) blank(q int) bool { return r.lacks(q) && r.hint[q] == "" }

// base is a condition as applicability, permissive and protective effects see it: Kleene's
// logic, where what is unsure or unanswered is unknown.
func (r *reading) base(c *rules.Condition) truth {
	switch c.Op {
	case rules.Always:
		return isTrue
	case rules.Is:
		return r.base(c.Of[0])
	case rules.Not:
		return r.base(c.Of[0]).not()
	case rules.All, rules.Any, rules.AtLeast:
		return atLeast(needed(c), c.Of, r.base)
	}
	value, _ := r.atom(c)
	return value
}

// decide is a condition, or its negation, as dispositions see it: negation is pushed down
// to the atoms, and there a blank makes both an atom and its negation false.
func (r *reading) decide(c *rules.Condition, negated bool) truth {
	switch c.Op {
	case rules.Always:
		if negated {
			return isFalse
		}
		return isTrue
	case rules.Is:
		return r.decide(c.Of[0], negated)
	case rules.Not:
		return r.decide(c.Of[0], !negated)
	case rules.All, rules.Any, rules.AtLeast:
		need := needed(c)
		if negated { // not as many as needed hold: of the n negations, at least n-need+1 do
			need = len(c.Of) - need + 1
		}
		return atLeast(need, c.Of, func(part *rules.Condition) truth { return r.decide(part, negated) })
	}
	value, blank := r.atom(c)
	switch {
	case blank:
		return isFalse
	case negated:
		return value.not()
	}
	return value
}

// needed is how many parts of All, Any or AtLeast have to hold.
func needed(c *rules.Condition) int {
	switch c.Op {
	case rules.All:
		return len(c.Of)
	case rules.Any:
		return 1
	}
	return c.N
}

// atLeast is the truth of "at least so many of these parts hold".
func atLeast(need int, parts []*rules.Condition, value func(*rules.Condition) truth) truth {
	certain, possible := 0, 0
	for _, part := range parts {
		v := value(part)
		if v == isTrue {
			certain++
		}
		if v.possible() {
			possible++
		}
	}
	switch {
	case certain >= need:
		return isTrue
	case possible >= need:
		return isUnknown
	}
	return isFalse
}

// atom is the value of OneOf or Compare, and whether it hangs on a blank.
func (r *reading) atom(c *rules.Condition) (value truth, blank bool) {
	if c.Op == rules.OneOf {
		if !r.applies(c.Question) {
			return isFalse, false
		}
		return r.oneOf(c), r.blank(c.Question)
	}
	if c.Derived < 0 {
		return r.sum(c, []rules.WeightedAnswer{{Weight: 1, Question: c.Question}})
	}
	return r.sum(c, r.p.Derived[c.Derived].Terms)
}

func (r *reading) oneOf(c *rules.Condition) truth {
	answer := r.answers[c.Question]
	ticked := answer.Ticks&c.Options != 0
	if r.p.Questions[c.Question].Kind == rules.Multi && ticked {
		return isTrue
	}
	switch {
	case answer.State != rules.Answered:
		return isUnknown
	case ticked:
		return isTrue
	}
	return isFalse
}

// sum compares a weighted sum of answers with the bounds of c.
func (r *reading) sum(c *rules.Condition, terms []rules.WeightedAnswer) (value truth, blank bool) {
	total, known := 0, true
	for _, t := range terms {
		if !r.applies(t.Question) {
			return isFalse, false
		}
		blank = blank || r.blank(t.Question)
		known = known && r.answers[t.Question].State == rules.Answered
		total += t.Weight * r.answers[t.Question].Int
	}
	switch {
	case !known:
		return isUnknown, blank
	case c.Min <= total && total <= c.Max:
		return isTrue, blank
	}
	return isFalse, blank
}
