//go:build !windows

package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"knead/internal/words"
	"knead/questionnaire"
	"knead/rules"
)

// pressed asks the items one after the other in a window and returns the replies to them and all
// that was drawn.
func pressed(t *testing.T, rows, cols int, keys string, items ...questionnaire.Item) (replies []questionnaire.Reply, drawn string) {
	t.Helper()
	var pages []questionnaire.Page
	for _, item := range items {
		pages = append(pages, questionnaire.Page{Items: []questionnaire.Item{item}})
	}
	return pressedOn(t, rows, cols, keys, pages...)
}

// pressedOn is [pressed] for pages.
func pressedOn(t *testing.T, rows, cols int, keys string, pages ...questionnaire.Page) (replies []questionnaire.Reply, drawn string) {
	t.Helper()
	drawn = played(t, rows, cols, keys, func(a *asker) error {
		for _, page := range pages {
			reply, err := a.Ask(context.Background(), page, nil)
			if err != nil {
				return err
			}
			reply.Pending = nil
			replies = append(replies, reply)
		}
		return nil
	})
	return replies, drawn
}

// played lets something be shown in a window while keys are pressed, and returns all that was drawn. Time
// stands still between the keys, but for "•", before which a second passes.
func played(t *testing.T, rows, cols int, keys string, play func(*asker) error) (drawn string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	defer theirs.Close()
	if err := pty.Setsize(theirs, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		t.Fatal(err)
	}
	seen := make(chan string)
	go func() {
		all, _ := io.ReadAll(ours) // it ends with an error when all is read and the other end closed
		seen <- string(all)
	}()
	catalog, err := words.In("en")
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := openTerminal(theirs, theirs)
	if err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64 // seconds
	keyboard, done := &keyboard{keys: make(chan rune, 4096)}, make(chan struct{})
	defer close(done)
	a := &asker{terminal: terminal, keys: keyboard, words: catalog.Say, now: func() time.Time { return time.Unix(now.Load(), 0) }}
	go func() {
		for i, part := range strings.Split(keys, "•") {
			if i > 0 { // once this key is taken, what the keys before it do is done
				for keyboard.keys <- keyResize; len(keyboard.keys) > 0; {
					select {
					case <-done:
						return
					case <-time.After(time.Millisecond):
					}
				}
				now.Add(1)
			}
			in := make(chan []byte, 1)
			in <- []byte(part)
			close(in)
			d := decoder{in: in}
			for key, ok := d.next(); ok; key, ok = d.next() {
				if key != 0 {
					keyboard.keys <- key
				}
			}
		}
		close(keyboard.keys)
	}()
	if err := play(a); err != nil && !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	terminal.leave()
	theirs.Close()
	return <-seen
}

// TestShare shows the short questions of a page together, of which one is open, where the window has
// room for all of them; Enter answers that one.
func TestShare(t *testing.T) {
	before, due, behind := options4(rules.Choice), options4(rules.Choice), questionnaire.Item{Kind: rules.Int, Ask: "How old?", Max: 120, Required: true}
	before.Ask, before.Given, before.GivenText = "And where?", rules.Answer{State: rules.Answered, Ticks: 2}, "At home"
	page := questionnaire.Page{Items: []questionnaire.Item{before, due, behind}, Focus: 1}
	for rows, shares := range map[int]bool{24: true, 14: true, 10: false} {
		replies, drawn := pressedOn(t, rows, 80, "2\r", page)
		want := questionnaire.Given(rules.Answer{State: rules.Answered, Ticks: 2})
		want.Item = 1
		if d := cmp.Diff([]questionnaire.Reply{want}, replies); d != "" {
			t.Errorf("%d rows (-want +got):\n%s", rows, d)
		}
		if strings.Contains(drawn, "  And where? At home") != shares || strings.Contains(drawn, "  How old? –") != shares || !strings.Contains(drawn, "Option number 4") {
			t.Errorf("%d rows, shared: want %v:\n%s", rows, shares, drawn)
		}
	}
}

