//go:build !windows

package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/core"
	"github.com/AlecAivazis/survey/v2/terminal"
	"golang.org/x/term"

	"knead/questionnaire"
	"knead/rules"
)

// asker is the asker with arrow keys. Each question has the screen to itself: heading,
// question, a list drawn by survey, and below it what the option under the cursor means
// and which keys there are.
//
// Survey sees neither the terminal nor raw keys. Its input is [asker.Read], which hands it
// one key at a time and keeps for itself the keys with a meaning of their own; a key that
// leaves the list reaches survey as the one that ends a prompt. Its output has no size, so
// that it does not count wrapped lines, and every line is cut to the real width beforehand.
type asker struct {
	terminal *rawTerminal
	keys     *keyboard
	words    questionnaire.Words
	color    bool

	list *list // the list on the screen while survey asks
}

// list is what the asker knows about the list that survey shows.
type list struct {
	lines  []string // as shown
	search []string // what typing looks through; empty for lines that cannot be chosen
	multi  bool
	digits int  // up to this digit, a digit chooses at once
	none   bool // 0 is "none of these"
	filter string
	focus  int // index of the line under the cursor
	below  func(focus int, filter string) string
	ended  rune // the key that left the list
	err    error
}

// The templates of survey are replaced: headings and hints are drawn around the list.
const listTemplate = `
{{- define "option"}}
{{- if eq .SelectedIndex .CurrentIndex}}{{color "cyan+b"}}> {{else}}  {{end}}{{.CurrentOpt.Value}}{{color "reset"}}
{{end}}
{{- range $ix, $option := .PageEntries}}{{template "option" $.IterateOption $ix $option}}{{end}}
{{- range $ix, $option := .PageEntries}}{{if eq $ix $.SelectedIndex}}{{$.GetDescription $option}}{{end}}{{end}}`

const tickTemplate = `
{{- define "option"}}
{{- if eq .SelectedIndex .CurrentIndex}}{{color "cyan+b"}}> {{else}}  {{end}}{{if index .Checked .CurrentOpt.Index}}[x] {{else}}[ ] {{end}}{{.CurrentOpt.Value}}{{color "reset"}}
{{end}}
{{- range $ix, $option := .PageEntries}}{{template "option" $.IterateOption $ix $option}}{{end}}
{{- range $ix, $option := .PageEntries}}{{if eq $ix $.SelectedIndex}}{{$.GetDescription $option}}{{end}}{{end}}`

// newAsker returns the asker on a raw terminal.
func newAsker(h *rawTerminal, keys *keyboard, words questionnaire.Words, color bool) *asker {
	core.DisableColor = !color
	survey.SelectQuestionTemplate = listTemplate
	survey.MultiSelectQuestionTemplate = tickTemplate
	return &asker{terminal: h, keys: keys, words: words, color: color}
}

// Fd is no descriptor: survey leaves the terminal's mode and size alone.
func (r *asker) Fd() uintptr { return math.MaxInt32 }

// Write passes on what survey draws. After an interruption nobody needs to see it.
func (r *asker) Write(p []byte) (int, error) {
	if r.list != nil && r.list.err != nil {
		return len(p), nil
	}
	return Output{r.terminal.out}.Write(p)
}

// Read hands one key to survey. An interruption is the key that ends a prompt.
func (r *asker) Read(p []byte) (int, error) {
	for {
		key, err := r.keys.next()
		if err != nil {
			r.list.err = err
			return copy(p, string(keyEnd)), nil // so that survey tells what is ticked
		}
		if key = r.list.take(key); key != 0 {
			return copy(p, string(key)), nil
		}
	}
}

// take returns what survey is to be told of a key: the key, the end of the prompt, or 0.
func (l *list) take(key rune) rune {
	switch {
	case key == keyUp || key == keyDown:
		return key
	case key == keyClear, key == keyEscape && l.filter != "":
		l.filter = ""
		return keyClear
	case key == keyEnter, key == keyEscape, key == keyResize:
		l.ended = key
		return keyEnd
	case key == keyBackspace:
		if runes := []rune(l.filter); len(runes) > 0 {
			l.filter = string(runes[:len(runes)-1])
		}
		return key
	case key == ' ' && l.multi:
		l.filter = ""
		return key
	case key < ' ':
		return 0
	case l.filter == "" && l.leaves(key):
		l.ended = key
		return keyEnd
	case !slices.ContainsFunc(l.search, func(s string) bool { return fits(l.filter+string(key), s) }):
		return 0
	}
	l.filter += string(key)
	return key
}

