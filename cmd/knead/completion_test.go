//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCompletionInShells types the beginnings of command lines into real shells, presses
// Tab, and looks at what stands on the line then.
func TestCompletionInShells(t *testing.T) {
	const bashCompletion = "/usr/share/bash-completion/bash_completion"
	bash := []string{"bash", "--norc", "--noprofile", "-i"}
	for name, shell := range map[string]struct {
		needs, setup string
		start        []string
	}{
		"bash":                      {"/bin/bash", "source <(knead completion bash)", bash},
		"bash with bash-completion": {bashCompletion, "source " + bashCompletion + "; source <(knead completion bash)", bash},
		"zsh": {"/usr/bin/zsh",
			"PS1='ready> '; autoload -U compinit; compinit -u -D; source <(knead completion zsh); compdef _knead knead", []string{"zsh", "-f", "-i"}},
		"fish": {"/usr/bin/fish", "set -g fish_autosuggestion_enabled 0; knead completion fish | source",
			[]string{"fish", "--no-config", "-i", "-C", "function fish_prompt; echo 'ready> '; end; function fish_right_prompt; end"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(shell.needs); err != nil {
				if full {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			completeIn(t, shell.start, shell.setup)
		})
	}
}

func completeIn(t *testing.T, shell []string, setup string) {
	home := t.TempDir()
	for _, name := range []string{"anna.yaml", "mypack/pack.yaml"} {
		if err := os.MkdirAll(filepath.Join(home, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(shell[0], shell[1:]...)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home, "TERM=xterm", "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "PS1=ready> "}
	w := openCommand(t, 50, 160, cmd)
	w.waitFor("ready>")
	w.press(setup + "; echo load''ed\r")
	w.waitFor("loaded")
	lines := [][2]string{
		{"knead recomm", "knead recommend"},
		{"knead rules sch", "knead rules schema"},
		{"knead recommend ann", "knead recommend anna.yaml"},
		{"knead explain --therapy deep", "knead explain --therapy deep_tissue"},
		{"knead intake --set pregnancy_r", "knead intake --set pregnancy_risk="},
		{"knead intake --set visit=fo", "knead intake --set visit=follow_up"},
		{"knead rules test start", "knead rules test starter"},
		{"knead version --pack myp", "knead version --pack mypack"},
		{"knead recommend --for pr", "knead recommend --for practitioner"},
		{"knead recommend --region I", "knead recommend --region IN"},
		{"knead rules show vaman", "knead rules show vamana"},
		{"knead batch --detail f", "knead batch --detail full"},
		{"knead intake --set nerve_signs=saddle_num", "knead intake --set nerve_signs=saddle_numbness"},
	}
	if !full {
		lines = lines[2:6]
	}
	for _, line := range lines {
		begun, want := line[0], line[1]
		// The line is printed, not run: Ctrl-A goes to its beginning.
		w.press(begun + "\t")
		for end := time.Now().Add(20 * time.Second); !strings.Contains(w.screen(), want) && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(50 * time.Millisecond)
		w.press("\x01echo '=''>' \r")
		end := time.Now().Add(time.Minute)
		completed := func() bool {
			return strings.Contains(strings.ReplaceAll(w.screen(), "/\n", "\n"), "=> "+want+"\n") // zsh takes a folder's / back
		}
		for !completed() && time.Now().Before(end) {
			time.Sleep(10 * time.Millisecond)
		}
		if !completed() {
			t.Fatalf("%q was not completed to %q:\n%s", begun, want, w.screen())
		}
		w.press("clear\r")
		time.Sleep(50 * time.Millisecond)
	}
}
