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
	// Matters says which questions some answer to still changes the result, whatever those that
	// are open are answered with; nil says that all do.
	Matters func(in *rules.Intake, open []bool) []bool
	// Contradictions says which contradictions of the pack the answers are, by index; nil
	// looks for none.
	Contradictions func(*rules.Intake) []int32
}

// Program says what answers mean. A compiled pack of the engine is one.
type Program interface {
	Applies(*rules.Intake) []bool
	Doubts(*rules.Intake) [][]string
	Matters(in *rules.Intake, open []bool) []bool
	Contradictions(*rules.Intake) []int32
}

// LogicOf is all that a program says, and what ends the interview.
func LogicOf(p Program, stop func(*rules.Intake) (reason string, stop bool)) Logic {
	return Logic{Applies: p.Applies, Doubts: p.Doubts, Matters: p.Matters, Contradictions: p.Contradictions, Stop: stop}
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
	before    []rules.Answer // of the last visit; nil at a first one
	known     []bool         // answered before the interview began; not asked again
	suggested []rules.Answer // what an unanswered question probably is, to be confirmed
	pending   []Pending      // what was typed or ticked and not confirmed
	skipped   []bool         // left out, since no answer would change the result
	dropping  []rules.Answer // what leaves out something of the last visit, until it is said again

	full    bool             // lists are shown instead of their statements
	wide    []bool           // this list is shown instead of its statements
	said    [][]rules.Answer // to statements: yes, no or not sure
	part    []rules.Answer   // to the rest of a list, of which some statements were not denied
	put     []bool           // by contradiction: its questions have been asked again
	doubted int              // the contradiction whose questions are being asked again
	again   []int            // those of them that are still to be asked
	noted   [][]string       // by question: what the notes say against the answer so far

	at      step // what is due; its question is len(pack.Questions) for the review
	alone   bool // it is asked as a page of its own: again, or from the review
	last    step // what was dealt with last; the review before anything was
	left    step // where the review was asked for, or the review itself
	reason  string
	stopped bool
}

// New returns a session for the pack that continues from the draft and stands at the first
// question that is neither answered nor passed over. The session owns the draft's intake
// from now on.
func New(p *rules.Pack, d *rules.Draft, logic Logic) *Session {
	n := len(p.Questions)
	s := &Session{
		pack: p, logic: logic, intake: d.Intake, last: step{n, -1},
		seen: slices.Clone(d.Passed), known: make([]bool, n), suggested: make([]rules.Answer, n),
		pending: make([]Pending, n), put: make([]bool, len(p.Contradicts)), skipped: make([]bool, n),
		dropping: make([]rules.Answer, n), wide: make([]bool, n), said: make([][]rules.Answer, n), part: make([]rules.Answer, n),
	}
	s.intake.Skipped = nil // which is found anew
	for q, a := range d.Answers {
		// What has to be answered cannot have been passed over, whatever a file says.
		s.seen[q] = s.seen[q] && !s.needed(q) || a.State != rules.Unanswered
		s.wide[q] = a.State != rules.Unanswered
		s.said[q] = make([]rules.Answer, len(p.Questions[q].Statements))
	}
	s.forward()
	return s
}

// Start returns a session for the pack without any answers.
func Start(p *rules.Pack, logic Logic) *Session {
	return New(p, &rules.Draft{Intake: rules.NewIntake(p), Passed: make([]bool, len(p.Questions))}, logic)
}

// needed reports whether a question is asked until it is answered.
func (s *Session) needed(q int) bool {
	return s.pack.Questions[q].Required || s.pack.Questions[q].Advice
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
	final.Skipped = nil
	for q, skipped := range s.skipped {
		if skipped {
			final.Skipped = append(final.Skipped, q)
		}
	}
	final.Confirmed = slices.DeleteFunc(slices.Clone(final.Confirmed), func(q int) bool { return final.Answers[q].State == rules.Unanswered })
	if s.pack.Returns(final.Answers) {
		final.Confirmed = nil // which is void on a return visit
	}
	return &final
}

// Question returns the index of the question that is due; ok is false at the review.
func (s *Session) Question() (q int, ok bool) { return s.at.question, s.at.question < len(s.seen) }

// Due returns what an item of the present page asks: the index of a question and that of its
// statement, or -1 where it asks the question itself.
func (s *Session) Due(item int) (question, statement int) {
	st := s.page()[item]
	return st.question, st.statement
}

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
	s.seen[q], s.known[q], s.wide[q] = true, true, true
	return nil
}

// Answer records the answer to the question or statement that is due and moves on. It returns a
// [*Complaint] and stays where it is when the answer cannot be taken.
func (s *Session) Answer(a rules.Answer) error {
	if err := s.take(s.at, a); err != nil {
		return err
	}
	s.pass()
	return nil
}

// take records the answer to a step.
func (s *Session) take(st step, a rules.Answer) error {
	q := st.question
	if st.statement >= 0 {
		return s.say(st, a)
	}
	if err := Check(&s.pack.Questions[q], a); err != nil {
		return err
	}
	if dropped := s.drops(q, a); dropped != 0 && s.dropping[q] != a {
		s.dropping[q] = a
		return &Complaint{Code: Drops, Ticks: dropped}
	}
	if !s.alone && len(s.statements(q)) > 0 {
		s.part[q] = a
		s.settle(q)
		return nil
	}
	s.record(q, a)
	s.seen[q], s.wide[q] = true, true
	return nil
}

