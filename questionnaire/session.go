// Package questionnaire holds the conversation that turns a pack's questions into an
// intake. It knows no terminal, no browser and no clinical meaning.
//
// A [Session] is the state of one conversation: which question is due, which answers
// apply, what is left, the way back, the review. It is handed functions, [Logic], that say
// which questions apply, when an answer ends the conversation, and which answers do not go
// together, or the notes speak against, and are asked again: what is answered to the notes is
// confirmed. The session's draft holds
// the answers; what was only typed, ticked or suggested is [Unconfirmed] and counts for
// nothing until the person confirms it.
//
// An [Interview] puts a session into words: it gives the next [Page] and takes the [Reply],
// and nothing in it waits, so that a terminal, a pipe and a browser can use the same. An
// [Asker] is what waits for a person; [Interview.Run] leads one through a session. [Plain] is
// the asker for pipes, screen readers and simple terminals: numbered lines in, numbered lines
// out. The asker with arrow keys is in internal/tui.
package questionnaire

import (
	"slices"

	"knead/rules"
)

// Logic is what a session must be told about the meaning of answers. The functions must
// be quick and must not change the intake.
type Logic struct {
	// Applies says which questions apply, one value for each of the pack's questions.
	Applies func(*rules.Intake) []bool
	// Doubts says for each question whose answer the notes speak against which words of them
	// do. It may be nil.
	Doubts func(*rules.Intake) [][]string
	// Stop says that the answers so far end the interview, and why, in words for the person.
	Stop func(*rules.Intake) (reason string, stop bool)
	// Contradictions says which contradictions of the pack the answers are, by index; nil
	// looks for none.
	Contradictions func(*rules.Intake) []int32
}

// Session is the state of one interview. It stands at one question or at the review.
// It is not safe for concurrent use.
//
// Answers to questions that stop applying stay in the session's intake and count again
// when their question applies again; [Session.Final] leaves them out.
type Session struct {
	pack   *rules.Pack
	logic  Logic
	intake *rules.Intake

	live      []bool         // which questions apply to the answers so far
	seen      []bool         // answered, or passed over on purpose
	known     []bool         // answered before the interview began; not asked again
	suggested []rules.Answer // what an unanswered question probably is, to be confirmed
	pending   []Pending      // what was typed or ticked and not confirmed
	put       []bool         // by contradiction: its questions have been asked again
	doubted   int            // the contradiction whose questions are being asked again
	again     []int          // those of them that are still to be asked
	noted     [][]string     // by question: what the notes say against the answer so far

	at      int // the question due, or len(pack.Questions) for the review
	last    int // the question dealt with last, or -1
	left    int // the question the review was asked for at, or -1
	reason  string
	stopped bool
}

// New returns a session for the pack that continues from the draft and stands at the first
// question that is neither answered nor passed over. The session owns the draft's intake
// from now on.
func New(p *rules.Pack, d *rules.Draft, logic Logic) *Session {
	n := len(p.Questions)
	s := &Session{
		pack: p, logic: logic, intake: d.Intake, last: -1, left: -1,
		seen: slices.Clone(d.Passed), known: make([]bool, n), suggested: make([]rules.Answer, n),
		pending: make([]Pending, n), put: make([]bool, len(p.Contradicts)),
	}
	for q, a := range d.Answers {
		// What has to be answered cannot have been passed over, whatever a file says.
		s.seen[q] = s.seen[q] && !p.Questions[q].Required || a.State != rules.Unanswered
	}
	s.forward()
	return s
}

// Start returns a session for the pack without any answers.
func Start(p *rules.Pack, logic Logic) *Session {
	return New(p, &rules.Draft{Intake: rules.NewIntake(p), Passed: make([]bool, len(p.Questions))}, logic)
}

// Draft returns the answers so far, those that do not apply included, and what was passed over.
// It shares the session's intake.
func (s *Session) Draft() *rules.Draft {
	d := &rules.Draft{Intake: s.intake, Passed: slices.Clone(s.seen)}
	for q, a := range s.intake.Answers {
		d.Passed[q] = d.Passed[q] && a.State == rules.Unanswered
	}
	return d
}

// Final returns a copy of the intake without the answers that do not apply.
func (s *Session) Final() *rules.Intake {
	final := *s.intake
	final.Answers = slices.Clone(final.Answers)
	for q, live := range s.logic.Applies(s.intake) {
		if !live {
			final.Answers[q] = rules.Answer{}
		}
	}
	final.Confirmed = slices.DeleteFunc(slices.Clone(final.Confirmed), func(q int) bool { return final.Answers[q].State == rules.Unanswered })
	if s.pack.Returns(final.Answers) {
		final.Confirmed = nil // which is void on a return visit
	}
	return &final
}

