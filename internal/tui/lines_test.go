package tui

import (
	"context"
	"io"
	"testing"
	"time"
)

// TestLines types lines and reads them. An Enter within a breath of a line is no line, and lines that
// come at once can be told from others.
func TestLines(t *testing.T) {
	now := time.Unix(1, 0)
	in, typed := io.Pipe()
	lines := NewLines(in, nil, func() time.Time { return now })
	read := func(want string) {
		t.Helper()
		if line, err := lines.Read(context.Background()); line != want || err != nil {
			t.Errorf("%q, %v, want %q", line, err, want)
		}
	}
	write := func(s string) {
		go func() { _, _ = io.WriteString(typed, s) }()
	}
	write("1\n\n\n2\n")
	read("1")
	read("2")
	now = now.Add(time.Second)
	write("\n")
	read("")
	write("a\nb\n")
	read("a")
	if line, ok := lines.Pasted(); line != "b" || !ok {
		t.Errorf("%q, %v", line, ok)
	}
	if line, ok := lines.Pasted(); ok {
		t.Errorf("%q was not pasted", line)
	}
	write("c\n")
	read("c")
	typed.Close()
	if _, ok := lines.Pasted(); ok {
		t.Error("a line behind the end")
	}
	if _, err := lines.Read(context.Background()); err != ErrInterrupted {
		t.Error(err)
	}
}

// TestLinesOfAFile holds that what nobody types is read as it stands, and repeated.
func TestLinesOfAFile(t *testing.T) {
	in, typed := io.Pipe()
	go func() { _, _ = io.WriteString(typed, "1\n\n2\n") }()
	lines := NewLines(in, io.Discard, time.Now)
	for _, want := range []string{"1", "", "2"} {
		if line, err := lines.Read(context.Background()); line != want || err != nil {
			t.Errorf("%q, %v, want %q", line, err, want)
		}
		if _, ok := lines.Pasted(); ok {
			t.Error("lines of a file are not pasted")
		}
	}
}