// TestWholeLists holds the key that chooses between statements and lists to the page where that is good.
func TestWholeLists(t *testing.T) {
	for _, item := range []questionnaire.Item{options4(rules.Choice), {Kind: rules.Int, Ask: "Age?", Max: 120, Required: true}} {
		for _, full := range []bool{false, true} {
			says := map[bool]string{false: "* whole lists", true: "* ask in short"}
			page := questionnaire.Page{Items: []questionnaire.Item{item}, MayChoose: true, Full: full}
			replies, drawn := pressedOn(t, 24, 80, "*", page)
			if d := cmp.Diff([]questionnaire.Reply{{Act: questionnaire.Lists}}, replies); d != "" || !strings.Contains(drawn, says[full]) || strings.Contains(drawn, says[!full]) {
				t.Errorf("%s, in full: %v:\n%s\n%s", item.Ask, full, d, drawn)
			}
		}
		page := questionnaire.Page{Items: []questionnaire.Item{item}}
		if replies, drawn := pressedOn(t, 24, 80, "*", page); replies != nil || strings.Contains(drawn, "* ") {
			t.Errorf("%s: %v elsewhere:\n%s", item.Ask, replies, drawn)
		}
	}
}

// TestTickedIsNotSkipped presses the key that goes on at ticks that nobody has confirmed: they are not
// said to be missing.
func TestTickedIsNotSkipped(t *testing.T) {
	replies, drawn := pressed(t, 24, 80, "1 >", options4(rules.Multi))
	if replies != nil || !strings.Contains(drawn, "not confirmed yet") {
		t.Errorf("%v:\n%s", replies, drawn)
	}
}

// TestHintsOfStatements holds all keys of statements to a narrow window.
func TestHintsOfStatements(t *testing.T) {
	statement := options4(rules.Bool)
	statement.Statement = true
	_, drawn := pressed(t, 12, 40, "y", statement)
	for _, key := range []string{"y yes", "n no", "- not sure", "+ its list", "Enter done", "? help"} {
		if !strings.Contains(drawn, key) {
			t.Errorf("%q is not on the screen:\n%s", key, drawn)
		}
	}
}

// TestIntroductionTakesNoAnswer types answers while an introduction hides the question: only what is typed
// at the question counts.
func TestIntroductionTakesNoAnswer(t *testing.T) {
	page := questionnaire.Page{Intro: strings.Repeat("Some words. ", 120), Items: []questionnaire.Item{options4(rules.Multi)}}
	replies, drawn := pressedOn(t, 24, 80, "n12 2 \r", page)
	want := []questionnaire.Reply{questionnaire.Given(rules.Answer{State: rules.Answered, Ticks: 2})}
	if d := cmp.Diff(want, replies); d != "" {
		t.Errorf("(-want +got):\n%s\n%s", d, drawn)
	}
}

// screens are the different screens that were drawn one after the other.
func screens(drawn string) []string {
	return slices.Compact(strings.Split(drawn, screenClear)[1:])
}

// TestEndFits shows a result of as many lines as the window has, where things were saved below it: blank
// lines make room. In a smaller window where things were saved stands on each page.
func TestEndFits(t *testing.T) {
	result := func(int) string { return "Heading\nmore\n\n" + strings.Repeat("line\n", 18) + "\nlast" }
	for rows, pages := range map[int]int{24: 1, 14: 3} {
		shown := screens(played(t, rows, 80, strings.Repeat(" ", pages), func(a *asker) error {
			return a.Result(context.Background(), "Saved in a.yaml", result, result)
		}))
		if len(shown) != pages || !strings.Contains(shown[len(shown)-1], "last") {
			t.Errorf("%d rows, %d pages:\n%s", rows, len(shown), shown)
		}
		for _, screen := range shown {
			if !strings.Contains(screen, "Saved in a.yaml") || strings.Count(screen, "\n") >= rows {
				t.Errorf("%d rows:\n%s", rows, screen)
			}
		}
	}
}

// numberedWords returns n words, each of them another one.
func numberedWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " word%02d", i+1)
	}
	return strings.TrimSpace(b.String())
}