// Question returns the index of the question that is due; ok is false at the review.
func (s *Session) Question() (q int, ok bool) { return s.at, s.at < len(s.seen) }

// Given returns the answer to show beside a question: the one it has, or else the one
// suggested, which counts only once it is confirmed.
func (s *Session) Given(q int) (a rules.Answer, suggested bool) {
	a = s.intake.Answers[q]
	if a.State == rules.Unanswered && s.suggested[q].State != rules.Unanswered {
		return s.suggested[q], true
	}
	return a, false
}

// Seen reports whether the question has been answered or passed over.
func (s *Session) Seen(q int) bool { return s.seen[q] }

// Stopped reports whether the answers so far end the interview, and why.
func (s *Session) Stopped() (reason string, stopped bool) { return s.reason, s.stopped }

// Set records an answer from outside the conversation, such as one known beforehand.
// The question is not asked again, but the way back leads to it.
func (s *Session) Set(q int, a rules.Answer) error {
	err := s.carry(q, a)
	if err == nil {
		s.forward()
	}
	return err
}

// carry makes an answer known beforehand, if it is one.
func (s *Session) carry(q int, a rules.Answer) error {
	if err := Check(&s.pack.Questions[q], a); err != nil {
		return err
	}
	s.record(q, a)
	s.seen[q], s.known[q] = true, true
	return nil
}

// Answer records the answer to the question that is due and moves on. It returns a
// [*Complaint] and stays where it is when the answer cannot be taken.
func (s *Session) Answer(a rules.Answer) error {
	if err := Check(&s.pack.Questions[s.at], a); err != nil {
		return err
	}
	s.record(s.at, a)
	s.pass()
	return nil
}

// record takes an answer. Another one than before voids what was confirmed: of its question or,
// where it is a text, of all.
func (s *Session) record(q int, a rules.Answer) {
	if s.intake.Answers[q] == a {
		return
	}
	s.intake.Answers[q] = a
	s.intake.Confirmed = slices.DeleteFunc(slices.Clone(s.intake.Confirmed), func(c int) bool {
		return c == q || s.pack.Questions[q].Kind.IsText()
	})
}

// Enter moves on without a new answer: it confirms a suggestion, keeps the answer a
// question has, or passes over an optional question. "None of these" is kept so only where
// the notes speak against it: else it has to be said each time, because the answer to a list
// nobody read would look the same.
func (s *Session) Enter() error {
	q := &s.pack.Questions[s.at]
	a, suggested := s.Given(s.at)
	none := q.Kind.Many() && a.State == rules.Answered && a.Ticks == 0
	switch {
	case suggested:
		return s.Answer(a)
	case none && s.noted[s.at] == nil, a.State == rules.Unanswered && q.Required:
		return missing(q)
	}
	s.pass()
	return nil
}

// Keep moves on and leaves the question as it is: with the answer it has, or skipped where it
// may be.
func (s *Session) Keep() error {
	if !s.seen[s.at] && s.pack.Questions[s.at].Required {
		return missing(&s.pack.Questions[s.at])
	}
	s.pass()
	return nil
}

func (s *Session) pass() {
	if s.noted[s.at] != nil && s.intake.Answers[s.at].State != rules.Unanswered {
		s.intake.Confirmed = append(s.intake.Confirmed, s.at)
		slices.Sort(s.intake.Confirmed)
		s.intake.Confirmed = slices.Compact(s.intake.Confirmed)
	}
	s.seen[s.at], s.pending[s.at] = true, Pending{}
	s.last = s.at
	s.again = slices.DeleteFunc(s.again, func(q int) bool { return q == s.at })
	s.forward()
}

// forward computes afresh what applies and what the notes speak against. It goes to the first
// answer that they do or that does not go together with others, else to the first question
// that is not dealt with or, when there is none, to the review.
func (s *Session) forward() {
	s.live = s.logic.Applies(s.intake)
	s.noted = make([][]string, len(s.seen))
	if s.logic.Doubts != nil {
		copy(s.noted, s.logic.Doubts(s.intake))
	}
	s.reason, s.stopped = s.logic.Stop(s.intake)
	s.at, s.left = 0, -1
	for q, words := range s.noted {
		if words != nil && s.live[q] && s.intake.Answers[q].State != rules.Unanswered {
			s.at = q
			return
		}
	}
	if s.doubt(); len(s.again) > 0 {
		s.at = s.again[0]
		return
	}
	for s.at < len(s.seen) && (!s.live[s.at] || s.seen[s.at]) {
		s.at++
	}
}

