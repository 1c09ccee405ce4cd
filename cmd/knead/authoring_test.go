package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fence matches a fenced block of a Markdown file: its language and content.
var fence = regexp.MustCompile("(?ms)^```(console|yaml)\n(.*?)^```$")

// TestAuthoringGuide follows docs/rule-authoring.md: it writes each YAML block to the file
// that its first line names, runs each command of the console blocks and compares what
// they print. A command that finds something may exit with 1.
func TestAuthoringGuide(t *testing.T) {
	guide := filepath.Join("..", "..", "docs", "rule-authoring.md")
	data, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	guide, err = filepath.Abs(guide)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	got := fence.ReplaceAllStringFunc(string(data), func(block string) string {
		parts := fence.FindStringSubmatch(block)
		if parts[1] == "yaml" {
			writeNamed(t, parts[2])
			return block
		}
		return "```console\n" + transcript(t, parts[2]) + "```"
	})
	if *update {
		if err := os.WriteFile(guide, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(data), got); d != "" {
		t.Errorf("docs/rule-authoring.md is not what happens; run go test ./cmd/knead -run Authoring -update (-want +got):\n%s", d)
	}
}

// writeNamed writes a block to the file that its first line names.
func writeNamed(t *testing.T, content string) {
	first, _, _ := strings.Cut(content, "\n")
	name := strings.TrimPrefix(first, "# ")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// transcript runs the commands of a block and returns them with what they print.
func transcript(t *testing.T, block string) string {
	var b strings.Builder
	for _, line := range strings.Split(block, "\n") {
		command, is := strings.CutPrefix(line, "$ knead ")
		if !is {
			continue
		}
		var out, errs bytes.Buffer
		if status := run(strings.Fields(command), streams{strings.NewReader(""), &out, &errs, nil}); status > exitFound {
			t.Fatalf("%s: exit status %d: %s", command, status, errs.String())
		}
		b.WriteString(line + "\n" + out.String() + errs.String())
	}
	return b.String()
}
