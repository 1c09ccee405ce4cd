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
	// Last are the answers of the last visit; nil at a first one.
	Last []rules.Answer
	// Kept are the contradictions that the person has looked at, one value for each of the pack's.
	Kept []bool
	// Said is by question what was said to its statements; nil where the list was shown instead.
	Said [][]rules.Answer
	// Full says that lists are shown instead of their statements.
	Full bool
}

// Pending is what was typed or ticked at a question that has not been left by an answer.
type Pending struct {
	Text  string // FreeText and Int
	Ticks uint64 // Multi
}

// Unconfirmed returns what the session knows beside its answers.
func (s *Session) Unconfirmed() Unconfirmed {
	u := Unconfirmed{Known: slices.Clone(s.known), Suggested: slices.Clone(s.suggested), Pending: slices.Clone(s.pending), Last: slices.Clone(s.before), Kept: slices.Clone(s.put), Said: make([][]rules.Answer, len(s.said)), Full: s.full}
	for q := range s.said {
		if !s.wide[q] && slices.ContainsFunc(s.said[q], func(a rules.Answer) bool { return a.State != rules.Unanswered }) {
			u.Said[q] = slices.Clone(s.said[q])
		}
	}
	if len(s.again) > 0 {
		u.Kept[s.doubted] = false
	}
	return u
}

// Restore gives back what an earlier session knew beside its answers. The session then
// stands at the first question with something pending, so that nobody has to look for it.
func (s *Session) Restore(u Unconfirmed) {
	s.known, s.suggested, s.pending = slices.Clone(u.Known), slices.Clone(u.Suggested), slices.Clone(u.Pending)
	s.put, s.again, s.full, s.before = slices.Clone(u.Kept), nil, u.Full, slices.Clone(u.Last)
	for q := range s.suggested {
		s.wide[q] = s.wide[q] || s.isSuggested(q) // as [Returning] does: last time's ticks stand in the list
	}
	for q, said := range u.Said {
		if len(said) > 0 && len(said) == len(s.said[q]) {
			copy(s.said[q], said)
			s.wide[q] = false
		}
	}
	s.forward()
	for q, pending := range s.pending {
		if pending != (Pending{}) && s.live[q] {
			s.at, s.alone = step{q, -1}, true
			return
		}
	}
}

// SetPending takes note of what was typed or ticked at the question that is due.
func (s *Session) SetPending(p Pending) { s.pending[s.at.question] = p }

func (s *Session) hasPending() bool {
	return slices.ContainsFunc(s.pending, func(p Pending) bool { return p != Pending{} })
}
