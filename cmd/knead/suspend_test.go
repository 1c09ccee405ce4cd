//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestPause stops an interview in a shell by Ctrl-Z and by signals. The shell gets
// its echo; after fg the question stands there again and takes keys.
func TestPause(t *testing.T) {
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	if err := os.Symlink(self, filepath.Join(home, "knead")); err != nil {
		t.Fatal(err)
	}
	w := openCommand(t, 24, 80, &exec.Cmd{Path: shell, Args: []string{"bash", "--norc", "--noediting", "-i"}, Dir: home,
		Env: []string{"HOME=" + home, "TERM=xterm", "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "PS1=ready> "}})
	w.waitFor("ready>")
	w.press("./knead intake --for patient -o a.yaml\n")
	w.waitFor("Who is giving")
	pid := w.child()
	for _, stop := range []func(){
		func() { w.press("\x1a") },
		func() { _ = syscall.Kill(pid, syscall.SIGTSTP) },
		func() { _ = syscall.Kill(pid, syscall.SIGSTOP) },
	} {
		stop()
		w.waitFor("Stopped")
		w.press("clear; stty -a | tr ';' '\\n' | grep -ow -e -echo -e echo; echo do\"\"ne\n")
		w.waitFor("echo\ndone")
		w.press("clear; fg\n")
		w.waitFor("Who is giving")
		w.waitFor("Enter confirms")
	}
	w.press("1\r")
	w.waitFor("How old")
	w.press("\x03")
	w.waitFor("The answers so far are in a.yaml.draft")
	w.waitFor("ready>") // until then knead might read what is typed
	w.press("exit\n")
	w.status()
}

// child returns the process that the window's program started.
func (w *window) child() int {
	w.t.Helper()
	out, err := exec.Command("pgrep", "-P", strconv.Itoa(w.cmd.Process.Pid)).Output()
	pid, err2 := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil || err2 != nil {
		w.t.Fatalf("%q: %v, %v", out, err, err2)
	}
	return pid
}
