//go:build !windows

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"knead/internal/draft"
	"knead/internal/text"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// TestInterruptedAnywhere ends the interview at every question by a signal, Ctrl-C, Ctrl-D
// or by closing the terminal. Each time a draft is left that resumes to the same result.
func TestInterruptedAnywhere(t *testing.T) {
	program := backcare(t)
	want := examples(t, program)["desk-worker.yaml"]
	result := recommendation(t, filepath.Join("..", "..", "examples", "desk-worker.yaml"))
	ways := map[string]func(w *window){
		"Ctrl-C":          func(w *window) { w.press("\x03") },
		"Ctrl-D":          func(w *window) { w.press("\x04") },
		"SIGTERM":         func(w *window) { w.signal(syscall.SIGTERM) },
		"SIGHUP":          func(w *window) { w.signal(syscall.SIGHUP) },
		"SIGINT":          func(w *window) { w.signal(syscall.SIGINT) },
		"closed terminal": func(w *window) { w.tty.Close() },
	}
	step := 9
	if full {
		step = 1
	}
	for way, interrupt := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			for stop := 1; ; stop += step {
				if !interruptAt(t, program.Pack(), newTypist(t, program, want, true), stop, interrupt, result) {
					return
				}
			}
		})
	}
}

// interruptAt interrupts after so many questions and resumes; it reports false when there
// are fewer.
func interruptAt(t *testing.T, p *rules.Pack, y *typist, stop int, interrupt func(*window), result string) bool {
	t.Helper()
	dir := t.TempDir()
	stub := rules.NewIntake(p)
	stub.ID, stub.Date, stub.Pack = y.want.ID, y.want.Date, p.Name+" "+p.Version
	if err := draft.WriteIntake(filepath.Join(dir, "out.yaml.draft"), stub, p); err != nil {
		t.Fatal(err)
	}
	keys := ""
	for range stop {
		if y.atEnd() {
			return false
		}
		keys += y.next(t)
	}
	w := open(t, 24, 80, dir, "intake", "--resume", "out.yaml.draft", "-o", "out.yaml")
	w.press(keys)
	if y.atEnd() {
		w.waitFor("Your answers")
	} else {
		asked, statement := y.asks(p)
		text := asked.For(questionnaire.Reader(p, y.session.Final()))
		if statement {
			text = "> [ ] " + text // the cursor is there
		} else {
			text = "\n" + begin(text) // not set in, as what else is on the page
		}
		w.waitFor(text)
	}
	interrupt(w)
	if status := w.status(); status != exitInterrupted {
		t.Fatalf("after %d questions: exit status %d\n%s", stop, status, w.screen())
	}
	if _, open := w.tty.Stat(); open == nil && !w.wrote("\x1b[?1049l") {
		t.Errorf("after %d questions the terminal is not restored", stop)
	}
	rest, _ := y.all(t)
	w = open(t, 24, 80, dir, "intake", "--resume", "out.yaml.draft", "-o", "out.yaml")
	w.press(rest)
	w.waitFor("Your answers")
	w.press("1\rq")
	if status := w.status(); status != 0 {
		t.Fatalf("after %d questions: resumed with exit status %d\n%s", stop, status, w.screen())
	}
	if d := cmp.Diff(result, recommendation(t, filepath.Join(dir, "out.yaml"))); d != "" {
		t.Errorf("after %d questions: the resumed interview gives another result:\n%s", stop, d)
	}
	if _, err := os.Stat(filepath.Join(dir, "out.yaml.draft")); err == nil {
		t.Errorf("after %d questions: the draft is left behind", stop)
	}
	return true
}

