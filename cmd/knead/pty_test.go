//go:build !windows

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// window is knead running in a terminal that a test looks at and types into. What the
// program writes goes through an emulator, which also answers questions about the cursor.
type window struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File // our end
	term *vt.SafeEmulator
	done chan struct{}
	news chan struct{} // holds one when the program wrote something

	mu  sync.Mutex
	raw bytes.Buffer
}

// open runs knead in a window of that size. Its home folder is home.
func open(t *testing.T, rows, cols int, home string, args ...string) *window {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return openCommand(t, rows, cols, &exec.Cmd{
		Path: self, Args: append([]string{"knead"}, args...), Dir: home,
		Env: []string{"HOME=" + home, "TERM=xterm", "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"},
	})
}

// openCommand runs any program in a window.
func openCommand(t *testing.T, rows, cols int, cmd *exec.Cmd) *window {
	t.Helper()
	w := &window{t: t, done: make(chan struct{}), news: make(chan struct{}, 1), cmd: cmd}
	tty, err := pty.StartWithSize(w.cmd, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)})
	if err != nil {
		t.Fatal(err)
	}
	w.tty = closable(t, tty)
	w.term = vt.NewSafeEmulator(cols, rows)
	go w.read()
	go w.reply()
	t.Cleanup(func() {
		w.tty.Close()
		w.cmd.Process.Kill()
		w.term.Close()
	})
	return w
}

// closable returns the same terminal as a file whose Close does not wait for a reader.
func closable(t *testing.T, tty *os.File) *os.File {
	t.Helper()
	fd, err := unix.FcntlInt(tty.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	tty.Close()
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), "terminal")
}

// reply gives the program what the emulator answers, and goes on when nobody reads it any more: the
// emulator waits for each answer to be taken.
func (w *window) reply() {
	buf := make([]byte, 256)
	for {
		n, err := w.term.Read(buf)
		_, _ = w.tty.Write(buf[:n])
		if err != nil {
			return
		}
	}
}

func (w *window) read() {
	defer close(w.done)
	buf := make([]byte, 4096)
	for {
		n, err := w.tty.Read(buf)
		_, _ = w.term.Write(buf[:n])
		w.mu.Lock()
		w.raw.Write(buf[:n])
		w.mu.Unlock()
		select {
		case w.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// lines returns the screen as it is.
func (w *window) lines() []string {
	lines := strings.Split(strings.TrimRight(w.term.String(), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func (w *window) screen() string {
	return strings.TrimRight(strings.Join(w.lines(), "\n"), "\n")
}

// written returns everything the program wrote so far.
func (w *window) written() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.raw.String()
}

const clearScreen = "\x1b[2J"

// pressAndWait presses a key and waits until the screen is drawn anew.
func (w *window) pressAndWait(key string) {
	w.t.Helper()
	before := strings.Count(w.written(), clearScreen)
	w.press(key)
	for end := time.Now().Add(time.Minute); strings.Count(w.written(), clearScreen) == before; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("nothing is drawn anew after %q:\n%s", key, w.screen())
		}
	}
}

// waitFor waits until the screen holds the text.
func (w *window) waitFor(text string) {
	w.t.Helper()
	if !w.shows(time.Minute, text) {
		w.t.Fatalf("the screen never showed %q:\n%s", text, w.screen())
	}
}

// shows reports whether the screen holds the text within a time, however it is broken into lines.
func (w *window) shows(within time.Duration, text string) bool {
	late := time.After(within)
	for {
		if shown := w.screen(); strings.Contains(shown, text) || strings.Contains(strings.Join(strings.Fields(shown), " "), text) {
			return true
		}
		select {
		case <-w.news:
		case <-late:
			return false
		}
	}
}

// wrote waits until the program has written the text, and reports whether it does within a minute.
func (w *window) wrote(text string) bool {
	for late := time.After(time.Minute); !strings.Contains(w.written(), text); {
		select {
		case <-w.news:
		case <-late:
			return false
		}
	}
	return true
}

func (w *window) press(keys string) {
	w.t.Helper()
	_ = w.tty.SetWriteDeadline(time.Now().Add(time.Minute))
	if _, err := w.tty.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
}

// status waits until the program ends and returns its exit status.
func (w *window) status() int {
	w.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- w.cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		w.t.Fatalf("knead does not end:\n%s", w.screen())
	}
	select {
	case <-w.done:
	case <-time.After(time.Second): // the other end stays open while we hold the terminal
	}
	return w.cmd.ProcessState.ExitCode()
}

func (w *window) signal(s syscall.Signal) {
	if err := w.cmd.Process.Signal(s); err != nil {
		w.t.Fatal(err)
	}
}
