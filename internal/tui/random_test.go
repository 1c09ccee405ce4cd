//go:build !windows

package tui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestRandomKeys throws keys at the asker. Whatever they are, it neither fails nor leaves
// the terminal changed, and the draft can be read.
func TestRandomKeys(t *testing.T) {
	rounds := 200
	if full {
		rounds = 10_000
	}
	pack, found, err := packs.Load(packs.Default)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	program, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := words.In("en")
	if err != nil {
		t.Fatal(err)
	}
	pieces := []string{
		"\r", "\r", "0", "0", "0", "1", "1", "2", "3", "4", "5", "9", " ", " ", "-", "<", ">", "=", "?", "n", "no", "e", "zz", "हाँ", "é", "🙂",
		"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bOA", "\x1bOM", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[15~", "\x1b[1;5C", "\x1b[[A", "\x1b[12;40R", "\x1b[200~",
		"\x1bx", "\x1b\x1b", "\x1b", "\x7f", "\b", "\t", "\x15", "\x17", "\x18", "\x01", "\x0b", "\x0c", "\x1a", "\x13", "\x00", "\xff", "\xe0\xa4", "\x1b[999999999999999999999999999999999999", "\x9b",
	}
	random := rand.New(rand.NewPCG(5, 8))
	for round := range rounds {
		keys := ""
		for range 10 + random.IntN(60) {
			keys += pieces[random.IntN(len(pieces))]
		}
		if problem := throwKeys(t, program, catalog.Say, keys, 8+random.IntN(40), 24+random.IntN(100)); problem != "" {
			t.Fatalf("round %d, keys %q: %s", round, keys, problem)
		}
	}
}

// throwKeys runs one interview in a terminal of our own, with the keys and then Ctrl-C.
func throwKeys(t *testing.T, program *engine.Program, say questionnaire.Words, keys string, rows, cols int) (problem string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	if err := pty.Setsize(theirs, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	before, err := getTermios(int(theirs.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	restored := make(chan bool, 1)
	go func() {
		last := []byte{}
		buf := make([]byte, 4096)
		for {
			n, err := ours.Read(buf)
			last = append(last, buf[:n]...)
			last = last[max(len(last)-len(screenLeave), 0):]
			if string(last) == screenLeave || err != nil {
				restored <- err == nil
				return
			}
		}
	}()
	terminal, err := openTerminal(theirs, theirs)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	keyboard := newKeyboard(strings.NewReader(keys + "\x03"))
	session := questionnaire.Start(program.Pack(), questionnaire.Logic{
		Applies: program.Applies,
		Stop: func(in *rules.Intake) (string, bool) {
			return "Stop.", program.Eval(in, engine.Voice{}).Disposition == rules.Emergency.String()
		},
	})
	interview := questionnaire.Interview{
		Session: session, Words: say,
	}
	err = interview.Run(ctx, &asker{terminal: terminal, keys: keyboard, words: say, color: true, now: time.Now},
		func(d *rules.Draft, _ questionnaire.Unconfirmed) error { return readable(d, program.Pack()) })
	keyboard.stop()
	terminal.leave()
	after, _ := getTermios(int(theirs.Fd()))
	left := false
	select {
	case left = <-restored:
	case <-time.After(time.Minute):
		return "the terminal never got its screen back"
	}
	ours.Close()
	switch {
	case err != nil && !errors.Is(err, ErrInterrupted):
		return err.Error()
	case ctx.Err() != nil:
		return "it hangs"
	case *after != *before:
		return "the terminal's mode is not restored"
	case !left:
		return "the terminal's screen is not restored"
	case strings.Contains(fmt.Sprint(interview), "cannot be read back"):
		return fmt.Sprint(interview)
	}
	return ""
}

// readable returns an error when a draft cannot be read back as it was.
func readable(d *rules.Draft, p *rules.Pack) error {
	var buf bytes.Buffer
	if err := packfile.WriteDraft(&buf, d, p); err != nil {
		return err
	}
	again, problems := packfile.ParseDraft(buf.Bytes(), "draft", packfile.YAML, p)
	if problems != nil || !cmp.Equal(again.Answers, d.Answers) {
		return fmt.Errorf("the draft cannot be read back: %v", problems)
	}
	return nil
}
