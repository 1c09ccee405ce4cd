//go:build !windows

package tui

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// pause gives the terminal back to the shell and stops the program, as Ctrl-Z usually does,
// until the shell lets it go on. Where there is no shell to do that, the system does not
// stop it.
func (t *rawTerminal) pause() {
	t.giveBack()
	_ = syscall.Kill(0, syscall.SIGTSTP) // the whole job, as the terminal would
	time.Sleep(100 * time.Millisecond)   // the stop may come a moment later
	_ = t.take()
}

// follow takes the terminal again each time the program goes on after it was stopped, since
// the shell has used it meanwhile, and calls redraw, until end is called.
func (t *rawTerminal) follow(redraw func()) (end func()) {
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGCONT)
	go func() {
		for {
			select {
			case <-done:
				return
			case <-signals:
				if t.take() == nil {
					redraw()
				}
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