// TestScreens goes through a first visit in windows of several sizes and looks at every screen. Its
// heading is in the first row, so nothing has scrolled away, and no row is wider than the window.
// Of each list every option is on the screen before "none of these" is ticked, however it is
// asked for.
func TestScreens(t *testing.T) {
	program := backcare(t)
	want := examples(t, program)["desk-worker.yaml"]
	for _, size := range [][2]int{{24, 80}, {20, 60}, {12, 40}, {60, 200}} {
		for _, lang := range []string{"en", "hi"} {
			t.Run(fmt.Sprintf("%dx%d %s", size[0], size[1], lang), func(t *testing.T) {
				t.Parallel()
				shown, err := (&globals{pack: "backcare", lang: lang}).program()
				if err != nil {
					t.Fatal(err)
				}
				y := newTypist(t, program, want, true)
				y.session.Lists(true)
				w := open(t, size[0], size[1], t.TempDir(), "intake", "--for", "practitioner", "--lang", lang, "--full-lists")
				say := words.For(lang).Say
				for !y.atEnd() {
					q, _ := y.session.Question()
					question := &shown.Pack().Questions[q]
					asked, statement := y.asks(shown.Pack())
					w.toQuestion(question.ID, asked, statement, say)
					w.checkFits(size[0], size[1])
					if question.Kind.HasOptions() && !statement {
						w.lookAtAll(question, say)
					}
					w.press(y.next(t))
				}
				w.waitFor(say("review_finish"))
				w.press("1\rq")
				if status := w.status(); status != 0 {
					t.Errorf("exit status %d", status)
				}
			})
		}
	}
}

// TestOneAndEnter answers every question of which one option is chosen by 1, Enter and one more
// Enter, as a hurried person types. None is left unanswered.
func TestOneAndEnter(t *testing.T) {
	t.Parallel()
	program := backcare(t)
	pack := program.Pack()
	home := t.TempDir()
	w := open(t, 24, 80, home, "intake", "--for", "practitioner", "-o", "out.yaml")
	y := newTypist(t, program, rules.NewIntake(pack), true)
	for !y.atEnd() {
		q, _ := y.session.Question()
		a, more := rules.Answer{State: rules.Answered, Ticks: 1}, "\r"
		switch question := &pack.Questions[q]; {
		case question.Kind == rules.Bool:
			a.Ticks = 2 // "yes" comes first
		case question.Kind.IsNumber():
			a = rules.Answer{State: rules.Answered, Int: max(question.Min, 1)}
		case question.Kind.IsText():
			a = rules.Answer{}
		case question.Kind.Many() && !question.AtLeastOne:
			a.Ticks = 0
		case question.Kind.Many():
			more = ""
		}
		y.want.Answers[q] = a
		w.press(y.next(t) + more)
	}
	w.waitFor("Your answers")
	w.press("1\rq")
	if status := w.status(); status != 0 {
		t.Fatalf("exit status %d:\n%s", status, w.screen())
	}
	data := []byte(contents(t, home, "out.yaml"))
	got, problems := packfile.ParseIntakes(data, "out.yaml", packfile.YAML, pack)
	if problems.Errors() != nil {
		t.Fatal(problems)
	}
	for q, a := range y.session.Final().Answers {
		if got[0].Answers[q] != a {
			t.Errorf("%s is answered with %v, want %v", pack.Questions[q].ID, got[0].Answers[q], a)
		}
	}
}

// toQuestion waits for a question and goes on from what is shown before it. Other questions of its page
// are set in.
func (w *window) toQuestion(id string, asked rules.Text, statement bool, say questionnaire.Words) {
	w.t.Helper()
	ask := begin(asked.Practitioner)
	if !statement {
		ask = "\n" + ask
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		switch drawn := w.screen(); {
		case strings.Contains(drawn, say("rich_help")) && strings.Contains(drawn, ask):
			return
		case strings.Contains(drawn, say("rich_on")), strings.Contains(drawn, ": Space"), strings.Contains(drawn, "लिए Space"):
			w.pressAndWait(" ")
		case time.Now().After(end):
			w.t.Fatalf("%s is never asked:\n%s", id, drawn)
		}
	}
}

