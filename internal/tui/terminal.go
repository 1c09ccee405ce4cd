//go:build !windows

package tui

import (
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// rawTerminal keeps the terminal raw for a whole interview: keys come one by one and
// unechoed, Ctrl-C and Ctrl-S are keys, output is processed as usual. The screen of
// before is kept and comes back on release.
type rawTerminal struct {
	in, out *os.File
	before  *unix.Termios
	once    sync.Once
	mu      sync.Mutex // held while the terminal is taken or given back
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
	return t, t.take()
}

// take puts the terminal into the mode of the interview.
func (t *rawTerminal) take() error {
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

// giveBack puts the terminal into the mode and the screen of before.
func (t *rawTerminal) giveBack() {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.out, screenLeave)
	_ = setTermios(int(t.in.Fd()), t.before)
}

// release gives the terminal back as it was. It may be called more than once.
func (t *rawTerminal) release() {
	t.once.Do(t.giveBack)
}

// size returns the terminal's rows and columns; terminals that do not say are 24 by 80.
func (t *rawTerminal) size() (rows, cols int) {
	cols, rows, err := term.GetSize(int(t.out.Fd()))
	if err != nil || rows == 0 || cols == 0 {
		return 24, 80
	}
	return rows, cols
}
