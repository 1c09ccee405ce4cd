package questionnaire

import (
	"context"
	"errors"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"knead/rules"
)

// Interview puts a session into words: a page out, a reply in, until it is done. Whoever
// shows the pages, at a terminal or in a browser, words the complaints about a reply and says
// which keys there are.
type Interview struct {
	Session  *Session
	Words    Words
	Audience rules.Audience
	// Adapt makes the audience follow the answers: a patient who reads the questions is
	// spoken to as one.
	Adapt bool
	// Opened says that the person has read what the pack is for.
	Opened bool
	// Notice is something to know that is no question. It is shown until the next answer.
	Notice string

	asked   bool // the person asked for the review
	done    bool
	skipped string // says that the question before was skipped
}

// Run puts the pages before the asker until the person is done, at the review or at a stop. It
// returns the asker's error when the interview ends before that, as it does when the context is
// done. Save is called after every reply with all answers so far, and once more when the
// interview breaks off with something pending. When it fails, the next page says so and the
// interview goes on.
func (v *Interview) Run(ctx context.Context, asker Asker, save func(*rules.Draft, Unconfirmed) error) error {
	var wrong error
	for !v.done {
		if err := ctx.Err(); err != nil {
			return err
		}
		reply, err := asker.Ask(ctx, v.Page(), wrong)
		if err != nil {
			v.pend(reply.Pending)
			v.note(reply.Answers)
			if v.Session.hasPending() || len(reply.Answers) > 0 {
				_ = save(v.Session.Draft(), v.Session.Unconfirmed()) // whoever saves knows that it failed
			}
			return err
		}
		if wrong = v.Reply(reply); wrong != nil || v.done {
			continue
		}
		if err := save(v.Session.Draft(), v.Session.Unconfirmed()); err != nil {
			v.Notice = v.Words("draft_failed", "error", err)
		}
	}
	return nil
}

// Done reports whether the person has finished.
func (v *Interview) Done() bool { return v.done }

// Page returns what is to be shown now.
func (v *Interview) Page() Page {
	if v.Adapt {
		v.Audience = Reader(v.Session.pack, v.Session.intake)
	}
	if reason, stopped := v.Session.Stopped(); stopped {
		return Page{Notice: v.Notice, Menu: v.stopMenu(reason)}
	}
	q, ok := v.Session.Question()
	if !ok {
		return Page{Notice: v.Notice, Menu: v.reviewMenu(v.Session.Review())}
	}
	return v.page(q)
}

// Reply takes what the person did at the present page. It returns a [*Complaint], or several joined,
// and stays at the page when that cannot be taken.
func (v *Interview) Reply(r Reply) error {
	q, asking := v.Session.Question()
	err := v.take(r)
	if err == nil {
		v.skipped = ""
	}
	if err == nil && asking && r.Act != Back && r.Act != Review && v.Session.seen[q] && v.Session.intake.Answers[q].State == rules.Unanswered {
		v.skipped = v.Words("skipped", "question", v.Session.pack.Questions[q].Ask.For(v.Audience))
	}
	if err == nil && r.Act != Back && r.Act != Review {
		v.Notice = ""
	}
	return err
}

func (v *Interview) take(r Reply) error {
	_, stopped := v.Session.Stopped()
	_, asking := v.Session.Question()
	v.to(r.Item)
	v.pend(r.Pending)
	switch {
	case stopped:
		if v.done = r.Act == Give && r.Entry == 0; !v.done {
			v.Session.Back()
		}
		return nil
	case !asking:
		v.choose(r)
		return nil
	}
	if r.Act != Give && r.Act != Some {
		v.note(r.Answers)
	}
	v.asked = r.Act == Review
	switch r.Act {
	case Back:
		if !v.Session.Back() {
			return &Complaint{Code: AtFirst}
		}
	case Review:
		v.Session.Leave()
	case Give, Some:
		return v.give(r)
	case Open:
		v.Session.Open()
	case Lists:
		v.Session.Lists(!v.Session.full)
	case Enter:
		return v.Session.Enter()
	case Keep:
		return v.Session.Keep()
	}
	return nil
}

// to makes an item of the page the one that is due.
func (v *Interview) to(item int) {
	if _, asking := v.Session.Question(); !asking {
		return
	}
	if page := v.Session.page(); item > 0 && item < len(page) {
		v.Session.at = page[item]
	} else {
		v.Session.at = page[0]
	}
}