// TestNothingIsCut shows in a small window what has no room there. All of it is on the screen before an
// answer to it counts.
func TestNothingIsCut(t *testing.T) {
	long := numberedWords(60)
	statement, option, asked := options4(rules.Bool), options4(rules.Multi), options4(rules.Choice)
	statement.Ask, statement.Statement = long, true
	option.Options[2].Label = long
	asked.Ask = long
	stop := questionnaire.Page{Menu: &questionnaire.Menu{Title: "Stop", Text: long, Urgent: true, Entries: []questionnaire.Entry{{Label: "End"}, {Label: "Correct"}}}}
	on := func(items ...questionnaire.Item) questionnaire.Page { return questionnaire.Page{Items: items} }
	noted := on(options4(rules.Choice))
	noted.Notice = long
	kept := option
	kept.Given, kept.GivenText, kept.Suggested = rules.Answer{State: rules.Answered, Ticks: 1}, long, true
	lasting := options4(rules.Multi)
	lasting.Given, lasting.GivenText, lasting.Suggested, lasting.LastTime = rules.Answer{State: rules.Answered, Ticks: 8}, long, true, true
	for name, row := range map[string]struct {
		page  questionnaire.Page
		early string // not enough to be a reply
		all   string
	}{
		"statement":    {on(statement), "n\r", "nnnnnnnn\r"},
		"option":       {on(option), "0\r\r", "0•\r•\r•\r•\r•\r•\r•\r•\r•\r•\r•0\r"},
		"question":     {on(asked), "1\r", "   1\r"},
		"notice":       {noted, "1\r", "   1\r"},
		"last visit":   {on(kept, kept), "\r", strings.Repeat("•\r", 20)},
		"stop":         {stop, "•\r", strings.Repeat("•\r", 9)},
		"last time":    {on(lasting), "•\r", strings.Repeat("•\r", 9)},
		"introduction": {questionnaire.Page{Intro: long, Items: []questionnaire.Item{options4(rules.Choice)}}, "1\r", "   1\r"},
	} {
		if replies, drawn := pressedOn(t, 12, 40, row.early, row.page); replies != nil {
			t.Errorf("%s: %v after %q:\n%s", name, replies, row.early, drawn)
		}
		replies, drawn := pressedOn(t, 12, 40, row.all, row.page)
		if len(replies) != 1 || replies[0].Act > questionnaire.Some {
			t.Errorf("%s: %v after %q:\n%s", name, replies, row.all, drawn)
		}
		for word := range strings.FieldsSeq(long) {
			if !strings.Contains(drawn, word) {
				t.Errorf("%s: %s was not on the screen", name, word)
			}
		}
		for _, screen := range screens(drawn) {
			if strings.Count(screen, "\n") >= 12 {
				t.Errorf("%s: a screen of %d rows:\n%s", name, strings.Count(screen, "\n"), screen)
			}
		}
	}
}

// TestDroppingIsSaidAgain shows what leaves out something of the last visit: Enter says it once more.
func TestDroppingIsSaidAgain(t *testing.T) {
	item := options4(rules.Multi)
	item.Given, item.GivenText, item.Suggested, item.LastTime = rules.Answer{State: rules.Answered, Ticks: 8}, "Option 4", true, true
	item.Dropping = rules.Answer{State: rules.Answered}
	replies, drawn := pressed(t, 24, 80, "•\r", item)
	if d := cmp.Diff([]questionnaire.Reply{questionnaire.Given(item.Dropping)}, replies); d != "" {
		t.Errorf("(-want +got):\n%s\n%s", d, drawn)
	}
}

func options4(kind rules.Kind) questionnaire.Item {
	item := questionnaire.Item{Kind: kind, Ask: "Which?", Unsure: true, None: kind.Many(), Required: true}
	for i := range 4 {
		item.Options = append(item.Options, questionnaire.Option{Tick: i, Label: fmt.Sprintf("Option number %d of them", i+1)})
	}
	return item
}

