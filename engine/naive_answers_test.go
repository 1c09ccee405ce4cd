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
	p     *rules.Pack
	given []rules.Answer // as the person left them
	// notes are the terms that the texts mention; hints are by question the words of those that
	// are said and speak for options nobody ticked, and hinted are those options.
	notes  []naiveMention
	hints  [][]string
	hinted []uint64
	// asked keeps by question what applies said; only time is saved by it.
	asked []*bool
}

// read takes an intake apart. Which text is read at all is decided before the text can
// make anything unsure.
func read(p *rules.Pack, in *rules.Intake) *reading {
	r := &reading{p: p, given: in.Answers, hinted: make([]uint64, len(p.Questions)), asked: make([]*bool, len(p.Questions))}
	var texts []string
	for q, answer := range in.Answers {
		if p.Questions[q].Kind == rules.FreeText && answer.Text != "" && r.applies(q) {
			texts = append(texts, answer.Text)
		}
	}
	r.hints, r.asked = make([][]string, len(p.Questions)), make([]*bool, len(p.Questions))
	for _, text := range texts {
		r.readNotes(text, in.Confirmed)
	}
	return r
}

// readNotes looks for what a text says and the answers do not, but for what was asked again.
func (r *reading) readNotes(text string, confirmed []int) {
	for _, m := range naiveNotes(r.p, text) {
		r.notes = append(r.notes, m)
		note := r.p.Notes[m.entry]
		open := r.given[note.Question].Ticks&note.Options == 0 && !slices.Contains(confirmed, note.Question)
		if m.taken == rules.Said && open {
			r.hinted[note.Question] |= note.Options
			if !slices.Contains(r.hints[note.Question], m.said) {
				r.hints[note.Question] = append(r.hints[note.Question], m.said)
			}
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
	case blank && c.Op == rules.OneOf && r.spokenFor(c, negated):
		return isUnknown
	case blank:
		return isFalse
	case negated:
		return value.not()
	}
	return value
}

// spokenFor reports whether the notes, where there is no answer, speak for an atom or its
// negation: that one of its options is true; that each of those of a list, which may all be
// false, is open; that another option of a choice is true.
func (r *reading) spokenFor(c *rules.Condition, negated bool) bool {
	within, beyond := r.hinted[c.Question]&c.Options, r.hinted[c.Question]&^c.Options
	switch {
	case !negated:
		return within != 0
	case r.p.Questions[c.Question].Kind == rules.Multi:
		return within == c.Options
	}
	return beyond != 0
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
		return r.oneOf(c), r.lacks(c.Question)
	}
	if c.Derived < 0 {
		return r.sum(c, []rules.WeightedAnswer{{Weight: 1, Question: c.Question}})
	}
	return r.sum(c, r.p.Derived[c.Derived].Terms)
}

func (r *reading) oneOf(c *rules.Condition) truth {
	answer, multi := r.given[c.Question], r.p.Questions[c.Question].Kind == rules.Multi
	ticked := answer.Ticks&c.Options != 0
	if multi && ticked {
		return isTrue
	}
	if answer.State != rules.Answered {
		return isUnknown
	}
	// What may be true as well makes a list no less true, but a choice has one answer.
	for i := range r.p.Questions[c.Question].Options {
		option := uint64(1) << i
		if r.hinted[c.Question]&option != 0 && (c.Options&option != 0) != ticked {
			return isUnknown
		}
	}
	if ticked {
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
		blank = blank || r.lacks(t.Question)
		known = known && r.given[t.Question].State == rules.Answered
		total += t.Weight * r.given[t.Question].Int
	}
	switch {
	case !known:
		return isUnknown, blank
	case c.Min <= total && total <= c.Max:
		return isTrue, blank
	}
	return isFalse, blank
}