// drops returns what an answer leaves out of those that last: it was ticked at the last visit.
func (s *Session) drops(q int, a rules.Answer) uint64 {
	if s.pack.Questions[q].Returning.By != rules.ReturningLast {
		return 0
	}
	return s.suggested[q].Ticks &^ a.Ticks
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
// question has, or passes over an optional question. "None of these" has to be said
// each time, because the answer to a list nobody read would look the same.
func (s *Session) Enter() error {
	if s.at.statement >= 0 {
		return s.Keep()
	}
	q := &s.pack.Questions[s.at.question]
	a, suggested := s.Given(s.at.question)
	none := q.Kind.Many() && a.State == rules.Answered && a.Ticks == 0
	switch {
	case suggested:
		return s.Answer(a)
	case none, a.State == rules.Unanswered && s.needed(s.at.question):
		return missing(q)
	}
	s.pass()
	return nil
}

// Keep moves on and leaves the question as it is: with the answer it has, or skipped where it
// may be.
func (s *Session) Keep() error {
	if s.at.statement >= 0 && s.open(s.at) {
		return &Complaint{Code: NeedsAnswer}
	}
	if s.open(s.at) && s.needed(s.at.question) {
		return missing(&s.pack.Questions[s.at.question])
	}
	s.pass()
	return nil
}

// open reports whether a step is still to be answered or passed over.
func (s *Session) open(st step) bool {
	if st.statement >= 0 {
		return s.said[st.question][st.statement].State == rules.Unanswered
	}
	return !s.seen[st.question]
}

// pass moves on from what is due, of which an optional question is passed over without an answer.
func (s *Session) pass() {
	s.leave(s.at)
	s.forward()
}

// leave takes note that a step was dealt with.
func (s *Session) leave(st step) {
	q := st.question
	if s.noted[q] != nil && s.intake.Answers[q].State != rules.Unanswered {
		s.intake.Confirmed = append(s.intake.Confirmed, q)
		slices.Sort(s.intake.Confirmed)
		s.intake.Confirmed = slices.Compact(s.intake.Confirmed)
	}
	if st.statement < 0 && len(s.statements(q)) == 0 {
		s.seen[q] = true
	}
	s.pending[q], s.dropping[q] = Pending{}, rules.Answer{}
	s.last = st
	s.again = slices.DeleteFunc(s.again, func(again int) bool { return again == q })
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
	s.left, s.alone = s.review(), true
	s.skip()
	for q, words := range s.noted {
		if words != nil && s.live[q] && s.intake.Answers[q].State != rules.Unanswered {
			s.at = step{q, -1}
			return
		}
	}
	if s.doubt(); len(s.again) > 0 {
		s.at = step{s.again[0], -1}
		return
	}
	s.alone = false
	for _, page := range s.pages() {
		if i := slices.IndexFunc(page, s.open); i >= 0 {
			s.at = page[i]
			return
		}
	}
	s.at = s.review()
}

// review is where a session stands that asks nothing more.
func (s *Session) review() step { return step{len(s.seen), -1} }

// skip finds what does not have to be asked, since no answer would change the result.
func (s *Session) skip() {
	clear(s.skipped)
	if s.logic.Matters == nil {
		return
	}
	open, any := make([]bool, len(s.seen)), false
	for q := range open {
		open[q] = s.live[q] && !s.seen[q]
		any = any || open[q] && s.pack.Questions[q].Skippable()
	}
	if !any {
		return
	}
	for q, matters := range s.logic.Matters(s.intake, open) {
		s.skipped[q] = !matters && open[q] && s.pack.Questions[q].Skippable() && !s.isSuggested(q)
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
		return true
	}
	if _, asking := s.Question(); !asking && s.left != s.review() {
		s.at, s.left = s.left, s.review()
		return true
	}
	all := slices.Concat(s.pages()...)
	i := slices.Index(all, s.at)
	if i < 0 {
		i = slices.IndexFunc(all, func(st step) bool { return st.question >= s.at.question })
	}
	if i < 0 {
		i = len(all)
	}
	if i == 0 {
		return false
	}
	s.at, s.alone = all[i-1], false
	return true
}

// Jump goes to a question that applies.
func (s *Session) Jump(q int) {
	if s.live[q] {
		s.at, s.alone = step{q, -1}, true
	}
}

// Leave goes to the review, whatever is left.
func (s *Session) Leave() {
	if _, asking := s.Question(); asking {
		s.left = s.at
	}
	s.at = s.review()
}

// Parts returns which of the sections that ask something the present question belongs to,
// and how many there are as far as the answers so far tell. A section whose answers were all
// known beforehand asks nothing.
func (s *Session) Parts() (part, parts int) {
	asks := make([]bool, len(s.pack.Sections))
	for q, live := range s.live {
		if live && !s.skipped[q] && (!s.known[q] || q == s.at.question) {
			asks[s.pack.Questions[q].Section] = true
		}
	}
	for section, any := range asks {
		if !any {
			continue
		}
		parts++
		if q, asking := s.Question(); asking && section <= s.pack.Questions[q].Section {
			part++
		}
	}
	return part, parts
}
