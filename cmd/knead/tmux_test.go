//go:build full && !windows

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/internal/text"
)

// TestHindiInTmux goes through a first visit in Hindi in a real terminal, since emulators
// for tests count every vowel sign as a column. Where there is no tmux it does nothing.
func TestHindiInTmux(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Log("there is no tmux here")
		return
	}
	for _, size := range [][2]int{{24, 80}, {20, 60}, {12, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) { walkInTmux(t, size[0], size[1]) })
	}
}

func walkInTmux(t *testing.T, rows, cols int) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "knead-tmux")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // knead saves its draft when the terminal is gone
		for end := time.Now().Add(time.Minute); os.RemoveAll(dir) != nil && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
	})
	if err := os.Symlink(self, filepath.Join(dir, "knead")); err != nil {
		t.Fatal(err)
	}
	tmux := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("tmux", append([]string{"-u", "-S", filepath.Join(dir, "socket")}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-s", "k", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows),
		"cd "+dir+" && HOME="+dir+" LANG=C.UTF-8 ./knead intake --lang hi --for patient -o out.yaml; sleep 60")
	defer tmux("kill-server")

	program := backcare(t)
	y := newTypist(t, program, examples(t, program)["desk-worker.yaml"], true)
	hindi, err := (&globals{pack: "backcare", lang: "hi"}).program()
	if err != nil {
		t.Fatal(err)
	}
	for step := 1; !y.atEnd(); step++ {
		asked, _ := y.asks(hindi.Pack())
		heading := begin(asked.Patient)
		screen := ""
		for end := time.Now().Add(time.Minute); !strings.Contains(strings.Join(strings.Fields(screen), " "), heading) || !strings.Contains(screen, "? मदद"); time.Sleep(20 * time.Millisecond) {
			if screen = tmux("capture-pane", "-t", "k", "-p"); time.Now().After(end) {
				t.Fatalf("step %d is not on the screen:\n%s", step, screen)
			}
			if strings.Contains(screen, "आगे के लिए") { // what is said before the question
				tmux("send-keys", "-t", "k", "Space")
				time.Sleep(200 * time.Millisecond)
			}
		}
		lines := strings.Split(screen, "\n")
		if !strings.Contains(lines[0], " · भाग ") {
			t.Errorf("step %d: something scrolled away:\n%s", step, screen)
		}
		for _, line := range lines {
			if text.Width(line) >= cols {
				t.Errorf("step %d: a line fills the window:\n%s", step, line)
			}
		}
		keys, enter := strings.CutSuffix(y.next(t), "\r")
		if keys != "" {
			tmux("send-keys", "-t", "k", "-l", keys)
		}
		if enter {
			tmux("send-keys", "-t", "k", "Enter")
		}
	}
}
