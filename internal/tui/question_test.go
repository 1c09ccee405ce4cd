//go:build !windows

package tui

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/questionnaire"
	"knead/rules"
)

// TestSkippedAfterAll leaves lists of one choice by Enter on the line that chooses nothing.
// An optional answer, which the cursor stood on at first, is taken back; any other is not.
func TestSkippedAfterAll(t *testing.T) {
	answered, unsure := rules.Answer{State: rules.Answered, Ticks: 2}, rules.Answer{State: rules.Unsure}
	for _, row := range []struct {
		name     string
		given    rules.Answer
		required bool
		want     questionnaire.Reply
	}{
		{"optional, answered", answered, false, questionnaire.Given(rules.Answer{})},
		{"optional, unsure", unsure, false, questionnaire.Reply{Act: questionnaire.Enter}},
		{"optional, no answer", rules.Answer{}, false, questionnaire.Reply{Act: questionnaire.Enter}},
		{"required, answered", answered, true, questionnaire.Reply{Act: questionnaire.Enter}},
	} {
		scr := screen{Item: questionnaire.Item{Kind: rules.Choice, Given: row.given, Required: row.required}}
		if got := choiceReply(scr, keyEnter, 0); !cmp.Equal(got, row.want) {
			t.Errorf("%s: %+v, want %+v", row.name, got, row.want)
		}
	}
}