// doubt finds what is to be asked again: the questions of a contradiction, once, as long as
// the answers are one.
func (s *Session) doubt() {
	if s.logic.Contradictions == nil {
		return
	}
	held := s.logic.Contradictions(s.intake)
	passing := func(q int) bool { return !s.live[q] || !s.seen[q] }
	if s.again = slices.DeleteFunc(s.again, passing); !slices.Contains(held, int32(s.doubted)) {
		s.again = nil
	}
	for _, c := range held {
		if len(s.again) > 0 {
			return
		}
		if !s.put[c] {
			s.put[c], s.doubted = true, int(c)
			s.again = slices.DeleteFunc(slices.Clone(s.pack.Contradicts[c].Questions), passing)
		}
	}
}

// Doubted returns the contradiction for which a question is asked again; ok is false when it
// is not.
func (s *Session) Doubted(q int) (contradiction int, ok bool) {
	return s.doubted, slices.Contains(s.again, q)
}

// Back goes to the question before the present one among those that apply, or from a
// review that was asked for to where that was, and reports whether there was one. From a
// stop it goes to the question whose answer caused it.
func (s *Session) Back() bool {
	if s.stopped {
		s.stopped = false
		s.at = s.last
		if s.last < 0 {
			s.at = len(s.seen)
		}
		return true
	}
	if _, asking := s.Question(); !asking && s.left >= 0 {
		s.at, s.left = s.left, -1
		return true
	}
	for q := s.at - 1; q >= 0; q-- {
		if s.live[q] {
			s.at = q
			return true
		}
	}
	return false
}

// Jump goes to a question that applies.
func (s *Session) Jump(q int) {
	if s.live[q] {
		s.at = q
	}
}

// Leave goes to the review, whatever is left.
func (s *Session) Leave() {
	if _, asking := s.Question(); asking {
		s.left = s.at
	}
	s.at = len(s.seen)
}

// Parts returns which of the sections that ask something the present question belongs to,
// and how many there are as far as the answers so far tell. A section whose answers were all
// known beforehand asks nothing.
func (s *Session) Parts() (part, parts int) {
	asks := make([]bool, len(s.pack.Sections))
	for q, live := range s.live {
		if live && (!s.known[q] || q == s.at) {
			asks[s.pack.Questions[q].Section] = true
		}
	}
	for section, any := range asks {
		if !any {
			continue
		}
		parts++
		if s.at < len(s.seen) && section <= s.pack.Questions[s.at].Section {
			part++
		}
	}
	return part, parts
}

// Flag marks an answer in a review.
type Flag uint8

const (
	Settled Flag = iota
	Doubt        // the person is not sure
	Missing      // required and not answered
)

// Line is one question of a review.
type Line struct {
	Question int
	Flag     Flag
}

// Review returns the questions that apply, in order. Optional questions without an answer
// are among them, so that they can be answered after all.
func (s *Session) Review() []Line {
	var lines []Line
	for q, live := range s.live {
		if !live {
			continue
		}
		line := Line{Question: q}
		switch state := s.intake.Answers[q].State; {
		case state == rules.Unsure:
			line.Flag = Doubt
		case state == rules.Unanswered && s.pack.Questions[q].Required:
			line.Flag = Missing
		}
		lines = append(lines, line)
	}
	return lines
}

// Unconfirmed is what a session knows and nobody has confirmed in this conversation, one value
// for each of the pack's questions. Only the answers in the draft count; a session that is made
// anew from its draft needs these values to ask the same as before.
type Unconfirmed struct {
	Known     []bool         // answered before the interview began
	Suggested []rules.Answer // what an unanswered question's answer probably is
	Pending   []Pending
	// Kept are the contradictions that the person has looked at, one value for each of the pack's.
	Kept []bool
}

// Pending is what was typed or ticked at a question that has not been left by an answer.
type Pending struct {
	Text  string // FreeText and Int
	Ticks uint64 // Multi
}

// Unconfirmed returns what the session knows beside its answers.
func (s *Session) Unconfirmed() Unconfirmed {
	u := Unconfirmed{Known: slices.Clone(s.known), Suggested: slices.Clone(s.suggested), Pending: slices.Clone(s.pending), Kept: slices.Clone(s.put)}
	if len(s.again) > 0 {
		u.Kept[s.doubted] = false
	}
	return u
}

// Restore gives back what an earlier session knew beside its answers. The session then
// stands at the first question with something pending, so that nobody has to look for it.
func (s *Session) Restore(u Unconfirmed) {
	s.known, s.suggested, s.pending = slices.Clone(u.Known), slices.Clone(u.Suggested), slices.Clone(u.Pending)
	s.put, s.again = slices.Clone(u.Kept), nil
	s.forward()
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
