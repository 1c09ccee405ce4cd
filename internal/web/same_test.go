package web

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
)

// typing is somebody who answers numbered lines truthfully.
type typing struct {
	t     *testing.T
	pack  *rules.Pack
	want  *rules.Intake
	plain questionnaire.Plain
}

func (y *typing) Ask(ctx context.Context, page questionnaire.Page, wrong error) (questionnaire.Reply, error) {
	if wrong != nil {
		y.t.Fatal(wrong)
	}
	line := "1"
	if page.Menu == nil {
		line = y.line(page.Items[page.Focus])
	}
	y.plain.ReadLine = func(context.Context) (string, error) {
		typed := line
		if line = ""; typed == "" {
			y.t.Fatalf("%+v is not taken", page)
		}
		return typed, nil
	}
	return y.plain.Ask(ctx, page, nil)
}

// line is what is typed at an item.
func (y *typing) line(item questionnaire.Item) string {
	number, statement, states := strings.Cut(item.Place, "-")
	at, err := strconv.Atoi(number)
	if err != nil {
		y.t.Fatal(item.Place)
	}
	a := y.want.Answers[at]
	if states {
		k, _ := strconv.Atoi(statement)
		switch {
		case a.Ticks&y.pack.Questions[at].Statements[k].Covers != 0:
			return "yes"
		case a.State == rules.Unsure:
			return "-"
		}
		return "no"
	}
	var all []string
	for i, option := range item.Options {
		if a.Ticks>>option.Tick&1 != 0 {
			all = append(all, strconv.Itoa(i+1))
		}
	}
	switch {
	case a.State == rules.Unanswered:
		return ">"
	case a.State == rules.Unsure:
		all = append(all, "-")
	case item.Kind.IsNumber():
		return strconv.Itoa(a.Int)
	case item.Kind.IsText():
		return a.Text
	case len(all) == 0:
		return "0"
	}
	return strings.Join(all, " ")
}

// told is what the result of an intake says to do.
func told(program *engine.Program, in *rules.Intake) engine.Result {
	r := program.Eval(in, engine.Voice{})
	return engine.Result{Disposition: r.Disposition, Actions: r.Actions, Therapies: r.Therapies, Plan: r.Plan, Care: r.Care,
		Cautions: r.Cautions, Avoid: r.Avoid, Withheld: r.Withheld}
}

// TestStoredAsInATerminal sends random people through the pages and through numbered lines. What is stored of
// them is the same: the answers, what was skipped, what was confirmed and how the lists were asked. A form
// asks all of a page at once: of it lines leave out what the first answers make needless, and what follows an
// emergency.
func TestStoredAsInATerminal(t *testing.T) {
	n := 30
	if full {
		n = 1000
	}
	program, stops, skipped, together := backcare()[0], 0, 0, 0
	stored := func(in *rules.Intake) rules.Intake {
		return rules.Intake{Answers: in.Answers, Skipped: in.Skipped, Screened: in.Screened, Confirmed: in.Confirmed}
	}
	for i, want := range people(program, n) {
		b := newBrowser(t, New(Compiled(program), Options{Idle: time.Minute}))
		b.post("/begin", url.Values{"region": {"GB"}})
		b.fill(want)
		stopped := b.visit.stopped()
		b.post("/finish", nil)

		session := questionnaire.Start(program.Pack(), questionnaire.LogicOf(program, func(in *rules.Intake) (string, bool) {
			return "stop", program.Decide(in).Disposition == rules.Emergency
		}))
		say := words.For("en").Say
		interview := questionnaire.Interview{Session: session, Words: say, Audience: rules.Patient}
		y := &typing{t: t, pack: program.Pack(), want: want, plain: questionnaire.Plain{Out: io.Discard, Width: 80, Words: say}}
		err := interview.Run(context.Background(), y, func(*rules.Draft, questionnaire.Unconfirmed) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		got, typed := b.saved(), session.Final()
		if _, stoppedToo := session.Stopped(); stopped != stoppedToo {
			t.Fatalf("person %d: the pages stop: %v, lines: %v", i, stopped, stoppedToo)
		}
		if stopped {
			stops++
			if got.Screened != typed.Screened {
				t.Errorf("person %d: by statements: %v, with lines: %v", i, got.Screened, typed.Screened)
			}
			continue
		}
		if skipped += len(got.Skipped); skipped > 0 && !got.Screened {
			t.Errorf("person %d: it is not said that the lists were answered by statements", i)
		}
		if d := cmp.Diff(told(program, typed), told(program, got)); d != "" {
			t.Fatalf("person %d: what pages store gives another result than what lines store (-lines +pages):\n%s", i, d)
		}
		for _, q := range typed.Skipped { // which a page may have asked for, beside what made it needless
			if !slices.Contains(got.Skipped, q) && got.Answers[q] == want.Answers[q] {
				got.Answers[q], got.Skipped = rules.Answer{}, append(got.Skipped, q)
				together++
			}
		}
		slices.Sort(got.Skipped)
		if d := cmp.Diff(stored(typed), stored(got)); d != "" {
			t.Fatalf("person %d: the pages store something else than lines (-lines +pages):\n%s", i, d)
		}
	}
	if stops == n || skipped == 0 {
		t.Errorf("%d of %d people were stopped, and %d questions skipped", stops, n, skipped)
	}
	t.Logf("%d people, of whom %d were stopped; %d questions were skipped, and %d more with lines", n, stops, skipped, together)
}
