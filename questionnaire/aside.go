package questionnaire

import (
	"slices"

	"knead/rules"
)

// Aside is what a session knows beside its answers, one value for each of the pack's
// questions. Nothing in it is an answer: it is shown, and counts once it is confirmed. A
// session that is made anew from its draft asks the same as before when it gets it back.
type Aside struct {
	Known   []bool         // answered before the interview began
	Suggest []rules.Answer // what an unanswered question probably is
	Begun   []Begun
}

// Begun is what was typed or ticked at a question and not confirmed: the start of an answer.
type Begun struct {
	Text  string // FreeText and Int
	Ticks uint64 // Multi
}

// Aside returns what the session knows beside its answers.
func (s *Session) Aside() Aside {
	return Aside{Known: slices.Clone(s.kept), Suggest: slices.Clone(s.suggest), Begun: slices.Clone(s.begun)}
}

// Restore gives back what an earlier session knew beside its answers. The session then
// stands at what was begun, so that nobody has to look for it.
func (s *Session) Restore(a Aside) {
	s.kept, s.suggest, s.begun = slices.Clone(a.Known), slices.Clone(a.Suggest), slices.Clone(a.Begun)
	for q, begun := range s.begun {
		if begun != (Begun{}) && s.live[q] {
			s.at = q
			return
		}
	}
}

// unconfirmed reports whether something is begun.
func (s *Session) unconfirmed() bool {
	return slices.ContainsFunc(s.begun, func(b Begun) bool { return b != Begun{} })
}

// Begin takes note of what was typed or ticked at the question that is due.
func (s *Session) Begin(b Begun) { s.begun[s.at] = b }