// TestKeys holds what keys mean at a question, and that none of them is taken for an answer to the
// next one.
func TestKeys(t *testing.T) {
	one, many, note := options4(rules.Choice), options4(rules.Multi), questionnaire.Item{Kind: rules.FreeText, Ask: "Notes?", Max: 2000}
	age, scale := questionnaire.Item{Kind: rules.Int, Ask: "Age?", Max: 120, Required: true}, questionnaire.Item{Kind: rules.Int, Ask: "Pain?", Max: 10, Required: true}
	optional, given := one, one
	optional.Required = false
	given.Given, given.GivenText = rules.Answer{State: rules.Answered, Ticks: 2}, "Option 2"
	wish := given
	wish.Required = false
	ticked := func(ticks uint64) questionnaire.Reply {
		return questionnaire.Given(rules.Answer{State: rules.Answered, Ticks: ticks})
	}
	text := func(s string) questionnaire.Reply {
		return questionnaire.Given(rules.Answer{State: rules.Answered, Text: s})
	}
	number := func(n int) questionnaire.Reply {
		return questionnaire.Given(rules.Answer{State: rules.Answered, Int: n})
	}
	unsure := questionnaire.Given(rules.Answer{State: rules.Unsure})
	keep, enter, none := questionnaire.Reply{Act: questionnaire.Keep}, questionnaire.Reply{Act: questionnaire.Enter}, questionnaire.Given(rules.Answer{})
	type items = []questionnaire.Item
	type replies = []questionnaire.Reply
	for _, row := range []struct {
		keys  string
		items items
		want  replies
	}{
		{"1", items{one}, nil},
		{"1\r", items{one, one}, replies{ticked(1)}},
		{"1\r1\r", items{one, one}, replies{ticked(1), ticked(1)}},
		{"4\r•\r•2\r", items{one, one}, replies{ticked(8), ticked(2)}},
		{"12\r", items{one}, replies{ticked(2)}},
		{"२\r", items{one}, replies{ticked(2)}},
		{"\x1b[B\x1b[B\r", items{one}, replies{ticked(2)}},
		{"number 3\r", items{one}, replies{ticked(4)}},
		{"-", items{one}, nil},
		{"-\r", items{one}, replies{unsure}},
		{"0\r", items{one}, nil},
		{"\r\r\r", items{optional}, nil},
		{"•\r•\r>", items{optional}, replies{keep}},
		{">\r\r", items{optional, optional}, replies{keep}},
		{"1\r\r\r", items{one, given}, replies{ticked(1)}},       // within a breath
		{"1\r•\r", items{one, given}, replies{ticked(1), enter}}, // later
		{"\x1b[H\r", items{given}, nil},
		{"\x1b[H\r", items{wish}, replies{none}},
		{"1 3 \r", items{many}, replies{ticked(5)}},
		{"1 \x1b[B \x1b[A \r", items{many}, replies{ticked(2)}},
		{"1\r", items{many}, nil},
		{"\r", items{many}, nil},
		{"0", items{many}, nil},
		{"0\r", items{many}, replies{ticked(0)}},
		{"00\r", items{many}, replies{ticked(0)}},
		{"2 0\r", items{many}, nil},
		{"2 0\r2 \r", items{many}, replies{ticked(0)}},
		{"02 \r", items{many}, replies{ticked(2)}},
		{"-\r", items{many}, replies{unsure}},
		{"2 -\r", items{many}, replies{questionnaire.Given(rules.Answer{State: rules.Unsure, Ticks: 2})}},
		{"none \r", items{many}, replies{ticked(0)}},
		{"non\r \r", items{many}, replies{ticked(0)}},
		{"10\r0\r", items{scale, scale}, replies{number(10), number(0)}},
		{"42\r", items{age}, replies{number(42)}},
		{"\r", items{age}, nil},
		{"4x\x7f2\r", items{age}, replies{number(42)}},
		{"?fracture <L1> = x > y\r", items{note}, replies{text("?fracture <L1> = x > y")}},
		{"?\r \x15ok\r", items{note}, replies{text("ok")}},
		{">\r", items{note}, replies{keep}},
		{"one two\x17three\x1b[D\x1b[D\x1b[3~\x1b[H>\r", items{note}, replies{text(">one thre")}},
	} {
		got, drawn := pressed(t, 24, 80, row.keys, row.items...)
		if d := cmp.Diff(row.want, got); d != "" {
			t.Errorf("keys %q (-want +got):\n%s\n%s", row.keys, d, drawn[max(len(drawn)-600, 0):])
		}
	}
}
