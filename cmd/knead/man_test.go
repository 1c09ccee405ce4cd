package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manFolder is where the manual pages stand.
const manFolder = "../../docs/man"

// TestManPages holds the manual pages to the help; -update writes them. The generator is a
// test because the program itself need not carry it.
func TestManPages(t *testing.T) {
	wanted := map[string]bool{"knead-serve.1": true} // a program of its own, whose test writes it
	for _, c := range commands(newRootCommand(streams{})) {
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		wanted[name] = true
		page := manPage(t, c)
		name = filepath.Join(manFolder, name)
		if *update {
			if err := os.WriteFile(name, page, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, page) {
			t.Errorf("%s is not current: run go test ./cmd/knead -run TestManPages -update", name)
		}
	}
	pages, err := os.ReadDir(manFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if !wanted[page.Name()] {
			t.Errorf("%s is the page of no command", filepath.Join(manFolder, page.Name()))
		}
	}
}

func manPage(t *testing.T, c *cobra.Command) []byte {
	t.Helper()
	c.DisableAutoGenTag = true
	c.InitDefaultHelpFlag()
	date := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	var page bytes.Buffer
	header := &doc.GenManHeader{Section: "1", Date: &date, Source: "knead", Manual: "knead"}
	if err := doc.GenMan(c, header, &page); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}
