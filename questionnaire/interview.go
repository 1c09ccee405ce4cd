package questionnaire

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"knead/rules"
)

// Interview leads a person through a session.
type Interview struct {
	Session  *Session
	Asker    Asker
	Words    Words
	Audience rules.Audience
	// Adapt makes the audience follow the answers: a patient who reads the questions is
	// spoken to as one.
	Adapt bool
	// Save is called after every answer with all answers so far, and once more when the
	// interview breaks off with something pending. When it fails, the next screen says so and
	// the interview goes on.
	Save func(*rules.Draft, Unconfirmed) error
	// Notice is something to know that is no question. It is shown until the next answer.
	Notice string

	complaint string
	asked     bool // the person asked for the review
}

// Run asks until the person is done, at the review or at a stop. It returns the asker's
// error when the interview ends before that, as it does when the context is done.
func (v *Interview) Run(ctx context.Context) error {
	for {
		done, err := v.step(ctx)
		if err != nil && v.Session.hasPending() {
			_ = v.Save(v.Session.Draft(), v.Session.Unconfirmed()) // whoever saves knows that it failed
		}
		if err != nil || done {
			return err
		}
	}
}

func (v *Interview) step(ctx context.Context) (done bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if v.Adapt {
		v.Audience = Reader(v.Session.pack, v.Session.intake)
	}
	if reason, stopped := v.Session.Stopped(); stopped {
		return v.stop(ctx, reason)
	}
	q, ok := v.Session.Question()
	if !ok {
		return v.review(ctx)
	}
	reply, err := v.Asker.Ask(ctx, v.screen(q))
	v.Session.SetPending(reply.Pending)
	if err != nil {
		return false, err
	}
	v.complaint = ""
	v.asked = reply.Act == Review
	v.act(reply)
	return false, nil
}

// Reader returns who reads the interview, by the answers so far: a patient when an answer
// says so, else a practitioner.
func Reader(p *rules.Pack, in *rules.Intake) rules.Audience {
	for q, a := range in.Answers {
		for i := range p.Questions[q].Options {
			if a.Ticks&(1<<i) != 0 && p.Questions[q].Options[i].PatientReads {
				return rules.Patient
			}
		}
	}
	return rules.Practitioner
}

func (v *Interview) act(reply Reply) {
	var err error
	switch reply.Act {
	case Back:
		if !v.Session.Back() {
			v.complaint = v.Words("first_question")
		}
		return
	case Review:
		v.Session.Leave()
		return
	case Give:
		err = v.Session.Answer(reply.Answer)
	case Enter:
		err = v.Session.Enter()
	case Keep:
		err = v.Session.Keep()
	}
	if err != nil {
		v.complaint = Complain(v.Words, err)
		return
	}
	v.Notice = ""
	if err := v.Save(v.Session.Draft(), v.Session.Unconfirmed()); err != nil {
		v.Notice = v.Words("draft_failed", "error", err)
	}
}

// Complain words an error of a session or of reading an answer.
func Complain(words Words, err error) string {
	var c *Complaint
	if !errors.As(err, &c) {
		return err.Error()
	}
	return words("complaint_"+c.Code, "min", c.Min, "max", c.Max, "word", c.Word)
}

func (v *Interview) screen(q int) Screen {
	s := v.Session
	question := &s.pack.Questions[q]
	section := &s.pack.Sections[question.Section]
	given, suggested := s.Given(q)
	scr := Screen{
		Section: section.Title.For(v.Audience),
		Kind:    question.Kind,
		Ask:     question.Ask.For(v.Audience),
		Help:    question.Help.For(v.Audience),
		Why:     question.Why.For(v.Audience),
		Options: v.options(question),
		Min:     question.Min, Max: question.Max,
		Required: question.Required, Unsure: question.Unsure,
		None:  question.AllowsNone(),
		Given: given, GivenText: v.answerText(question, given), Suggested: suggested, Pending: s.pending[q],
		Complaint: v.complaint, Notice: v.Notice,
	}
	if c, ok := s.Doubted(q); ok {
		again := v.Words("asked_again", "text", s.pack.Contradicts[c].Text.For(v.Audience))
		scr.Notice = strings.TrimSpace(v.Notice + " " + again)
	}
	scr.Step, scr.Steps = s.Steps()
	if s.opens(q) && v.complaint == "" {
		scr.Intro = section.Intro.For(v.Audience)
		if scr.Step == 1 {
			scr.Intro = strings.TrimSpace(v.use() + " " + scr.Intro)
		}
	}
	if doubts := s.noted[q]; doubts != nil {
		scr.Doubted = given.State != rules.Unanswered
		scr.Intro = strings.TrimSpace(v.doubt(doubts) + " " + scr.Intro)
	}
	return scr
}

// doubt quotes what the notes say about a question.
func (v *Interview) doubt(words []string) string {
	id := "doubt"
	if v.Audience == rules.Patient {
		id = "doubt_patient"
	}
	return v.Words(id, "words", strings.Join(words, `", "`))
}

