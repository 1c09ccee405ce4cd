//go:build !windows

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"knead/internal/draft"
	"knead/questionnaire"
	"knead/rules"
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
	if q, asking := y.session.Question(); y.atEnd() || !asking {
		w.waitFor("Your answers")
	} else {
		w.waitFor(begin(p.Questions[q].Ask.For(questionnaire.Reader(p, y.session.Final()))))
	}
	interrupt(w)
	if status := w.status(); status != exitInterrupted {
		t.Fatalf("after %d questions: exit status %d\n%s", stop, status, w.screen())
	}
	if _, open := w.tty.Stat(); open == nil && !strings.Contains(w.written(), "\x1b[?1049l") {
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
				w.waitFor(begin(program.Pack().Questions[q].Ask.Practitioner))
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

// begin is the first words of a question, by which it is known and which fit any window.
func begin(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(5, len(words))], " ")
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
