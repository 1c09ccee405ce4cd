package engine_test

import (
	"slices"
	"strings"
	"unicode"

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
	// hint is by question the first note term that speaks for an option nobody ticked, or
	// empty.
	hint []string
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

// readNotes looks for the pack's terms whose options nobody ticked.
func (r *reading) readNotes(text string) {
	said := spacedWords(text)
	for _, note := range r.p.Notes {
		for _, term := range note.Terms {
			unticked := r.given[note.Question].Ticks&note.Options == 0
			if unticked && r.hint[note.Question] == "" && mentions(said, words(term), note.Harmless) {
				r.hint[note.Question] = term
			}
		}
	}
}

// mentions reports whether the words of a term stand one after another in a text, and not
// only within harmless phrases.
func mentions(text []spacedWord, term, harmless []string) bool {
	for i := range text {
		if len(term) > 0 && stands(text, i, term, false) && !within(text, i, i+len(term), harmless) {
			return true
		}
	}
	return false
}

// within reports whether a harmless phrase covers the words from i to before end.
func within(text []spacedWord, i, end int, harmless []string) bool {
	for from := 0; from <= i; from++ {
		for _, phrase := range harmless {
			inner := words(phrase)
			if from+len(inner) >= end && stands(text, from, inner, true) {
				return true
			}
		}
	}
	return false
}

// stands reports whether words stand at a place of a text, perhaps with nothing but spaces,
// hyphens and apostrophes between them.
func stands(text []spacedWord, at int, words []string, close bool) bool {
	for i, word := range words {
		if at+i >= len(text) || text[at+i].word != word {
			return false
		}
		if close && i > 0 && strings.Trim(text[at+i].gap, " -'’") != "" {
			return false
		}
	}
	return true
}

// spacedWord is a word of a text and what stands before it.
type spacedWord struct{ gap, word string }

// spacedWords cuts a text into its words and what stands between them.
func spacedWords(text string) (cut []spacedWord) {
	rest := strings.ToLower(text)
	for _, word := range words(text) {
		gap, after, _ := strings.Cut(rest, word)
		cut = append(cut, spacedWord{gap, word})
		rest = after
	}
	return cut
}

// words are the lower-case runs of letters, digits and combining marks of s.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	})
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
