package questionnaire

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/rules"
)

// TestInterview types a small interview: a number out of range, the way back, a draft that
// cannot be saved, and a jump from the review. It must end with the answers meant.
func TestInterview(t *testing.T) {
	p := smallPack()
	failing := true
	typed := strings.Split("1|200|41|<|42|1|0|1|3|short|6|2|", "|")
	var out strings.Builder
	v := &Interview{
		Session: Start(p, smallLogic()), Words: say,
	}
	asker := &Plain{Out: &out, Width: 60, Words: say, ReadLine: func(context.Context) (string, error) {
		if len(typed) == 0 {
			return "", io.EOF
		}
		line := typed[0]
		typed = typed[1:]
		return line, nil
	}}
	save := func(*rules.Draft, Unconfirmed) error {
		if failing {
			failing = false
			return errors.New("the disk is full")
		}
		return nil
	}
	if err := v.Run(t.Context(), asker, save); err != nil {
		t.Fatalf("%v after:\n%s", err, out.String())
	}
	final := v.Session.Final()
	want := []rules.Answer{ticked(1), whole(42), {}, ticked(1), ticked(0), ticked(1), {}, {State: rules.Answered, Text: "short"}}
	if d := cmp.Diff(want, final.Answers); d != "" {
		t.Error(d, out.String())
	}
	for _, shown := range []string{"draft_failed the disk is full", "complaint_needs_number", "You", "Now your work."} {
		if !strings.Contains(out.String(), shown) {
			t.Errorf("%q was never shown", shown)
		}
	}
}

// TestFirstScreenSaysTheIntendedUse: what the pack is for and what it is not stands above the
// first question, in plain words while nobody has said who reads, and above no other.
func TestFirstScreenSaysTheIntendedUse(t *testing.T) {
	p := smallPack()
	p.Use = rules.IntendedUse{
		For:    rules.Text{Patient: "sore backs", Practitioner: "dorsalgia"},
		NotFor: []rules.Text{{Patient: "a cause", Practitioner: "diagnosis"}, {Patient: "pills", Practitioner: "prescription"}},
	}
	for _, c := range []struct {
		adapt bool
		want  string
	}{{true, "intended_use sore backs a cause pills"}, {false, "intended_use dorsalgia diagnosis prescription"}} {
		v := &Interview{Session: Start(p, smallLogic()), Words: say, Audience: rules.Practitioner, Adapt: c.adapt}
		q, _ := v.Session.Question()
		if got := v.page(q).Intro; got != c.want {
			t.Errorf("the first screen says %q, want %q", got, c.want)
		}
		for next := q + 1; next < len(p.Questions); next++ {
			if v.Session.Jump(next); strings.Contains(v.page(next).Intro, "intended_use") {
				t.Errorf("question %d says it again", next)
			}
		}
	}
}

// say returns the id of a text and its arguments.
func say(id string, pairs ...any) string {
	for i := 1; i < len(pairs); i += 2 {
		switch value := pairs[i].(type) {
		case string:
			id += " " + value
		case error:
			id += " " + value.Error()
		}
	}
	return id
}
