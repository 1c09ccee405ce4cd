// Package tui shows an interview on a terminal: with lists and arrow keys where it can move its
// cursor, else with the plain asker of package questionnaire, for which it reads lines.
package tui

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// ErrInterrupted is the error when the person ended the interview: by Ctrl-C or Ctrl-D, by a
// signal, by the end of the input or by closing the terminal.
var ErrInterrupted = errors.New("interrupted")

// maxLine bounds a typed line in bytes.
const maxLine = 64 << 10

// LineReader returns a function that reads lines for the plain asker. It ends with
// ErrInterrupted when the input ends or the context is cancelled, even while it waits.
// Lines that nobody sees being typed are repeated to echo, which may be nil.
func LineReader(ctx context.Context, in io.Reader, echo io.Writer) func() (string, error) {
	lines := make(chan string)
	failed := make(chan error, 1)
	go func() {
		scanner := bufio.NewScanner(in)
		scanner.Buffer(make([]byte, 0, 4096), maxLine)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
		if err := scanner.Err(); err != nil && err == bufio.ErrTooLong {
			failed <- fmt.Errorf("a line is longer than %d KiB", maxLine>>10)
			return
		}
		failed <- ErrInterrupted
	}()
	return func() (string, error) {
		if ctx.Err() != nil {
			return "", ErrInterrupted
		}
		select {
		case <-ctx.Done():
			return "", ErrInterrupted
		case err := <-failed:
			return "", err
		case line := <-lines:
			if echo != nil {
				if _, err := fmt.Fprintln(echo, line); err != nil {
					return "", err
				}
			}
			return line, nil
		}
	}
}

// Output is where the questions go. When nobody can see them any more, because the
// terminal closed, the interview is interrupted.
type Output struct{ io.Writer }

func (v Output) Write(p []byte) (int, error) {
	n, err := v.Writer.Write(p)
	if err != nil {
		err = ErrInterrupted
	}
	return n, err
}
