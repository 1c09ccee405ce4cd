package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestReadme runs the transcripts of the README: in a block marked "console", a line that
// begins with "$" is a command and the lines below it are its output, of which "…" at the end
// of a line stands for anything.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("\n")); n >= 200 {
		t.Errorf("the README has %d lines, at most 199 are read", n)
	}
	t.Chdir("../..")
	ran := 0
	for _, block := range strings.Split(string(data), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, transcript := range strings.Split(block, "$ ")[1:] {
			command, want, _ := strings.Cut(transcript, "\n")
			ran++
			t.Run(command, func(t *testing.T) { checkTranscript(t, command, want) })
		}
	}
	if ran == 0 {
		t.Error("the README has no transcripts")
	}
}

func checkTranscript(t *testing.T, command, want string) {
	command = strings.Replace(command, "go run ./cmd/knead", "knead", 1)
	args := strings.Fields(command)
	var out, errs bytes.Buffer
	if status := run(args[1:], streams{strings.NewReader(""), &out, &errs, nil}); status != exitDone {
		t.Fatalf("exit status %d\n%s", status, errs.String())
	}
	rest := out.String()
	for i, part := range strings.Split(want, "…\n") {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at > 0 {
			t.Fatalf("want\n%s\ngot\n%s", part, out.String())
		}
		rest = rest[at+len(part):]
	}
	if !strings.HasSuffix(want, "…\n") && rest != "" {
		t.Errorf("output goes on with\n%s", rest)
	}
}