// give takes the answers of a page. Each that can be taken is, also where others cannot.
func (v *Interview) give(r Reply) error {
	page := v.Session.page()
	if r.Act == Give && len(r.Answers) == 1 {
		err := v.Session.Answer(r.Answers[0])
		return v.named(err, page[min(r.Item, len(page)-1)], r.Item)
	}
	var wrong []error
	open := []int{}
	for i, st := range page {
		a := rules.Answer{}
		if i < len(r.Answers) {
			a = r.Answers[i]
		}
		if a.State == rules.Unanswered && (r.Act == Some || st.statement >= 0 || v.Session.needed(st.question)) {
			open = append(open, i)
			continue
		}
		if err := v.Session.take(st, a); err == nil {
			v.Session.leave(st)
		} else {
			wrong = append(wrong, v.named(err, st, i))
		}
	}
	if v.Session.forward(); r.Act == Some || wrong != nil {
		return errors.Join(wrong...)
	}
	if _, stopped := v.Session.Stopped(); len(open) > 0 && !stopped {
		v.Session.at = page[open[0]]
		return &Complaint{Code: StillOpen, Items: open, Item: open[0]}
	}
	return nil
}

// note keeps the answers of a page that is left otherwise than by them, as far as they can be
// taken.
func (v *Interview) note(answers []rules.Answer) {
	for i, st := range v.Session.page() {
		if i < len(answers) && answers[i].State != rules.Unanswered && v.Session.take(st, answers[i]) == nil {
			v.Session.pending[st.question] = Pending{}
		}
	}
}

// named adds to a complaint which item it is about, and which words.
func (v *Interview) named(err error, st step, item int) error {
	var c *Complaint
	if errors.As(err, &c) {
		c.Item = item
		if c.Code == Drops {
			c.Word = strings.Join(tickedLabels(v.options(&v.Session.pack.Questions[st.question], ^uint64(0)), c.Ticks), "; ")
		}
	}
	return err
}

// choose acts on an entry of the review.
func (v *Interview) choose(r Reply) {
	lines := v.Session.Review()
	switch {
	case r.Act != Give || r.Entry < 0 || r.Entry > len(lines):
		v.Session.Back()
	case r.Entry == 0:
		v.done = true
	default:
		v.Session.Jump(lines[r.Entry-1].Question)
	}
}

