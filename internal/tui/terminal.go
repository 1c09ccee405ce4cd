//go:build !windows

package tui

import (
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// rawTerminal keeps the terminal raw for a whole interview: keys come one by one and unechoed,
// Ctrl-C and Ctrl-S are keys, output is processed as usual. The mode and the screen of before
// come back when the interview ends, and while the program is stopped.
type rawTerminal struct {
	in, out *os.File
	before  *unix.Termios
	mu      sync.Mutex // locked while the mode changes
}

const (
	screenEnter = "\x1b[?1049h\x1b[?2004h\x1b[2J\x1b[H" // a paste is marked as one
	screenLeave = "\x1b[0m\x1b[?25h\x1b[?2004l\x1b[?1049l"
	screenClear = "\x1b[0m\x1b[2J\x1b[H"
)

func openTerminal(in, out *os.File) (*rawTerminal, error) {
	before, err := getTermios(int(in.Fd()))
	if err != nil {
		return nil, err
	}
	t := &rawTerminal{in: in, out: out, before: before}
	return t, t.enter()
}

// enter puts the terminal into the mode of the interview.
func (t *rawTerminal) enter() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	mode := *t.before
	mode.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	mode.Iflag &^= unix.IXON
	mode.Cc[unix.VMIN], mode.Cc[unix.VTIME] = 1, 0
	if err := setTermios(int(t.in.Fd()), &mode); err != nil {
		return err
	}
	_, err := io.WriteString(t.out, screenEnter)
	return err
}

// leave gives the terminal back in the mode and with the screen of before.
func (t *rawTerminal) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.out, screenLeave)
	_ = setTermios(int(t.in.Fd()), t.before)
}

// size returns the terminal's rows and columns; terminals that do not say are 24 by 80.
func (t *rawTerminal) size() (rows, cols int) {
	cols, rows, err := term.GetSize(int(t.out.Fd()))
	if err != nil || rows == 0 || cols == 0 {
		return 24, 80
	}
	return rows, cols
}

// suspend gives the terminal back to the shell and stops the program, as Ctrl-Z usually does,
// until the shell lets it go on. Where there is no shell to do that, the system does not
// stop it.
func (t *rawTerminal) suspend() {
	t.leave()
	_ = syscall.Kill(0, syscall.SIGTSTP) // the whole job, as the terminal would
	time.Sleep(100 * time.Millisecond)   // the stop may come a moment later
	_ = t.enter()
}

// follow enters the terminal again each time the program continues after it was stopped, since
// the shell has used it meanwhile, and calls redraw, until stop is called.
func (t *rawTerminal) follow(redraw func()) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCONT)
	go func() {
		for range signals {
			if t.enter() == nil {
				redraw()
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}