// use says what the pack is for and what it is not. It stands on the first screen, and while
// nobody has said who reads, in the words for patients.
func (v *Interview) use() string {
	reader, use := v.Audience, &v.Session.pack.Use
	if v.Adapt {
		reader = rules.Patient
	}
	var not []string
	for _, t := range use.NotFor {
		not = append(not, t.For(reader))
	}
	return v.Words("intended_use", "for", use.For.For(reader), "not_for", strings.Join(not, " "))
}

// opens reports whether no question of the section is asked before q.
func (s *Session) opens(q int) bool {
	for i := 0; i < q; i++ {
		if s.live[i] && !s.known[i] && s.pack.Questions[i].Section == s.pack.Questions[q].Section {
			return false
		}
	}
	return true
}

// options are the lines of a question in the order they are shown: "yes" comes first.
func (v *Interview) options(q *rules.Question) []Option {
	opts := make([]Option, len(q.Options))
	for i := range opts {
		opts[i] = Option{Tick: i, Label: q.Options[i].Label.For(v.Audience), Help: q.Options[i].Help.For(v.Audience)}
	}
	if q.Kind.IsYesNo() {
		opts[0].Label, opts[1].Label = v.Words("no"), v.Words("yes")
		slices.Reverse(opts)
	}
	return opts
}

// answerText is an answer in words; empty when there is none.
func (v *Interview) answerText(q *rules.Question, a rules.Answer) string {
	parts := tickedLabels(v.options(q), a.Ticks)
	switch {
	case a.State == rules.Unanswered:
		return ""
	case a.State == rules.Unsure:
		parts = append(parts, v.Words("unsure"))
	case q.Kind.IsNumber():
		return strconv.Itoa(a.Int)
	case q.Kind.IsText():
		return a.Text
	case len(parts) == 0:
		return v.Words("none")
	}
	return strings.Join(parts, "; ")
}

// stop shows why the interview ends here and lets the person correct a slip.
func (v *Interview) stop(ctx context.Context, reason string) (done bool, err error) {
	chosen, err := v.Asker.Choose(ctx, Menu{
		Title: v.Words("stop_title"), Text: reason, Prompt: v.Words("stop_prompt"), Urgent: true,
		Entries: []Entry{{Label: v.Words("stop_finish")}, {Label: v.Words("stop_correct")}},
		Notice:  v.Notice,
	})
	if err == nil && chosen != 0 {
		v.Session.Back()
	}
	return chosen == 0, err
}

// review shows all answers and lets the person change one or finish.
func (v *Interview) review(ctx context.Context) (done bool, err error) {
	lines := v.Session.Review()
	menu := v.reviewMenu(lines)
	menu.Sudden = !v.asked
	chosen, err := v.Asker.Choose(ctx, menu)
	switch {
	case err != nil:
		return false, err
	case chosen == Leave:
		v.Session.Back()
		return false, nil
	case chosen == 0:
		return true, nil
	}
	v.Session.Jump(lines[chosen-1].Question)
	return false, nil
}

func (v *Interview) reviewMenu(lines []Line) Menu {
	pack := v.Session.pack
	entries := []Entry{{Label: v.Words("review_finish")}}
	counts := [Missing + 1]int{}
	marks := [Missing + 1]string{Doubt: v.Words("mark_doubt"), Missing: v.Words("mark_missing")}
	for _, line := range lines {
		q := &pack.Questions[line.Question]
		value := v.answerText(q, v.Session.intake.Answers[line.Question])
		if value == "" {
			value = v.Words("no_answer")
		}
		counts[line.Flag]++
		entries = append(entries, Entry{
			Group: pack.Sections[q.Section].Title.For(v.Audience), Label: q.Ask.For(v.Audience),
			Value: value, Mark: marks[line.Flag],
		})
	}
	m := Menu{Title: v.Words("review_title"), Prompt: v.Words("review_prompt"), Entries: entries, Notice: v.Notice}
	var text []string
	if counts[Missing] > 0 {
		text = append(text, v.Words("review_missing", "n", counts[Missing]))
		m.Prompt = v.Words("review_prompt_missing")
		m.Entries[0].Label = v.Words("review_finish_missing", "n", counts[Missing])
	}
	if counts[Doubt] > 0 {
		text = append(text, v.Words("review_doubt", "n", counts[Doubt]))
	}
	// Offered first is what misses an answer, behind the entry that finishes, else that entry:
	// Enter must not end an interview that lacks answers.
	m.Focus = 1 + slices.IndexFunc(lines, func(l Line) bool { return l.Flag == Missing })
	m.Text = strings.Join(append(text, v.sinceFirst()...), "\n")
	return m
}

// sinceFirst says how each number that is carried on from the first visit has changed.
func (v *Interview) sinceFirst() []string {
	var lines []string
	pack, answers := v.Session.pack, v.Session.Final().Answers
	for q := range pack.Questions {
		first := &pack.Questions[q]
		if first.Returning.By != rules.ReturningFirst {
			continue
		}
		now := first.Returning.Question
		if answers[q].State == rules.Answered && answers[now].State == rules.Answered {
			lines = append(lines, v.Words("review_since", "question", pack.Questions[now].Ask.For(v.Audience),
				"first", answers[q].Int, "now", answers[now].Int))
		}
	}
	return lines
}
