package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// maxLine bounds a typed line in bytes.
const maxLine = 64 << 10

// lineReader returns a function that reads lines for the plain asker. It ends with
// errInterrupted when the input ends or the context is cancelled, even while it waits.
// Lines that nobody sees being typed are repeated to echo, which may be nil.
func lineReader(ctx context.Context, in io.Reader, echo io.Writer) func() (string, error) {
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
		failed <- errInterrupted
	}()
	return func() (string, error) {
		if ctx.Err() != nil {
			return "", errInterrupted
		}
		select {
		case <-ctx.Done():
			return "", errInterrupted
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

// viewer is where the questions go. When nobody can see them any more, because the
// terminal closed, the interview is interrupted.
type viewer struct{ w io.Writer }

func (v viewer) Write(p []byte) (int, error) {
	n, err := v.w.Write(p)
	if err != nil {
		err = errInterrupted
	}
	return n, err
}
