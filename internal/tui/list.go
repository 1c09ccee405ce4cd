//go:build !windows

package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/core"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// list is a list of which survey shows a page, with the cursor on one line.
//
// Survey sees neither the terminal nor raw keys. Its input is [list.Read], which hands it
// one key at a time and keeps for itself the keys with a meaning of their own; a key that
// leaves the list reaches survey as the one that ends a prompt. Its output has no size, so
// that it does not count wrapped lines, and every line is cut to the real width beforehand.
type list struct {
	*asker
	lines  []string        // as shown
	search []string        // what typing looks through; empty for lines that cannot be chosen
	multi  bool            // lines are ticked
	digits int             // up to this digit, a digit chooses at once
	none   bool            // 0 is "none of these"
	room   int             // for lines
	below  func() []string // what stands below them

	focus  int // index of the line under the cursor
	ticks  uint64
	filter string          // what was typed
	ctx    context.Context // of the present call of run
	ended  rune            // the key that left the list
	err    error
}

// Headings and hints are drawn around the list, so survey's templates show its lines alone.
// The description, which is that of the line under the cursor, comes below them.
const (
	focusOn  = "\x1b[1;36m"
	focusOff = "\x1b[0m"

	lineTemplate = `{{- define "option"}}
{{- if eq .SelectedIndex .CurrentIndex}}` + focusOn + `> {{else}}  {{end}}%s{{.CurrentOpt.Value}}` + focusOff + `
{{end}}
{{- range $ix, $option := .PageEntries}}{{template "option" $.IterateOption $ix $option}}{{end}}
{{- range $ix, $option := .PageEntries}}{{if eq $ix $.SelectedIndex}}{{$.GetDescription $option}}{{end}}{{end}}`
)

// Survey's templates are global; nothing else uses them.
func init() {
	survey.SelectQuestionTemplate = fmt.Sprintf(lineTemplate, "")
	survey.MultiSelectQuestionTemplate = fmt.Sprintf(lineTemplate, "{{if index .Checked .CurrentOpt.Index}}[x] {{else}}[ ] {{end}}")
}

// runList shows a list, laid out below a page for the window as it is, until a key leaves it.
func (a *asker) runList(ctx context.Context, l *list, layout func() *page) (key rune, err error) {
	l.asker = a
	for {
		if err := a.waitForSize(ctx); err != nil {
			return 0, err
		}
		if err := a.draw(layout()); err != nil {
			return 0, err
		}
		if key, err = l.run(ctx); err != nil || key != keyResize {
			return key, err
		}
	}
}

// run lets survey show the list and returns the key that left it.
func (l *list) run(ctx context.Context) (key rune, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the prompt failed: %v", p)
		}
	}()
	l.filter, l.ended, l.err = "", 0, nil
	l.ctx = ctx
	describe := func(_ string, i int) string {
		l.focus = i
		return strings.Join(l.below(), "\n") + "\n"
	}
	config := &survey.PromptConfig{PageSize: l.room, Filter: l.shown, RemoveSelectAll: true, RemoveSelectNone: true}
	stdio := terminal.Stdio{In: l, Out: l, Err: io.Discard}
	if l.multi {
		prompt := &survey.MultiSelect{Options: l.lines, Description: describe, Default: positions(l.ticks)}
		prompt.WithStdio(stdio)
		l.keys.push(keyDown, l.focus)
		var chosen any
		if chosen, err = prompt.Prompt(config); err == nil {
			l.ticks = 0
			for _, option := range chosen.([]core.OptionAnswer) {
				l.ticks |= 1 << option.Index
			}
		}
	} else {
		prompt := &survey.Select{Options: l.lines, Description: describe, Default: l.focus}
		prompt.WithStdio(stdio)
		_, err = prompt.Prompt(config)
	}
	if l.err != nil {
		err = l.err
	}
	return l.ended, err
}

func positions(ticks uint64) (is []int) {
	for i := range 64 {
		if ticks&(1<<i) != 0 {
			is = append(is, i)
		}
	}
	return is
}

// Fd is no descriptor: survey leaves the terminal's mode and size alone.
func (l *list) Fd() uintptr { return math.MaxInt32 }

// Write passes on what survey draws. After an interruption nobody needs to see it.
func (l *list) Write(p []byte) (int, error) {
	shown := p
	if !l.color {
		shown = bytes.ReplaceAll(bytes.ReplaceAll(p, []byte(focusOn), nil), []byte(focusOff), nil)
	}
	if l.err == nil {
		if _, err := (Output{l.terminal.out}).Write(shown); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// Read hands one key to survey. An interruption is the key that ends a prompt.
func (l *list) Read(p []byte) (int, error) {
	for {
		key, err := l.keys.next(l.ctx)
		if err != nil {
			l.err = err
			return copy(p, string(keyEnd)), nil // so that survey tells what is ticked
		}
		if key = l.take(key); key != 0 {
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
	return strings.ContainsRune("?<>=-", key) || key == '0' && l.none || key >= '1' && key <= '9' && int(key-'0') <= l.digits
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
