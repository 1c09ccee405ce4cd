// Command knead asks about a sore back and suggests massage types, pressure, session
// length and frequency, or says that massage is not the answer today and where to go.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"knead/internal/files"
	"knead/internal/tui"
	"knead/rules/packs"
)

// Who hears what:
//
//   - stdout carries the result and nothing else;
//   - stderr carries progress, warnings and errors;
//   - questions go to the terminal, or to stderr when there is none.
//
// Nothing personal is ever written to stderr except a record's id and the field at fault.

// streams are the three streams of a command, which tests replace, and the files that it has read.
type streams struct {
	in       io.Reader
	out, err io.Writer
	seen     *files.Seen
}

// Exit statuses.
const (
	exitDone        = 0   // done, whatever the disposition
	exitFound       = 1   // done, and something was found
	exitFailed      = 2   // could not do it
	exitInterrupted = 130 // interrupted by the person
)

// errFound ends a command that did its work and found something to complain about. What
// it found has already been said.
var errFound = errors.New("problems were found")

// errInterrupted ends a command that the person interrupted.
var errInterrupted = tui.ErrInterrupted

// keptPacks are packs in folders that were read before: none in tests.
var keptPacks packs.Cache

// keptProofs are what earlier proofs rest on: nothing in tests.
var keptProofs files.Cache

func main() {
	keptPacks, keptProofs = packs.UserCache(), files.UserCache("proofs")
	// A pack is small. To collect garbage often while it is read saves little memory and takes
	// a good part of the time.
	debug.SetGCPercent(200)
	signal.Ignore(syscall.SIGPIPE) // a reader that stops reading is an error of writing, see exitStatus
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: files.StandardOutput(), err: os.Stderr}))
}

// run executes one command line and returns its exit status. An interruption ends a command
// at once, whatever it waits for, unless it has something to bring to an end itself. The
// next one ends the program in any case.
func run(args []string, s streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s.seen = new(files.Seen)
	root := newRootCommand(s)
	help := &errorKeeper{Writer: s.out}
	root.SetOut(help)
	root.SetArgs(args)
	command, _, err := root.Find(args)
	watches := err == nil && command.Annotations[endsItself] != ""
	ended := make(chan int, 1)
	end := func(failed error) int {
		status := exitStatus(failed, s.err)
		if status > exitFound && command.Annotations[diagnoses] != "" {
			reportFailure(s, args, failed)
		}
		return status
	}
	go func() {
		err := root.ExecuteContext(ctx)
		ended <- end(cmp.Or(err, help.err))
	}()
	select {
	case status := <-ended:
		return status
	case <-ctx.Done():
		stop()
	}
	if watches {
		return <-ended
	}
	return end(errInterrupted)
}

// errorKeeper keeps the first error of writing, for a caller that does not look at errors, such
// as the library's writer of help.
type errorKeeper struct {
	io.Writer
	err error
}

func (k *errorKeeper) Write(p []byte) (int, error) {
	if k.err == nil {
		_, k.err = k.Writer.Write(p)
	}
	return len(p), nil
}

// endsItself is the annotation of a command that ends by itself when its context is done: an
// interview keeps its draft, a batch its journal.
const endsItself = "ends itself"

// exitStatus says the error, if it is worth saying, and turns it into an exit status.
func exitStatus(err error, w io.Writer) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFound):
		return exitFound
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, syscall.EPIPE):
		return exitDone // the reader has seen enough
	}
	fmt.Fprintf(w, "knead: %v\n", err)
	return exitFailed
}
