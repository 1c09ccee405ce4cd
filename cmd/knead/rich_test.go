//go:build !windows

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"knead/internal/draft"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// TestRandomKeys throws keys at the asker. Whatever they are, it neither fails nor leaves
// the terminal changed, and the draft can be read.
func TestRandomKeys(t *testing.T) {
	rounds := 200
	if full {
		rounds = 10_000
	}
	run := &intake{program: backcare(t), globals: &globals{}, intakeOptions: &intakeOptions{}}
	var err error
	if run.words, err = words.In("en"); err != nil {
		t.Fatal(err)
	}
	pieces := []string{
		"\r", "\r", "0", "0", "0", "1", "1", "2", "3", "4", "5", "9", " ", " ", "-", "<", ">", "=", "?", "n", "no", "e", "zz", "हाँ", "é", "🙂",
		"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bOA", "\x1bOM", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[15~", "\x1b[1;5C", "\x1b[[A", "\x1b[12;40R", "\x1b[200~",
		"\x1bx", "\x1b\x1b", "\x1b", "\x7f", "\b", "\t", "\x15", "\x17", "\x18", "\x01", "\x0b", "\x0c", "\x1a", "\x13", "\x00", "\xff", "\xe0\xa4", "\x1b[999999999999999999999999999999999999", "\x9b",
	}
	random := rand.New(rand.NewPCG(5, 8))
	for round := range rounds {
		keys := ""
		for range 10 + random.IntN(60) {
			keys += pieces[random.IntN(len(pieces))]
		}
		if problem := throwKeys(t, run, keys, 8+random.IntN(40), 24+random.IntN(100)); problem != "" {
			t.Fatalf("round %d, keys %q: %s", round, keys, problem)
		}
	}
}

// throwKeys runs one interview in a terminal of our own, with the keys and then Ctrl-C.
func throwKeys(t *testing.T, run *intake, keys string, rows, cols int) (problem string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	if err := pty.Setsize(theirs, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	before, err := getTermios(int(theirs.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	restored := make(chan bool, 1)
	go func() {
		last := []byte{}
		buf := make([]byte, 4096)
		for {
			n, err := ours.Read(buf)
			last = append(last, buf[:n]...)
			last = last[max(len(last)-len(screenLeave), 0):]
			if string(last) == screenLeave || err != nil {
				restored <- err == nil
				return
			}
		}
	}()
	h, err := holdTerminal(theirs, theirs)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	keyboard := newKeyboard(ctx, strings.NewReader(keys+"\x03"))
	session := questionnaire.Start(run.program.Pack(), run.logic())
	interview := questionnaire.Interview{
		Session: session, Asker: newRich(h, keyboard, run.words.Say, true), Words: run.words.Say,
		Save: func(d *rules.Draft, _ questionnaire.Aside) error { return readable(d, run.program.Pack()) },
	}
	err = interview.Run()
	keyboard.stop()
	h.release()
	after, _ := getTermios(int(theirs.Fd()))
	left := false
	select {
	case left = <-restored:
	case <-time.After(time.Minute):
		return "the terminal never got its screen back"
	}
	ours.Close()
	switch {
	case err != nil && !errors.Is(err, errInterrupted):
		return err.Error()
	case ctx.Err() != nil:
		return "it hangs"
	case *after != *before:
		return "the terminal's mode is not restored"
	case !left:
		return "the terminal's screen is not restored"
	case strings.Contains(fmt.Sprint(interview), "cannot be read back"):
		return fmt.Sprint(interview)
	}
	return ""
}

// readable returns an error when a draft cannot be read back as it was.
func readable(d *rules.Draft, p *rules.Pack) error {
	var buf bytes.Buffer
	if err := packfile.WriteDraft(&buf, d, p); err != nil {
		return err
	}
	again, problems := packfile.ParseDraft(buf.Bytes(), "draft", packfile.YAML, p)
	if problems != nil || !cmp.Equal(again.Answers, d.Answers) {
		return fmt.Errorf("the draft cannot be read back: %v", problems)
	}
	return nil
}

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
	step, steps := y.session.Steps()
	if y.atEnd() {
		w.waitFor("Your answers")
	} else {
		w.waitFor(fmt.Sprintf("· %d of %d", step, steps))
	}
	interrupt(w)
	if status := w.status(); status != exitInterrupted {
		t.Fatalf("after %d questions: exit status %d\n%s", stop, status, w.screen())
	}
	if _, open := w.tty.Stat(); open == nil && !strings.Contains(w.written(), screenLeave) {
		t.Errorf("after %d questions the terminal is not restored", stop)
	}
	rest, _ := y.all(t)
	w = open(t, 24, 80, dir, "intake", "--resume", "out.yaml.draft", "-o", "out.yaml")
	w.press(rest)
	w.waitFor("Your answers")
	w.press("\r")
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

// TestScreens looks at every screen of a first visit in windows of several sizes. Each has
// its heading in the first line, so nothing scrolled away, the question, and the keys.
func TestScreens(t *testing.T) {
	program := backcare(t)
	want := examples(t, program)["desk-worker.yaml"]
	for _, size := range [][2]int{{24, 80}, {12, 40}, {60, 200}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			y := newTypist(t, program, want, true)
			w := open(t, size[0], size[1], t.TempDir(), "intake", "--for", "practitioner")
			for !y.atEnd() {
				q, _ := y.session.Question()
				step, steps := y.session.Steps()
				w.waitFor(fmt.Sprintf("· %d of %d", step, steps))
				w.waitFor("? help")
				checkScreen(t, w, &program.Pack().Questions[q])
				w.press(y.next(t))
			}
			w.waitFor("Finish and show the result")
			w.press("\r")
			if status := w.status(); status != 0 {
				t.Errorf("exit status %d", status)
			}
		})
	}
}

func checkScreen(t *testing.T, w *window, q *rules.Question) {
	t.Helper()
	lines := w.lines()
	screen := strings.Join(strings.Fields(w.screen()), " ")
	first := strings.Fields(q.Ask.Practitioner)
	switch {
	case !strings.Contains(lines[0], "· "):
		t.Errorf("%s: the heading is not in the first line:\n%s", q.ID, w.screen())
	case !strings.Contains(screen, strings.Join(first[:min(3, len(first))], " ")):
		t.Errorf("%s: the question is not on the screen:\n%s", q.ID, w.screen())
	case q.Kind == rules.Multi && !q.AtLeastOne && !strings.Contains(screen, "0 None of these"):
		t.Errorf("%s: \"none of these\" is not on the screen:\n%s", q.ID, w.screen())
	case q.Kind != rules.FreeText && q.Unsure && !strings.Contains(screen, "- Not sure"):
		t.Errorf("%s: \"not sure\" is not on the screen:\n%s", q.ID, w.screen())
	}
}

// TestResize changes the window's size at a list: ticks and place stay.
func TestResize(t *testing.T) {
	w := open(t, 24, 80, t.TempDir(), "intake", "--set", "respondent=practitioner", "--set", "age=40", "--set", "visit=first", "--set", "pregnancy=not_pregnant")
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
	w.press("-")
	w.waitFor("2 of")
	w.press("=")
	w.waitFor("! Numbness or tingling")
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
	screens, keys := 1, 1 // the review and its Enter
	for !y.atEnd() {
		screens++
		keys += len([]rune(y.next(t)))
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
	if !strings.Contains(screen, "! The draft was made with backcare 0.9.0; this is backcare 1.0.0. No longer valid and asked again: age, gone") {
		t.Errorf("the screen does not say it:\n%s", w.screen())
	}
	w.press("41\r")
	w.waitFor("· 3 of")
	if strings.Contains(w.screen(), "0.9.0") {
		t.Errorf("it is said again:\n%s", w.screen())
	}
}

// TestStopInASmallWindow reads what to do in an emergency where it does not fit the window.
func TestStopInASmallWindow(t *testing.T) {
	w := open(t, 12, 40, t.TempDir(), "intake", "--for", "patient", "--set", "respondent=patient", "--set", "age=40", "--set", "visit=first", "--set", "pregnancy=not_pregnant")
	w.waitFor("0 None of these")
	w.press("1 \r")
	w.waitFor("Please stop here")
	w.waitFor("? help")
	w.press("?")
	w.waitFor("Please do not have a massage.")
	w.press(" ")
	w.waitFor("That was a slip")
	w.press("1")
	if status := w.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}
