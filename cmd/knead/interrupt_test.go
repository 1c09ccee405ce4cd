//go:build !windows

package main

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterruptedWhileReading interrupts commands that wait for the rest of standard input.
func TestInterruptedWhileReading(t *testing.T) {
	knead := kneadProgram(t)
	for _, args := range [][]string{{"recommend", "-"}, {"--lang", "hi", "explain", "-"}, {"fhir", "import", "-"}} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(strings.Join(args, " ")+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				interruptReading(t, exec.Command(knead, args...), signal)
			})
		}
	}
}

func interruptReading(t *testing.T, c *exec.Cmd, signal syscall.Signal) {
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { c.Process.Kill() })
	defer late.Stop()
	// More than a pipe holds: when it is written, the command is reading.
	if _, err := in.Write(bytes.Repeat([]byte(" "), 1<<18)); err != nil {
		t.Fatal(err)
	}
	if err := c.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := c.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("it ends with %v", err)
	}
}
