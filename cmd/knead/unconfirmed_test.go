//go:build !windows

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/internal/draft"

	"knead/rules"
)

// TestBegunIsKept types a note, a number and ticks and leaves before they are confirmed. The
// resumed interview offers each again; until it is confirmed it is no answer.
func TestBegunIsKept(t *testing.T) {
	rows := map[string]struct {
		known, question, keys, begun, answer, plain string
	}{
		"note":   {"desk", "At most 2000 characters", "took apixab", "> took apixab", "notes: \"took apixab\"", "yet confirmed: took apixab"},
		"number": {"", "A number from 0 to 120", "4", "> 4", "age: 4", "yet confirmed: 4"},
		"ticks":  {"", "Numbness or tingling", "1 3 ", "[x]  3", "nerve_signs: [saddle_numbness, bowel_change]", "yet confirmed: Numbness or tingling between"},
	}
	ways := map[string]func(*window){
		"Ctrl-C":  func(w *window) { w.press("\x03") },
		"SIGTERM": func(w *window) { w.signal(syscall.SIGTERM) },
		"SIGHUP":  func(w *window) { w.signal(syscall.SIGHUP) },
		"closed":  func(w *window) { w.tty.Close() },
	}
	for name, row := range rows {
		for way, interrupt := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				home := t.TempDir()
				writeBegun(t, home, name)
				w := open(t, 24, 80, home, "intake", "--for", "patient", "--full-lists", "--resume", "a.yaml")
				if name == "ticks" {
					w.waitFor("Enter goes on")
					w.press(" ")
				}
				w.waitFor(row.question)
				w.press(row.keys)
				w.waitFor(row.begun)
				interrupt(w)
				if status := w.status(); status != exitInterrupted {
					t.Fatalf("exit status %d", status)
				}
				if data := contents(t, home, "a.yaml"); strings.Contains(data, row.answer) {
					t.Errorf("what was begun became an answer:\n%s", data)
				}
				var asked bytes.Buffer
				s := streams{strings.NewReader(""), &asked, &asked, nil}
				err := runIntake(context.Background(), s, &globals{pack: "backcare", audience: rules.Patient},
					&intakeOptions{resume: filepath.Join(home, "a.yaml"), fullLists: true}, time.Now())
				if err != errInterrupted || !strings.Contains(asked.String(), row.plain) || !strings.Contains(asked.String(), "Enter confirms what was begun") {
					t.Errorf("%v: lines do not offer it again:\n%s", err, asked.String())
				}
				w = open(t, 24, 80, home, "intake", "--for", "patient", "--full-lists", "--resume", "a.yaml")
				if name == "ticks" {
					w.waitFor("Enter goes on")
					w.press(" ")
				}
				w.waitFor(row.begun)
				w.press("\x1b[6~\x1b[6~\r") // once all options were on the screen
				if name == "ticks" {
					w.waitFor("Please stop here")
				} else {
					w.waitFor(map[string]string{"note": "Your answers", "number": "Is this your first"}[name])
				}
				if data := contents(t, home, "a.yaml"); !strings.Contains(data, row.answer) {
					t.Errorf("confirmed it is no answer:\n%s", data)
				}
				begun := filepath.Join(home, "a.yaml"+draft.UnconfirmedSuffix)
				for end := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) { // which is written once the next screen is drawn
					if kept, err := os.ReadFile(begun); err != nil || !strings.Contains(string(kept), `"begun"`) {
						break
					}
					if time.Now().After(end) {
						t.Fatal("what was confirmed is still begun")
					}
				}
				w.press("\x03")
				w.status()
			})
		}
	}
}