// lookAtAll asks for "none of these", or for the next page, until there is no more to see. The options
// must all have been on the screen.
func (w *window) lookAtAll(q *rules.Question, say questionnaire.Words) {
	w.t.Helper()
	seen, last := "", "[x]  0 "
	none := q.AllowsNone()
	for range 50 {
		seen += " " + strings.Join(strings.Fields(w.screen()), " ")
		switch {
		case none && strings.Contains(w.screen(), last):
			w.missing(q, seen)
			return
		case !none && !strings.Contains(w.screen(), say("rich_more")):
			w.missing(q, seen)
			return
		case none:
			w.pressAndWait("0")
		default:
			w.pressAndWait("\x1b[6~")
		}
		w.waitFor(say("rich_help"))
	}
	w.t.Fatalf("%s has no end:\n%s", q.ID, w.screen())
}

// missing complains about each option of a question that was not seen.
func (w *window) missing(q *rules.Question, seen string) {
	w.t.Helper()
	apart := uint64(0)
	for i := range q.Statements {
		if q.Statements[i].Apart {
			apart |= q.Statements[i].Covers
		}
	}
	for i := range q.Options {
		label := strings.Join(strings.Fields(q.Options[i].Label.Practitioner), " ")
		if apart&(1<<i) != 0 {
			continue // it has a screen of its own
		}
		if !strings.Contains(seen, label) && q.Kind != rules.Bool {
			w.t.Errorf("%s: %q was not on the screen:\n%s", q.ID, label, seen)
		}
	}
}

// checkFits complains when the screen is taller or wider than the window.
func (w *window) checkFits(rows, cols int) {
	w.t.Helper()
	lines := strings.Split(w.screen(), "\n")
	if len(lines) > rows || !strings.Contains(lines[0], "· ") {
		w.t.Errorf("%d rows, or no heading:\n%s", len(lines), w.screen())
	}
	for _, line := range lines {
		if text.Width(line) >= cols {
			w.t.Errorf("a row fills the window: %s", line)
		}
	}
}

// begin is the first words of a question, by which it is known and which fit any window.
func begin(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(3, len(words))], " ")
}

// TestResize changes the window's size at a list: ticks and place stay.
func TestResize(t *testing.T) {
	w := open(t, 24, 80, t.TempDir(), "intake", "--set", "respondent=practitioner", "--set", "age=40", "--set", "visit=first", "--set", "pregnancy=not_pregnant", "--set", "pain_area=neck", "--set", "chronicity=acute", "--set", "pain_intensity=3", "--set", "activity_limits=2", "--set", "pain_quality=ache", "--set", "pain_change=steady", "--set", "tried_without_benefit=none", "--full-lists")
	w.waitFor("Enter goes on")
	w.press(" ")
	w.waitFor("Legs getting weaker")
	w.press(strings.Repeat("\x1b[B", 9) + " ")
	w.waitFor("> [x] 10")
	for _, size := range [][2]int{{12, 40}, {60, 200}, {5, 20}, {24, 80}} {
		w.term.Resize(size[1], size[0])
		if err := pty.Setsize(w.tty, &pty.Winsize{Rows: uint16(size[0]), Cols: uint16(size[1])}); err != nil {
			t.Fatal(err)
		}
		if size[0] < 8 {
			w.waitFor("This window")
			continue
		}
		w.waitFor("> [x] 10")
	}
	w.press("-" + strings.Repeat("\x1b[6~", 16) + "\r")
	w.waitFor("Did this pain start")
	w.press("=")
	w.waitFor("[not sure]")
	w.press("\x03")
	if status := w.status(); status != exitInterrupted {
		t.Errorf("exit status %d", status)
	}
}

