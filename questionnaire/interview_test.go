package questionnaire

import (
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
		Asker: &Plain{Out: &out, Width: 60, Words: say, ReadLine: func() (string, error) {
			if len(typed) == 0 {
				return "", io.EOF
			}
			line := typed[0]
			typed = typed[1:]
			return line, nil
		}},
		Save: func(*rules.Draft, Aside) error {
			if failing {
				failing = false
				return errors.New("the disk is full")
			}
			return nil
		},
	}
	if err := v.Run(); err != nil {
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
