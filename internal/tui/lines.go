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
// ErrInterrupted when the input ends or the context is done, even while it waits. Lines that
// nobody sees being typed are repeated to echo, which may be nil.
func LineReader(in io.Reader, echo io.Writer) func(context.Context) (string, error) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 0, 4096), maxLine)
	read := make(chan error, 1) // what came of the line that is being read
	reading := false
	return func(ctx context.Context) (string, error) {
		if ctx.Err() != nil {
			return "", ErrInterrupted
		}
		if !reading {
			reading = true
			go func() { read <- scan(scanner) }()
		}
		select {
		case <-ctx.Done():
			return "", ErrInterrupted
		case err := <-read:
			reading = false
			if err == nil && echo != nil {
				_, err = fmt.Fprintln(echo, scanner.Text())
			}
			return scanner.Text(), err
		}
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
