// Package tui shows an interview on a terminal: with lists and arrow keys where it can move its
// cursor, else with the plain asker of package questionnaire, for which it reads lines.
package tui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrInterrupted is the error when the person ended the interview: by Ctrl-C or Ctrl-D, by a
// signal, by the end of the input or by closing the terminal.
var ErrInterrupted = errors.New("interrupted")

// maxLine bounds a typed line in bytes.
const maxLine = 64 << 10

// breath is how long Enter, pressed once more and before any other key, still belongs to the
// question before.
const breath = 500 * time.Millisecond

// pasteDelay is within which keys or lines come that a terminal pastes and nobody types.
const pasteDelay = 30 * time.Millisecond

// Lines reads lines for the plain asker.
type Lines struct {
	scanner *bufio.Scanner
	echo    io.Writer
	now     func() time.Time
	last    time.Time  // when the line before came
	read    chan error // what came of the line that is being read
	reading bool
}

// NewLines returns a reader of lines. Lines that nobody sees being typed are repeated to echo, which
// is nil when somebody types them.
func NewLines(in io.Reader, echo io.Writer, now func() time.Time) *Lines {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 0, 4096), maxLine)
	return &Lines{scanner: scanner, echo: echo, now: now, read: make(chan error, 1)}
}

// Read returns the next line. It ends with ErrInterrupted when the input ends or the context is
// done, even while it waits. An Enter that is typed within a breath of the line before is no line.
func (l *Lines) Read(ctx context.Context) (string, error) {
	for {
		if ctx.Err() != nil {
			return "", ErrInterrupted
		}
		l.start()
		select {
		case <-ctx.Done():
			return "", ErrInterrupted
		case err := <-l.read:
			l.reading = false
			line, now := l.scanner.Text(), l.now()
			again := l.echo == nil && err == nil && line == "" && now.Sub(l.last) < breath
			if l.last = now; again {
				continue
			}
			if err == nil && l.echo != nil {
				_, err = fmt.Fprintln(l.echo, line)
			}
			return line, err
		}
	}
}

// Pasted returns the next line if it comes so soon after the one before that nobody has typed it.
func (l *Lines) Pasted() (line string, ok bool) {
	if l.echo != nil {
		return "", false
	}
	l.start()
	select {
	case err := <-l.read:
		if err != nil {
			l.read <- err // for Read
			return "", false
		}
		l.reading, l.last = false, l.now()
		return l.scanner.Text(), true
	case <-time.After(pasteDelay):
		return "", false
	}
}

// start begins to read a line, unless one is being read.
func (l *Lines) start() {
	if !l.reading {
		l.reading = true
		go func() { l.read <- scan(l.scanner) }()
	}
}

func scan(scanner *bufio.Scanner) error {
	switch {
	case scanner.Scan():
		return nil
	case errors.Is(scanner.Err(), bufio.ErrTooLong):
		return fmt.Errorf("a line is longer than %d KiB", maxLine>>10)
	}
	return ErrInterrupted
}

// Output is where the questions go. When nobody can see them any more, because the terminal
// closed, the interview is interrupted.
type Output struct{ io.Writer }

func (o Output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = ErrInterrupted
	}
	return n, err
}
