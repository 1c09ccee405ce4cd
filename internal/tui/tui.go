//go:build !windows

package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"knead/internal/text"
	"knead/questionnaire"
)

// asker is the asker with arrow keys. Each question has the screen to itself: heading,
// question, a list or a line, and which keys there are.
type asker struct {
	terminal *rawTerminal
	keys     *keyboard
	words    questionnaire.Words
	color    bool
	now      func() time.Time

	since time.Time // when the present screen came up
	begun bool      // a key has been pressed since
}

// Open takes over the terminal and returns the asker on it with the function that gives the
// terminal back. It fails when input and output are no capable terminal.
func Open(stdin io.Reader, stdout io.Writer, words questionnaire.Words, color bool) (questionnaire.Asker, func(), error) {
	in, inOK := stdin.(*os.File)
	out, outOK := stdout.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil, nil, errors.New("input and output are no terminal")
	}
	if kind := os.Getenv("TERM"); kind == "" || kind == "dumb" {
		return nil, nil, errors.New("the terminal cannot move its cursor")
	}
	t, err := openTerminal(in, out)
	if err != nil {
		return nil, nil, err
	}
	keys := newKeyboard(in)
	keys.suspend = t.suspend
	stop := t.follow(keys.redraw)
	release := func() {
		stop()
		keys.stop()
		t.leave()
	}
	return &asker{terminal: t, keys: keys, words: words, color: color, now: time.Now}, release, nil
}

// Ask shows a page until the person has replied.
func (a *asker) Ask(ctx context.Context, page questionnaire.Page, wrong error) (reply questionnaire.Reply, err error) {
	defer a.breathe()
	if page.Menu != nil {
		return a.choose(ctx, page)
	}
	complaint := ""
	if wrong != nil {
		page.Intro, complaint = "", questionnaire.Complain(a.words, wrong)
	}
	switch {
	case page.Items[page.Focus].Statement:
		return a.askStatements(ctx, &page, complaint)
	case page.Keeps():
		return a.askKept(ctx, &page, complaint)
	}
	return a.askItem(ctx, &page, complaint)
}

// askItem shows the item of a page that is due.
func (a *asker) askItem(ctx context.Context, page *questionnaire.Page, complaint string) (questionnaire.Reply, error) {
	scr := screen{Item: page.Items[page.Focus], page: page, complaint: complaint, shares: true}
	ask := a.askList
	if scr.Kind.IsText() || scr.Kind.IsNumber() && scr.Max-scr.Min > 10 {
		ask = a.askLine
	}
	reply, err := ask(ctx, scr)
	reply.Item = page.Focus
	return reply, err
}

// Result shows the result in short and the whole by a key, until the person ends it. Both are written for
// lines of a width. Saved says where things were saved.
func (a *asker) Result(ctx context.Context, saved string, short, whole func(width int) string) error {
	rows := func(write func(int) string) func(int) []string {
		return func(cols int) []string {
			return strings.Split(text.Screen.Clean(strings.TrimRight(write(min(cols-1, 100)), "\n")), "\n")
		}
	}
	for {
		key, err := a.view(ctx, saved, a.words("rich_whole"), a.words("rich_end"), anyKey, rows(short))
		if err != nil || key != '+' {
			return err
		}
		if _, err = a.view(ctx, saved, "", a.words("rich_end_whole"), anyKey, rows(whole)); err != nil {
			return err
		}
	}
}

// breathe begins a new screen in place of another.
func (a *asker) breathe() { a.since, a.begun = a.now(), false }

// next waits for a key and passes over what is pasted: where keys have a meaning, a text that
// happens to hold them must not act.
func (a *asker) next(ctx context.Context) (rune, error) {
	for {
		if key, err := a.nextOrPasted(ctx); err != nil || key < pasted {
			return key, err
		}
	}
}

// nextOrPasted waits for a key or a pasted character. It passes over an Enter that belongs to the
// screen before.
func (a *asker) nextOrPasted(ctx context.Context) (rune, error) {
	for {
		key, err := a.keys.next(ctx)
		if err != nil {
			return 0, err
		}
		now := a.now()
		if key == keyEnter && !a.begun && now.Sub(a.since) < breath {
			a.since = now
			continue
		}
		a.begun = a.begun || key != keyResize
		return key, nil
	}
}

// navigation is the reply to a key that means the same at every question.
func navigation(key rune) (questionnaire.Reply, bool) {
	switch key {
	case keyEscape, '<':
		return questionnaire.Reply{Act: questionnaire.Back}, true
	case '>':
		return questionnaire.Reply{Act: questionnaire.Keep}, true
	case '=':
		return questionnaire.Reply{Act: questionnaire.Review}, true
	}
	return questionnaire.Reply{}, false
}