// TestPractitionerSpeed counts what an ordinary first visit takes when nothing is wrong.
func TestPractitionerSpeed(t *testing.T) {
	program := backcare(t)
	want := examples(t, program)["desk-worker.yaml"]
	y := newTypist(t, program, want, true)
	y.session.Lists(true)
	screens, keys := 1, 1 // the review and its Enter
	for !y.atEnd() {
		screens++
		keys += len([]rune(strings.ReplaceAll(y.next(t), "\x1b[6~", ""))) // most lists are one page
	}
	t.Logf("%d screens, %d keys", screens, keys)
	if screens > 45 || keys > 110 {
		t.Errorf("%d screens and %d keys, want at most 45 and 110", screens, keys)
	}
}

// TestOtherPackIsSaid goes on with a draft of another version of the pack. What no longer
// fits is said on the first screen, not only behind it.
func TestOtherPackIsSaid(t *testing.T) {
	home := t.TempDir()
	draft := "pack: backcare 0.9.0\nanswers: {respondent: patient, age: 300, gone: 1}\n"
	if err := os.WriteFile(filepath.Join(home, "a.yaml"), []byte(draft), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, 24, 80, home, "intake", "--resume", "a.yaml")
	w.waitFor("How old")
	screen := strings.Join(strings.Fields(w.screen()), " ")
	if !strings.Contains(screen, "! The draft was made with backcare 0.9.0; this is backcare 1.1.0. No longer valid and asked again: age, gone") {
		t.Errorf("the screen does not say it:\n%s", w.screen())
	}
	w.press("41\r")
	w.waitFor("Is this your first")
	if strings.Contains(w.screen(), "0.9.0") {
		t.Errorf("it is said again:\n%s", w.screen())
	}
}

// TestBrokenSetIsAskedAgain holds that a value of --set that cannot be taken is said on a terminal,
// and its question asked.
func TestBrokenSetIsAskedAgain(t *testing.T) {
	for _, plain := range []string{"--plain=false", "--plain"} {
		w := open(t, 24, 80, t.TempDir(), "intake", plain, "--set", "respondent=patient", "--set", "age=400")
		w.waitFor(`--set age: "age" is out of range`)
		w.waitFor("How old")
		w.press("\x03")
		if got := w.status(); got != exitInterrupted {
			t.Errorf("%s: exit status %d", plain, got)
		}
	}
}

// TestStopInASmallWindow reads what to do in an emergency where it does not fit the window.
func TestStopInASmallWindow(t *testing.T) {
	w := open(t, 12, 40, t.TempDir(), "intake", "--for", "patient", "--set", "respondent=patient", "--set", "age=40", "--set", "visit=first", "--set", "pregnancy=not_pregnant", "--set", "pain_area=neck", "--set", "chronicity=acute", "--set", "pain_intensity=3", "--set", "activity_limits=2", "--set", "pain_quality=ache", "--set", "pain_change=steady", "--set", "tried_without_benefit=none", "--full-lists")
	w.waitFor("for more")
	w.press(" ")
	w.waitFor("Enter goes on")
	w.press(" ")
	w.waitFor("more below")
	w.press("1 " + strings.Repeat("\x1b[6~", 16) + "\r")
	w.waitFor("Please stop here")
	w.waitFor("Please do not have a massage.")
	w.press(" ")
	w.waitFor("That was a slip")
	w.press("1\rq")
	if status := w.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// TestLeaveInANarrowWindow breaks off where what is said then does not fit a line: it is wrapped between words, and
// the command that goes on stands in a line of its own.
func TestLeaveInANarrowWindow(t *testing.T) {
	w := open(t, 12, 40, t.TempDir(), "intake", "--for", "patient", "-o", "a.yaml")
	w.waitFor("Enter goes on")
	w.press(" ")
	w.waitFor("Who is giving")
	w.press("1\r")
	w.waitFor("How old")
	w.press("\x03")
	w.status()
	if said := "The answers so far are in a.yaml.draft.\r\nGo on with:\r\nknead intake --resume a.yaml.draft -o a.yaml"; !w.wrote(said) {
		t.Errorf("it says:\n%s", w.screen())
	}
}
