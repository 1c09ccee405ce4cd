package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"knead/rules"
)

// broken is a standard output that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestResultNobodySaw finishes an interview whose result cannot be printed. Without a file
// for the answers the draft stays and is named; with one it goes.
func TestResultNobodySaw(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_STATE_HOME", home)
	for _, output := range []string{"", filepath.Join(home, "out.yaml")} {
		var asked bytes.Buffer
		typed := "1\n41\n1\n2\n5\n5\n3\n>\n1\n1\n>\n1\n1\n" // "numbness between the legs" ends the questions
		err := runIntake(context.Background(), streams{strings.NewReader(typed), broken{}, &asked, nil},
			&globals{pack: "backcare", audience: rules.Patient}, &intakeOptions{output: output}, time.Now())
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Fatalf("%v\n%s", err, asked.String())
		}
		drafts, _ := filepath.Glob(filepath.Join(home, "knead", "draft-*.yaml"))
		if output == "" && (len(drafts) != 1 || !strings.Contains(asked.String(), "The answers so far are in "+drafts[0])) {
			t.Errorf("the answers are in %v, and it says:\n%s", drafts, asked.String())
		}
		if _, err := os.Stat(output + ".draft"); output != "" && err == nil {
			t.Error("a draft is left beside the saved answers")
		}
	}
}
