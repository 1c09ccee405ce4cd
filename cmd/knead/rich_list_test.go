//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"knead/questionnaire"
	"knead/rules"
)

// TestSkippedAfterAll leaves lists of one choice by Enter on the line that chooses nothing.
// An optional answer, which the cursor stood on at first, is taken back; any other is not.
func TestSkippedAfterAll(t *testing.T) {
	answered, unsure := rules.Answer{State: rules.Answered, Ticks: 2}, rules.Answer{State: rules.Unsure}
	for _, row := range []struct {
		name     string
		given    rules.Answer
		required bool
		want     questionnaire.Reply
	}{
		{"optional, answered", answered, false, questionnaire.Reply{Act: questionnaire.Give}},
		{"optional, unsure", unsure, false, questionnaire.Reply{Act: questionnaire.Enter}},
		{"optional, no answer", rules.Answer{}, false, questionnaire.Reply{Act: questionnaire.Enter}},
		{"required, answered", answered, true, questionnaire.Reply{Act: questionnaire.Enter}},
	} {
		scr := questionnaire.Screen{Kind: rules.Choice, Given: row.given, Required: row.required}
		if got := choiceReply(scr, keyEnter, 0); got != row.want {
			t.Errorf("%s: %+v, want %+v", row.name, got, row.want)
		}
	}
}

// TestDrawingWholeOrNotAtAll shows the question with a drawing in its help. Below the list
// stands the whole drawing or, where the window is too small, none of it.
func TestDrawingWholeOrNotAtAll(t *testing.T) {
	data := strings.Replace(contents(t, filepath.Join("..", "..", "examples"), "desk-worker.yaml"), "posture: forward_head", "tried_without_benefit: []", 1)
	for rows, whole := range map[int]bool{18: false, 24: true} {
		home := t.TempDir()
		if err := os.WriteFile(filepath.Join(home, "a.yaml"), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		w := open(t, rows, 80, home, "intake", "--for", "patient", "--resume", "a.yaml", "--set", "clinician_agreed=unsure")
		w.waitFor("Bent forward from the upper back")
		w.waitFor("No posture is wrong")
		w.waitFor("? help")
		if head, feet := strings.Contains(w.screen(), "upright   sunk"), strings.Contains(w.screen(), "hollow   uneven"); head != whole || feet != whole {
			t.Errorf("%d rows show the drawing's head %v and feet %v, want %v:\n%s", rows, head, feet, whole, w.screen())
		}
	}
}
