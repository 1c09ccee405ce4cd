package questionnaire

import (
	"slices"

	"knead/rules"
)

// Unconfirmed is what a session knows and nobody has confirmed in this conversation, one value
// for each of the pack's questions. Only the answers in the draft count; a session that is made
// anew from its draft needs these values to ask the same as before.
type Unconfirmed struct {
	Known     []bool         // answered before the interview began
	Suggested []rules.Answer // what an unanswered question's answer probably is
	Pending   []Pending
}

// Pending is what was typed or ticked at a question that has not been left by an answer.
type Pending struct {
	Text  string // FreeText and Int
	Ticks uint64 // Multi
}

// Unconfirmed returns what the session knows beside its answers.
func (s *Session) Unconfirmed() Unconfirmed {
	return Unconfirmed{Known: slices.Clone(s.known), Suggested: slices.Clone(s.suggested), Pending: slices.Clone(s.pending)}
}

// Restore gives back what an earlier session knew beside its answers. The session then
// stands at the first question with something pending, so that nobody has to look for it.
func (s *Session) Restore(u Unconfirmed) {
	s.known, s.suggested, s.pending = slices.Clone(u.Known), slices.Clone(u.Suggested), slices.Clone(u.Pending)
	for q, pending := range s.pending {
		if pending != (Pending{}) && s.live[q] {
			s.at = q
			return
		}
	}
}

// SetPending takes note of what was typed or ticked at the question that is due.
func (s *Session) SetPending(p Pending) { s.pending[s.at] = p }

func (s *Session) hasPending() bool {
	return slices.ContainsFunc(s.pending, func(p Pending) bool { return p != Pending{} })
}
