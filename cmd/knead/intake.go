package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/internal/draft"
	"knead/internal/report"
	"knead/internal/text"
	"knead/internal/tui"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

type intakeOptions struct {
	output, resume, from, report string
	plain                        bool
	fullLists                    bool
	adapt                        bool // --for was not given: the answers say who reads
	set                          []string
	full                         bool // the result at the end says everything
	draftsDo                     draftsDo
}

// draftsDo is what is to become of the drafts that are left.
type draftsDo uint8

const (
	keepDrafts draftsDo = iota
	listDrafts
	deleteDrafts
)

func newIntakeCommand(s streams, g *globals) *cobra.Command {
	o := &intakeOptions{}
	c := &cobra.Command{
		Use:   "intake",
		Short: "Ask the questions, then recommend",
		Long: `Intake asks the pack's questions one by one, skips those that do not apply, and prints what
the rules say of the answers. An answer that calls for emergency help ends the questions
at once. Unless --for is given, the first answers decide whether the wording is for a
patient or a practitioner.

On a terminal the questions are lists with arrow keys; with --plain, on a pipe or on a
simple terminal they are numbered lines. At every question ? explains it and says why it
is asked, < or Esc goes back, > skips what may be skipped, - is "not sure", 0 is "none of
these", = shows all answers. With arrow keys Enter confirms.

The answers are saved after each question in a draft that only you can read. If the
interview is interrupted, knead says where the draft is; --resume goes on from there.` +
			exits("0 done, whatever the advice", "2 the pack or a file cannot be used", "130 interrupted; the draft is kept"),
		Example: `  knead intake -o anna.yaml
  knead intake --for patient --lang hi --region IN
  knead intake --resume anna.yaml.draft -o anna.yaml
  knead intake --from anna.yaml -o anna-2.yaml       a client who comes back
  knead intake --set visit=first --set setting=home`,
		Annotations: map[string]string{endsItself: "yes"},
		Args: checked(func(c *cobra.Command, args []string) error {
			if len(args) == 1 && o.resume == latestDraft { // "--resume FILE"
				return nil
			}
			return cobra.NoArgs(c, args)
		}),
		RunE: func(c *cobra.Command, args []string) error {
			o.adapt = !c.Flags().Changed("for")
			switch {
			case len(args) == 1:
				o.resume = args[0]
			case o.resume == latestDraft:
				if err := o.resumeLatest(); err != nil {
					return err
				}
			}
			return runIntake(c.Context(), s, g, o, time.Now())
		},
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", "save the answers in `FILE` (mode 0600)")
	f.StringVar(&o.resume, "resume", "", "go on from the answers in `FILE`, or from the latest draft")
	f.Lookup("resume").NoOptDefVal = latestDraft
	addChoice(c, f, &o.draftsDo, "drafts", "", "what to `DO` with the drafts of unfinished interviews: %s", option[draftsDo]{word: "list", value: listDrafts}, option[draftsDo]{word: "delete", value: deleteDrafts})
	f.Lookup("drafts").NoOptDefVal = "list"
	f.StringVar(&o.from, "from", "", "start from the last visit's answers in `FILE`, and ask again what can change")
	f.BoolVar(&o.fullLists, "full-lists", false, "show every list instead of the statements that stand for it")
	f.BoolVar(&o.plain, "plain", false, "ask with numbered lines, for screen readers and simple terminals")
	f.StringArrayVar(&o.set, "set", nil, "take `ID=ANSWER` as known, such as age=41 or pain_area=neck;shoulders")
	f.StringVar(&o.report, "report", "", "also write the result to `FILE`, a "+either(reportExtensions())+" file")
	complete(c, "set", g.answers)
	addDetail(c, &o.full)
	c.MarkFlagsMutuallyExclusive("resume", "from", "drafts")
	return c
}

// intake is one run of the command.
type intake struct {
	streams
	*globals
	*intakeOptions
	program *engine.Program
	voice   engine.Voice
	words   *words.Catalog
	now     time.Time
	form    report.Format // of --report
	notice  string        // what was wrong with the file that the interview starts from
	asks    questionnaire.Asker
	rich    bool   // asks with arrow keys
	release func() // gives the terminal back; nil while nothing has been asked
}

func runIntake(ctx context.Context, s streams, g *globals, o *intakeOptions, now time.Time) error {
	run, err := openIntake(s, g, o, now)
	if err != nil {
		return err
	}
	// The terminal may go away, or somebody may press Ctrl-\ from outside: both leave the
	// terminal usable and the draft in place.
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	defer run.giveBack()
	if o.draftsDo != keepDrafts {
		if goOn, err := run.drafts(ctx); err != nil || !goOn {
			return err
		}
	} else if err := run.askGoOn(ctx); err != nil {
		return err
	}
	d := draft.New(run.program.Pack(), now, o.resume, o.output)
	if err := d.Claim(); err != nil {
		return run.taken(d, err)
	}
	defer d.Close()
	session, err := run.session()
	if err != nil {
		return err
	}
	if d.Nowhere {
		run.say(run.words.Say("draft_nowhere"))
	}
	if len(o.set) > 0 {
		_ = d.Save(session.Draft(), session.Unconfirmed()) // said at the end, or by the next save
	}
	if err = run.ask(ctx, session, d); err != nil {
		run.giveBack()
		run.sayDraft(d)
		return err
	}
	return run.finish(ctx, session, d)
}

// say says something before the first question, and on its page.
func (r *intake) say(words string) {
	r.notice = strings.TrimSpace(r.notice + " " + words)
	fmt.Fprintln(r.err, words)
}

// openIntake loads the pack and checks everything that can be checked before the first question.
func openIntake(s streams, g *globals, o *intakeOptions, now time.Time) (*intake, error) {
	program, voice, err := g.open()
	if err != nil {
		return nil, err
	}
	run := &intake{streams: s, globals: g, intakeOptions: o, program: program, voice: voice, words: words.For(program.Pack().Language), now: now}
	if o.report != "" {
		if run.form, err = reportFormat(o.report); err != nil {
			return nil, err
		}
	}
	if err := o.checkFiles(); err != nil {
		return nil, err
	}
	return run, s.seen.Check(o.report)
}

// logic tells a session what answers mean.
func (r *intake) logic() questionnaire.Logic {
	return questionnaire.LogicOf(r.program, func(in *rules.Intake) (string, bool) {
		if r.program.Decide(in).Disposition != rules.Emergency {
			return "", false
		}
		result := r.program.Eval(in, r.voiceFor(in))
		var reasons []string
		for _, a := range result.Actions {
			if a.Disposition == result.Disposition {
				reasons = append(reasons, a.Text)
			}
		}
		return strings.Join(reasons, "\n"), true
	})
}

// voiceFor returns the wording for whoever reads the interview with these answers.
func (r *intake) voiceFor(in *rules.Intake) engine.Voice {
	voice := r.voice
	if r.adapt {
		voice.Audience = questionnaire.Reader(r.program.Pack(), in)
	}
	return voice
}

// ask leads through the questions.
func (r *intake) ask(ctx context.Context, session *questionnaire.Session, d *draft.Draft) error {
	interview := questionnaire.Interview{
		Session: session, Words: r.words.Say, Audience: r.voice.Audience, Adapt: r.adapt,
	}
	asker := r.asker()
	if r.rich {
		interview.Notice = r.notice // said before, and hidden now
	}
	return interview.Run(ctx, asker, d.Save)
}

// asker returns the asker with arrow keys where the terminal can, else that with lines.
func (r *intake) asker() questionnaire.Asker {
	if r.asks != nil {
		return r.asks
	}
	r.asks, r.release = r.plainAsker(), func() {}
	if !r.plain {
		_, color := r.screen(r.out)
		if asker, release, err := tui.Open(r.in, r.out, r.words.Say, color); err == nil {
			r.asks, r.release, r.rich = asker, release, true
		}
	}
	return r.asks
}

// giveBack gives the terminal back to whoever writes to it next.
func (r *intake) giveBack() {
	if r.release != nil {
		r.release()
	}
	r.release = nil
}

// plainAsker asks on the terminal or, when stdout is none, on stderr.
func (r *intake) plainAsker() *questionnaire.Plain {
	stream := r.err
	if isTerminal(r.out) {
		stream = r.out
	}
	out := tui.Output{Writer: stream}
	echo := io.Writer(out)
	if isTerminal(r.in) {
		echo = nil
	}
	width, _ := r.screen(stream)
	lines := tui.NewLines(r.in, echo, time.Now)
	return &questionnaire.Plain{ReadLine: lines.Read, Pasted: lines.Pasted, Out: out, Width: width, Words: r.words.Say}
}

// session starts an interview from nothing, from a draft or from the last visit, with the
// answers of --set.
func (r *intake) session() (*questionnaire.Session, error) {
	pack := r.program.Pack()
	var session *questionnaire.Session
	switch {
	case r.resume != "":
		in, err := r.readDraft(r.resume)
		if err != nil {
			return nil, err
		}
		for _, n := range pack.NeverAsked(in.Intake) {
			if in.Answers[n.Question].Ticks == 0 {
				in.Answers[n.Question] = rules.Answer{} // nothing fits of a list that has grown since
			}
		}
		session = questionnaire.New(pack, in, r.logic())
		session.Restore(draft.ReadUnconfirmed(r.resume, pack))
	case r.from != "":
		last, err := r.readDraft(r.from)
		if err != nil {
			return nil, err
		}
		session = questionnaire.Returning(pack, last.Intake, daysSince(last.Date, r.now), r.logic())
	default:
		session = questionnaire.Start(pack, r.logic())
	}
	if r.fullLists {
		session.Lists(true)
	}
	in := session.Draft().Intake
	if in.Date == "" {
		in.Date = r.now.Format(time.DateOnly)
	}
	in.Pack = pack.Name + " " + pack.Version
	return session, r.setAnswers(session)
}

// daysSince returns the days from a date to now, or -1 when the date is none or lies ahead.
func daysSince(date string, now time.Time) int {
	then, err := time.ParseInLocation(time.DateOnly, date, now.Location())
	if err != nil || then.After(now) {
		return -1
	}
	return int(now.Sub(then).Hours()+12) / 24
}

// readDraft reads an earlier intake. What this version of the pack cannot use any more is
// left out, said, and so asked again.
func (r *intake) readDraft(name string) (*rules.Draft, error) {
	data, err := readBounded(r.streams, name)
	if err != nil {
		return nil, err
	}
	file := intakeFile{name: name, data: data}
	pack := r.program.Pack()
	in, problems := packfile.ParseDraft(data, displayName(name), file.syntax(anyFormat), pack)
	if in == nil {
		return nil, fmt.Errorf("this intake cannot be used:\n%w", problems)
	}
	if now := pack.Name + " " + pack.Version; in.Pack != "" && in.Pack != now {
		r.notice = r.words.Say("resume_other_pack", "old", in.Pack, "new", now)
		fmt.Fprintln(r.err, r.notice)
	}
	for _, p := range problems {
		if p.Code == packfile.CutText || p.Code == packfile.NeverAsked {
			r.notice = strings.TrimSpace(r.notice + " " + p.String())
			fmt.Fprintln(r.err, "knead: warning:", p)
		}
	}
	if errs := problems.Errors(); len(errs) > 0 {
		r.notice = strings.TrimSpace(r.notice + " " + r.words.Say("resume_dropped") + " " + fields(errs))
		fmt.Fprintln(r.err, r.words.Say("resume_dropped"))
		fmt.Fprintln(r.err, errs.Error())
	}
	return in, nil
}

// fields names what problems are about, each once.
func fields(problems rules.Problems) string {
	var names []string
	for _, problem := range problems {
		if problem.Field != "" && !slices.Contains(names, problem.Field) {
			names = append(names, problem.Field)
		}
	}
	return strings.Join(names, ", ")
}

// setAnswers takes the answers of --set. On a terminal one that cannot be taken is said and
// asked for.
func (r *intake) setAnswers(session *questionnaire.Session) error {
	pack, given := r.program.Pack(), map[string]bool{}
	for _, set := range r.set {
		id, q, a, problem, err := readSet(pack, set, given)
		if err != nil {
			return err
		}
		if err = problem; err == nil {
			err = session.Set(q, a)
		}
		switch {
		case err == nil:
		case !isTerminal(r.in):
			return fmt.Errorf("--set %s: %w", id, err)
		default:
			warning := fmt.Sprintf("--set %s: %v", id, err)
			r.notice = strings.TrimSpace(r.notice + " " + warning)
			fmt.Fprintln(r.err, "knead: warning:", warning)
		}
	}
	return nil
}

// readSet reads an answer that --set gives. The problem is one of the answer, and the error one of
// the flag. Questions that were given are remembered.
func readSet(pack *rules.Pack, set string, given map[string]bool) (id string, q int, a rules.Answer, problem, err error) {
	id, value, found := strings.Cut(set, "=")
	if !found {
		return id, q, a, nil, fmt.Errorf("--set %q: expected ID=ANSWER", set)
	}
	if q = pack.QuestionIndex(id); q < 0 {
		return id, q, a, nil, fmt.Errorf("--set %q: no question is called %q%s", set, id, text.Hint(id, pack.QuestionIDs()))
	}
	if given[id] {
		return id, q, a, nil, fmt.Errorf("--set %s %w", id, errTwice)
	}
	given[id] = true
	a, wrong := packfile.ParseCell(&pack.Questions[q], value)
	if wrong != nil {
		problem = errors.New(wrong.Message)
	}
	return id, q, a, problem, nil
}