// pend takes note of what is pending at the present page.
func (v *Interview) pend(pending []Pending) {
	if _, asking := v.Session.Question(); !asking {
		return
	}
	if len(pending) == 1 {
		v.Session.SetPending(pending[0])
		return
	}
	page := v.Session.page()
	for i, p := range pending[:min(len(pending), len(page))] {
		v.Session.pending[page[i].question] = p
	}
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

// Complain words an error of a session or of reading an answer.
func Complain(words Words, err error) string {
	var c *Complaint
	if !errors.As(err, &c) {
		return err.Error()
	}
	return words("complaint_"+c.Code, "min", c.Min, "max", c.Max, "word", c.Word, "n", len(c.Items))
}

// page is the page of one question.
func (v *Interview) page(q int) Page {
	s := v.Session
	section := &s.pack.Sections[s.pack.Questions[q].Section]
	page := Page{Section: section.Title.For(v.Audience), Notice: v.Notice, Skipped: v.skipped, Full: s.full}
	steps := s.page()
	for i, st := range steps {
		if page.Items = append(page.Items, v.itemOf(st)); st == s.at {
			page.Focus = i
		}
	}
	if c, ok := s.Doubted(q); ok {
		again := v.Words("asked_again", "text", s.pack.Contradicts[c].Text.For(v.Audience))
		page.Notice = strings.TrimSpace(v.Notice + " " + again)
	}
	page.Part, page.Parts = s.Parts()
	first := true // nothing has been dealt with
	for q, seen := range s.seen {
		first = first && (!seen || s.known[q])
	}
	page.MayChoose = first && slices.ContainsFunc(s.pack.Questions, func(q rules.Question) bool { return len(q.Statements) > 0 })
	if page.Focus == 0 && s.opens(steps[0].question) {
		page.Intro = section.Intro.For(v.Audience)
		if page.Part == 1 && !v.Opened {
			page.Intro = strings.TrimSpace(v.use() + "\n" + page.Intro)
		}
	}
	if doubts := s.noted[q]; doubts != nil {
		page.Intro = strings.TrimSpace(v.doubt(doubts) + " " + page.Intro)
	}
	return page
}

// itemOf is a step in words.
func (v *Interview) itemOf(st step) Item {
	if st.statement < 0 {
		item := v.item(st.question)
		item.Place = st.String()
		return item
	}
	question := &v.Session.pack.Questions[st.question]
	statement := &question.Statements[st.statement]
	given := v.Session.said[st.question][st.statement]
	yesNo := rules.Question{Kind: rules.Bool, Options: make([]rules.Option, 2)}
	item := Item{
		Place: st.String(), Kind: rules.Bool, Statement: true, Ask: question.Says(statement).For(v.Audience), Why: question.Why.For(v.Audience),
		Options: v.options(&yesNo, 3), Required: true, Unsure: true, UnsureWords: v.ways("unsure_words", "unsure"), Given: given, GivenText: v.answerText(&yesNo, given),
		Stops: isSingle(question, statement) && v.Session.stops(st.question, rules.Answer{State: rules.Answered, Ticks: statement.Covers}),
	}
	if isSingle(question, statement) {
		item.Help = question.Options[bits.TrailingZeros64(statement.Covers)].Help.For(v.Audience)
	}
	return item
}

func (v *Interview) item(q int) Item {
	s := v.Session
	question := &s.pack.Questions[q]
	given, suggested := s.Given(q)
	shown := question.Shown() | given.Ticks
	if !question.Kind.IsYesNo() && question.Kind.HasOptions() {
		shown = s.rest(q)
	}
	if part := s.part[q]; part.State != rules.Unanswered && !s.alone && len(s.statements(q)) > 0 {
		given = part
	} else {
		given.Ticks &= shown
	}
	return Item{
		Kind:    question.Kind,
		Ask:     question.Ask.For(v.Audience),
		Help:    question.Help.For(v.Audience),
		Why:     question.Why.For(v.Audience),
		Options: v.options(question, shown),
		Min:     question.Min, Max: question.Max,
		Required: s.needed(q), Unsure: question.Unsure,
		None:        question.AllowsNone(),
		UnsureWords: v.ways("unsure_words", "unsure"), NoneWords: v.ways("none_words", "none"),
		Doubted: s.noted[q] != nil && given.State != rules.Unanswered,
		Given:   given, GivenText: v.answerText(question, given), Suggested: suggested, LastTime: suggested && s.before != nil && s.suggested[q] == s.before[q],
		Dropping: s.dropping[q], Pending: s.pending[q],
	}
}

// ways are the ways to say "none" or "unsure" in words, the words shown among them.
func (v *Interview) ways(words, shown string) []string {
	return append(strings.Split(v.Words(words), "; "), v.Words(shown))
}

// doubt quotes what the notes say about a question.
func (v *Interview) doubt(words []string) string {
	id := "doubt"
	if v.Audience == rules.Patient {
		id = "doubt_patient"
	}
	return v.Words(id, "words", strings.Join(words, `", "`))
}

// use says what the pack is, what it is not and when to call for help, a line each. It stands on the
// first screen, and while nobody has said who reads, in the words for patients.
func (v *Interview) use() string {
	reader, use := v.Audience, &v.Session.pack.Use
	if v.Adapt {
		reader = rules.Patient
	}
	var lines []string
	for _, t := range use.Opening {
		lines = append(lines, t.For(reader))
	}
	if lines != nil {
		return strings.Join(lines, "\n")
	}
	for _, t := range use.NotFor {
		lines = append(lines, t.For(reader))
	}
	return v.Words("intended_use", "for", use.For.For(reader), "not_for", strings.Join(lines, " "))
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

// options are the lines of some options of a question in the order they are shown: "yes" comes
// first.
func (v *Interview) options(q *rules.Question, shown uint64) (opts []Option) {
	for i := range q.Options {
		if shown&(1<<i) != 0 {
			opts = append(opts, Option{Tick: i, Label: q.Options[i].Label.For(v.Audience), Help: q.Options[i].Help.For(v.Audience)})
		}
	}
	if q.Kind.IsYesNo() {
		for i := range opts {
			opts[i].Label = v.Words([...]string{"no", "yes"}[opts[i].Tick])
		}
		slices.Reverse(opts)
	}
	return opts
}

// answerText is an answer in words; empty when there is none.
func (v *Interview) answerText(q *rules.Question, a rules.Answer) string {
	parts := tickedLabels(v.options(q, a.Ticks), a.Ticks)
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

// stopMenu says why the interview ends here and lets the person correct a slip.
func (v *Interview) stopMenu(reason string) *Menu {
	return &Menu{
		Title: v.Words("stop_title"), Text: reason, Prompt: v.Words("stop_prompt"), Urgent: true,
		Entries: []Entry{{Label: v.Words("stop_finish")}, {Label: v.Words("stop_correct")}},
	}
}
