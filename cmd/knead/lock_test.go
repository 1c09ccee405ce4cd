//go:build !windows

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"knead/rules"
)

// TestOneInterviewPerFile begins a second interview in a file in which one is under way: by
// the same name, by a link, or by its draft. It is refused and changes nothing; once the
// first has ended, even by being killed, the file is free.
func TestOneInterviewPerFile(t *testing.T) {
	home := t.TempDir()
	begin := func(o intakeOptions) error {
		var out bytes.Buffer
		for _, name := range []*string{&o.resume, &o.output} {
			if *name != "" {
				*name = filepath.Join(home, *name)
			}
		}
		return runIntake(context.Background(), streams{strings.NewReader(""), &out, &out, nil}, &globals{pack: "backcare", audience: rules.Patient}, &o, time.Now())
	}
	if err := os.WriteFile(filepath.Join(home, "a.yaml"), []byte("answers: {respondent: patient}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.yaml", filepath.Join(home, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	resumed := open(t, 24, 80, home, "intake", "--for", "patient", "--resume", "a.yaml")
	resumed.waitFor("How old")
	fresh := open(t, 24, 80, home, "intake", "--for", "patient", "-o", "b.yaml")
	fresh.waitFor("Who is")
	own := open(t, 24, 80, home, "intake", "--for", "patient")
	own.waitFor("Who is")
	own.press("1\r")
	own.waitFor("\nHow old") // no longer set in, below the question that is due
	drafts, _ := filepath.Glob(filepath.Join(home, ".local", "state", "knead", "draft-*.yaml"))
	if len(drafts) != 1 {
		t.Fatalf("the draft is %v", drafts)
	}
	draft, _ := filepath.Rel(home, drafts[0])
	for _, o := range []intakeOptions{{resume: "a.yaml"}, {resume: "link.yaml"}, {resume: "a.yaml", output: "c.yaml"}, {output: "b.yaml"}, {resume: "b.yaml.draft"}, {resume: draft}} {
		if err := begin(o); err == nil || !strings.Contains(err.Error(), "another interview that is under way") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	for _, w := range []*window{resumed, fresh, own} {
		w.signal(syscall.SIGKILL)
		w.status()
	}
	for _, o := range []intakeOptions{{resume: "a.yaml"}, {output: "b.yaml"}, {resume: draft}} {
		if err := begin(o); err != errInterrupted {
			t.Errorf("after the first was killed, %+v: %v", o, err)
		}
	}
	left, _ := filepath.Glob(filepath.Join(home, ".*.lock"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestSavedMeanwhile saves answers under a name that another interview has used since the
// question was first asked. Those stay, and these are in the draft.
func TestSavedMeanwhile(t *testing.T) {
	home := t.TempDir()
	data := contents(t, filepath.Join("..", "..", "examples"), "saddle-numbness.yaml")
	if err := os.WriteFile(filepath.Join(home, "a.yaml"), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, 24, 80, home, "intake", "--for", "patient", "--resume", "a.yaml", "-o", "b.yaml")
	w.waitFor("Please stop here")
	if err := os.WriteFile(filepath.Join(home, "b.yaml"), []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.press("1\rq")
	if status := w.status(); status != exitFailed || !strings.Contains(w.written(), "The answers so far are in a.yaml") {
		t.Errorf("exit status %d:\n%s", status, w.written())
	}
	if got := contents(t, home, "b.yaml"); got != "another's" {
		t.Errorf("overwritten by:\n%s", got)
	}
}

// TestGoOn begins an interview, leaves it, and gives the same command again: it asks whether to go on at
// the question where that stopped, with arrow keys and with lines, and does either.
func TestGoOn(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-o", "a.yaml"}, {"-o", "a.yaml", "--plain"}, nil, {"--plain"}} {
		home := t.TempDir()
		args = append([]string{"intake"}, args...)
		leave := func(w *window) {
			t.Helper()
			w.press("\x03")
			if status := w.status(); status != exitInterrupted {
				t.Errorf("%v: exit status %d", args, status)
			}
		}
		w := open(t, 24, 80, home, args...)
		w.waitFor("Who is giving")
		w.press("1\r41\r")
		w.waitFor("first visit")
		leave(w)
		w = open(t, 24, 80, home, args...)
		w.waitFor("Go on where you stopped (question 3)?")
		w.press("1\r")
		w.waitFor("first visit")
		leave(w)
		w = open(t, 24, 80, home, args...)
		w.waitFor("Go on where you stopped (question 3)?")
		leave(w)
		w = open(t, 24, 80, home, args...)
		w.waitFor("egin anew")
		w.press("2\r")
		w.waitFor("Who is giving")
		leave(w)
		left, _ := filepath.Glob(filepath.Join(home, ".local", "state", "knead", "draft-*.yaml"))
		beside, _ := filepath.Glob(filepath.Join(home, "*.draft"))
		if len(beside) != 0 || len(args) < 3 != (len(left) == 1) {
			t.Errorf("%v: %v and %v are left", args, beside, left)
		}
	}
}

// TestGoOnAfterTheLastVisit leaves an interview that began with the last visit. The same command goes
// on with it, and in the end says what was removed since; that with the answers of somebody else does not.
func TestGoOnAfterTheLastVisit(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	put := func(name, answers string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(home, name), []byte(answers), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	desk, err := os.ReadFile(filepath.Join("..", "..", "examples", "desk-worker.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	now := string(desk)
	thinner := strings.Replace(now, "medicines: []", "medicines: [anticoagulant]", 1)
	put("last.yaml", thinner)
	put("other.yaml", strings.Replace(thinner, "age: 4", "age: 5", 1))
	again := []string{"intake", "--from", "last.yaml", "-o", "new.yaml", "--plain"}
	w := open(t, 24, 80, home, again...)
	w.waitFor("Who is giving")
	w.press("1\r")
	w.waitFor("Enter if all of it")
	w.press("\x03")
	w.status()
	put("new.yaml.draft", now)
	w = open(t, 24, 80, home, "intake", "--from", "other.yaml", "-o", "new.yaml", "--plain")
	if status := w.status(); status != exitFailed || !strings.Contains(w.written(), "interview that was interrupted") {
		t.Errorf("the draft of another person: exit status %d:\n%s", status, w.written())
	}
	w = open(t, 24, 80, home, again...)
	w.waitFor("Go on where you stopped")
	w.press("1\r")
	w.waitFor("Enter to skip")
	w.press("=\r")
	w.waitFor("Enter finishes")
	w.press("1\r")
	if status := w.status(); status != exitDone || !strings.Contains(w.written(), "Removed") {
		t.Errorf("exit status %d:\n%s", status, w.written())
	}
}
