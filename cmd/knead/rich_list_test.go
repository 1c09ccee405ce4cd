//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