// leaves reports whether a key has a meaning of its own before anything is searched for.
func (l *list) leaves(key rune) bool {
	switch key {
	case '?', '<', '>', '=', '-':
		return true
	case '0':
		return l.none
	}
	return key >= '1' && key <= '9' && int(key-'0') <= l.digits
}

// fits reports whether what was typed finds a line. A number finds only that number.
func fits(typed, line string) bool {
	number, label, _ := strings.Cut(line, " ")
	if strings.Trim(typed, "0123456789") == "" {
		return strings.HasPrefix(number, typed)
	}
	return strings.Contains(strings.ToLower(label), strings.ToLower(typed))
}

// shown is survey's filter. Once a number is complete only its line is left, so that
// Enter after "1" never means 10.
func (l *list) shown(typed, _ string, i int) bool {
	exact := slices.IndexFunc(l.search, func(s string) bool { n, _, _ := strings.Cut(s, " "); return n == typed })
	if exact >= 0 {
		return i == exact
	}
	return fits(typed, l.search[i])
}

// run lets survey show the list and returns the key that left it.
func (r *asker) run(l *list, page, focus int, ticks uint64) (key rune, at int, ticked uint64, err error) {
	r.list = l
	stdio := terminal.Stdio{In: r, Out: r, Err: io.Discard}
	config := &survey.PromptConfig{PageSize: page, Filter: l.shown, RemoveSelectAll: true, RemoveSelectNone: true}
	describe := func(_ string, i int) string {
		l.focus = i
		return l.below(i, l.filter)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the prompt failed: %v", p)
		}
	}()
	if l.multi {
		prompt := &survey.MultiSelect{Options: l.lines, Description: describe, Default: positions(ticks)}
		prompt.WithStdio(stdio)
		r.push(keyDown, focus)
		chosen, err := prompt.Prompt(config)
		if err != nil {
			return 0, 0, ticks, l.failure(err)
		}
		for _, option := range chosen.([]core.OptionAnswer) {
			ticked |= 1 << option.Index
		}
		return l.ended, l.focus, ticked, l.err
	}
	prompt := &survey.Select{Options: l.lines, Description: describe, Default: focus}
	prompt.WithStdio(stdio)
	if _, err := prompt.Prompt(config); err != nil {
		return 0, 0, 0, l.failure(err)
	}
	return l.ended, l.focus, 0, l.err
}

func (l *list) failure(err error) error {
	if l.err != nil {
		return l.err
	}
	return err
}

// push puts a key n times before all others.
func (r *asker) push(key rune, n int) {
	r.keys.pushed = append(slices.Repeat([]rune{key}, n), r.keys.pushed...)
}

func positions(ticks uint64) []int {
	var is []int
	for i := range 64 {
		if ticks&(1<<i) != 0 {
			is = append(is, i)
		}
	}
	return is
}

// Ask shows a question until the person has replied.
func (r *asker) Ask(scr questionnaire.Screen) (questionnaire.Reply, error) {
	if scr.Kind == rules.FreeText || scr.Kind == rules.Int && scr.Max-scr.Min > 10 {
		return r.askLine(scr)
	}
	return r.askList(scr)
}

// Open takes over the terminal and returns the asker on it with the function that
// gives the terminal back. It fails when input and output are no capable terminal.
func Open(ctx context.Context, stdin io.Reader, stdout io.Writer, words questionnaire.Words, color bool) (questionnaire.Asker, func(), error) {
	in, inOK := stdin.(*os.File)
	out, outOK := stdout.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil, nil, errors.New("input and output are no terminal")
	}
	if kind := os.Getenv("TERM"); kind == "" || kind == "dumb" {
		return nil, nil, errors.New("the terminal cannot move its cursor")
	}
	h, err := openTerminal(in, out)
	if err != nil {
		return nil, nil, err
	}
	keys := newKeyboard(ctx, in)
	keys.pause = h.pause
	end := h.follow(keys.redraw)
	release := func() {
		end()
		keys.stop()
		h.release()
	}
	return newAsker(h, keys, words, color), release, nil
}