// writeBegun writes an intake that lacks only what is to be begun, and what follows it.
func writeBegun(t *testing.T, home, begun string) {
	t.Helper()
	data := "answers: {respondent: patient}\n"
	switch begun {
	case "ticks":
		data = "answers: {respondent: patient, age: 41, visit: first, pregnancy: not_pregnant, pain_area: [neck], chronicity: acute, pain_intensity: 3, activity_limits: 2, pain_quality: [ache], pain_change: [steady], tried_without_benefit: null}\n"
	case "note":
		program := backcare(t)
		in := examples(t, program)["desk-worker.yaml"]
		if err := draft.WriteIntake(filepath.Join(home, "a.yaml"), in, program.Pack()); err != nil {
			t.Fatal(err)
		}
		data = strings.Replace(contents(t, home, "a.yaml"), "answers:\n", "answers:\n  tried_without_benefit: null\n  clinician_agreed: null\n", 1)
	}
	if err := os.WriteFile(filepath.Join(home, "a.yaml"), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestFullListsAreRemembered chooses to go through whole lists and breaks off: whoever goes on is
// asked them without choosing again.
func TestFullListsAreRemembered(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for _, typed := range []string{"*\n1\n46\n1\n", "1\n"} {
		var out, asked bytes.Buffer
		o := intakeOptions{output: filepath.Join(home, "a.yaml")}
		if name := o.output + ".draft"; typed == "1\n" {
			o = intakeOptions{resume: name}
		}
		s := streams{strings.NewReader(typed), &out, &asked, nil}
		err := runIntake(context.Background(), s, &globals{pack: "backcare", audience: rules.Patient}, &o, time.Now())
		if err != errInterrupted || !strings.Contains(asked.String(), "Are you pregnant, or have you given birth in the last 12 weeks?") {
			t.Errorf("%v: the list is not asked:\n%s", err, asked.String())
		}
	}
}

// TestReturningInterruptedAnywhere interrupts the interview of a client who comes back after
// every line, or after some of them. Resumed, it shows the very screens that the whole interview shows from there
// on, suggestions and steps included, and ends with the same intake.
func TestReturningInterruptedAnywhere(t *testing.T) {
	t.Parallel()
	const last = "id: c-9\ndate: 2026-02-09\nanswers: {respondent: patient, age: 41, visit: first, pregnancy: not_pregnant, " +
		"pain_intensity: 6, allergies: unsure, posture: unsure, desk_job: true, breaks: rare, setting: home}\n"
	no := func(n int) []string { return slices.Repeat([]string{"2"}, n) } // to so many statements
	lines := slices.Concat([]string{"1", "", "2", "5", "5", "3", "", "1", "1"}, no(37), []string{"", "1"}, no(11), []string{"-"}, no(7),
		[]string{"", "", "", "", ""})
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "last.yaml"), []byte(last), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(name string, typed []string, o intakeOptions) (asked string, err error) {
		var out, seen bytes.Buffer
		o.output = filepath.Join(home, name)
		s := streams{strings.NewReader(strings.Join(typed, "\n") + "\n"), &out, &seen, nil}
		if len(typed) == 0 {
			s.in = strings.NewReader("")
		}
		err = runIntake(context.Background(), s, &globals{pack: "backcare", audience: rules.Practitioner}, &o, time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC))
		return strings.ReplaceAll(seen.String(), name, "NAME"), err
	}
	fresh := intakeOptions{from: filepath.Join(home, "last.yaml"), adapt: true}
	whole, err := ask("whole.yaml", lines, fresh)
	if err != nil {
		t.Fatalf("%v\n%s", err, whole)
	}
	for _, want := range []string{"back? I am coming back", "in this course? 1\n", "first session? 4\n", "Not sure, or would", "Last time: Rarely. Still so?"} {
		if !strings.Contains(whole, want) {
			t.Fatalf("the interview never says %q:\n%s", want, whole)
		}
	}
	want := contents(t, home, "whole.yaml")
	step := 4
	if full {
		step = 1
	}
	for cut := 1; cut < len(lines); cut += step {
		name := "half.yaml"
		if _, err := ask(name, lines[:cut], fresh); err == nil {
			break // the rest of the lines is never read
		} else if err != errInterrupted {
			t.Fatal(err)
		}
		o := fresh
		o.from, o.resume = "", filepath.Join(home, name+".draft")
		rest, err := ask(name, lines[cut:], o)
		if err != nil {
			t.Fatalf("resumed after %d lines: %v\n%s", cut, err, rest)
		}
		if !strings.HasSuffix(whole, rest) {
			t.Fatalf("resumed after %d lines, it asks otherwise:\n%s", cut, cmp.Diff(whole[max(len(whole)-len(rest), 0):], rest))
		}
		if d := cmp.Diff(want, contents(t, home, name)); d != "" {
			t.Fatalf("resumed after %d lines, another intake:\n%s", cut, d)
		}
		if left, _ := filepath.Glob(filepath.Join(home, name+"*")); len(left) != 1 {
			t.Fatalf("files are left behind: %v", left)
		}
		_ = os.Remove(filepath.Join(home, name))
	}
}
