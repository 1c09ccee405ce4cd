package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"testing"
	"time"

	"github.com/spf13/cobra/doc"
)

var update = flag.Bool("update", false, "rewrite the manual page")

// TestManPage holds the manual page to the help; -update writes it.
func TestManPage(t *testing.T) {
	c := newCommand(io.Discard)
	c.DisableAutoGenTag = true
	c.InitDefaultHelpFlag()
	date := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	var page bytes.Buffer
	if err := doc.GenMan(c, &doc.GenManHeader{Section: "1", Date: &date, Source: "knead", Manual: "knead"}, &page); err != nil {
		t.Fatal(err)
	}
	const name = "../../docs/man/knead-serve.1"
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, page.Bytes()) {
		t.Errorf("%s is not current: run go test ./cmd/knead-serve -run TestManPage -update", name)
	}
}
