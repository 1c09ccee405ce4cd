//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestPasteIsNoKeys pastes lines into a text, where they are its words, and at a list and
// the review, where they do nothing.
func TestPasteIsNoKeys(t *testing.T) {
	home := t.TempDir()
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", "desk-worker.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "desk.yaml"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	const lines = "\x1b[200~first line\r\n1\r0\r\x1b[201~"
	w := open(t, 24, 80, home, "intake", "--resume", "desk.yaml")
	w.waitFor("Space tick")
	w.press("0\r")
	w.waitFor("characters")
	w.press(lines)
	w.waitFor("> first line 1 0")
	w.press("\r")
	w.waitFor("Your answers")
	w.press(lines + "\x1b")
	w.waitFor("> first line 1 0")
	w.press("\x1b")
	w.waitFor("Enter confirms · ? help · < back · = all answers")
	before := w.screen()
	w.press(lines + "\x0c")
	time.Sleep(50 * time.Millisecond)
	w.waitFor("Enter confirms · ? help · < back · = all answers")
	if after := w.screen(); after != before {
		t.Errorf("a paste changed the list from\n%s\nto\n%s", before, after)
	}
}
