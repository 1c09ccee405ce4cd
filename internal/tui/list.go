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
	"github.com/AlecAivazis/survey/v2/terminal"

	"knead/internal/text"
)

// list is a list of lines with the cursor on one of them. Where the window is too small for all
// lines it is parted into pages.
//
// Survey draws one page and moves the cursor in it. It sees neither the terminal nor raw keys: its
// input is [list.Read], which hands it the arrow keys and keeps all others for itself; what they
// change is seen when the page is drawn anew. Its output has no size, so that it does not count
// wrapped lines: every line is wrapped beforehand.
type list struct {
	*asker
	lines []line
	// press does what a key means that is none of the list's own, and reports whether it leaves
	// the list. Enter and Esc leave it in any case.
	press func(key rune) (leaves bool)
	below func() []string // what stands below the page

	focus  int                      // the line under the cursor
	filter string                   // what was typed to search for
	number string                   // the digits that were typed last
	page   []int                    // the lines on the screen
	seen   map[int]bool             // to the last of their rows
	pages  [][]int                  // of lines, as many as fit the window; one that does not fit has several to itself
	room   int                      // the rows of a page
	turned struct{ line, part int } // which of the pages of the line under the cursor is shown
	told   []string                 // what was said by itself, since the page has no room for it

	ctx   context.Context // of the present call of run
	ended rune            // the key that left the page
	err   error
}

// line is one line of a list. It may take several rows of the window.
type line struct {
	key   string // what is typed to go to it; empty where there is nothing to choose
	box   string // what stands before the key
	label string
	help  string
}

// rows are the rows that a line takes beside the two columns of the cursor.
func (l *line) rows(cols int) []string {
	lead := l.box
	if l.key != "" {
		lead += fmt.Sprintf("%2s ", l.key)
	}
	return text.WrapScreen(lead, oneLine(l.label), cols-3)
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(text.Screen.Clean(s)), " ")
}

const (
	focusOn  = "\x1b[1;36m"
	focusOff = "\x1b[0m"
)

// Headings and hints are drawn around the list, so survey's template shows its lines alone. The
// description, which is that of the line under the cursor, comes below them. The template is
// global; nothing else uses it.
func init() {
	survey.SelectQuestionTemplate = `{{- define "option"}}
{{- if eq .SelectedIndex .CurrentIndex}}` + focusOn + `> {{else}}  {{end}}{{.CurrentOpt.Value}}` + focusOff + `
{{end}}
{{- range $ix, $option := .PageEntries}}{{template "option" $.IterateOption $ix $option}}{{end}}
{{- range $ix, $option := .PageEntries}}{{if eq $ix $.SelectedIndex}}{{$.GetDescription $option}}{{end}}{{end}}`
}

// runList shows a list, laid out for the window as it is, until a key leaves it.
func (a *asker) runList(ctx context.Context, l *list, layout func() *page) (key rune, err error) {
	l.asker = a
	for {
		if err := a.waitForSize(ctx); err != nil {
			return 0, err
		}
		p := layout()
		if told, err := a.tell(ctx, p, &l.told); told || err != nil {
			if err != nil {
				return 0, err
			}
			continue
		}
		if err := a.draw(p); err != nil {
			return 0, err
		}
		if key, err = l.run(ctx); err != nil || key != keyResize {
			return key, err
		}
	}
}

// run lets survey show the page and returns the key that left it.
func (l *list) run(ctx context.Context) (key rune, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the prompt failed: %v", p)
		}
	}()
	l.ended, l.err, l.ctx = 0, nil, ctx
	_, cols := l.terminal.size()
	var shown []string
	for _, i := range l.page {
		rows := l.lines[i].rows(cols)
		from := 0
		if len(rows) > l.room {
			from = min(l.turned.part*l.room, len(rows)-1)
		}
		to := min(from+l.room, len(rows))
		shown = append(shown, strings.Join(rows[from:to], "\n  "))
		l.seen[i] = l.seen[i] || to == len(rows)
	}
	describe := func(_ string, i int) string {
		l.focus = l.page[i]
		return strings.Join(l.below(), "\n")
	}
	prompt := &survey.Select{Options: shown, Description: describe, Default: max(slices.Index(l.page, l.focus), 0)}
	prompt.WithStdio(terminal.Stdio{In: l, Out: l, Err: io.Discard})
	_, err = prompt.Prompt(&survey.PromptConfig{PageSize: len(shown), Filter: func(string, string, int) bool { return true }})
	if l.err != nil {
		err = l.err
	}
	return l.ended, err
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
	key, err := l.next(l.ctx)
	if err != nil {
		l.err = err
		return copy(p, string(keyStop)), nil
	}
	if !l.staysOnPage(key) {
		l.ended = l.take(key)
		key = keyStop
	}
	return copy(p, string(key)), nil
}

// staysOnPage reports whether a key moves the cursor to another line of the page.
func (l *list) staysOnPage(key rune) bool {
	l.number = when(key != keyUp && key != keyDown, l.number)
	at := slices.Index(l.page, l.focus)
	return key == keyUp && (at > 0 || len(l.pages) == 1) || key == keyDown && (at < len(l.page)-1 || len(l.pages) == 1)
}

// take does what a key means to the list, and returns the key if it leaves it, else keyResize for
// the page to be drawn anew.
func (l *list) take(key rune) rune {
	at, last := l.at(), len(l.pages)-1
	digit := digitOf(key)
	if digit == 0 {
		l.number = ""
	}
	switch {
	case key == keyResize:
	case key == keyUp:
		l.turn((at+last)%(last+1), true)
	case key == keyDown:
		l.turn((at+1)%(last+1), false)
	case key == keyPageUp:
		l.turn(max(at-1, 0), false)
	case key == keyPageDown && at < last:
		l.turn(at+1, false)
	case key == keyPageDown, key == keyEnd:
		l.turn(last, true)
	case key == keyHome:
		l.turn(0, false)
	case l.filter != "" && (key == keyEscape || key == keyCutBefore || key == keyCutWord):
		l.filter = ""
	case key == keyBackspace:
		l.filter = text.DropLast(l.filter)
	case digit != 0 && l.goTo(digit):
	case key == keyEnter, key == keyEscape, l.press(key):
		return key
	case key > ' ' && digit == 0 && !strings.ContainsRune("?<>=-", key) || key == ' ' && l.filter != "":
		l.search(l.filter + string(key))
	}
	return keyResize
}

// at is the page that is shown.
func (l *list) at() int {
	first := max(slices.IndexFunc(l.pages, func(page []int) bool { return slices.Contains(page, l.focus) }), 0)
	if l.turned.line == l.focus {
		first += l.turned.part
	}
	return first
}

// turn shows a page, with the cursor on its first or last line.
func (l *list) turn(page int, last bool) {
	lines := l.pages[page]
	l.focus = lines[0]
	if last {
		l.focus = lines[len(lines)-1]
	}
	l.turned.line, l.turned.part = l.focus, 0
	for ; page > 0 && slices.Equal(l.pages[page-1], lines); page-- {
		l.turned.part++
	}
}

// digitOf returns a digit, plain or of Devanagari, as a plain one, else 0.
func digitOf(key rune) rune {
	switch {
	case key >= '0' && key <= '9':
		return key
	case key >= '०' && key <= '९':
		return '0' + key - '०'
	}
	return 0
}

// goTo moves the cursor to the line of a number, of which the digit is the next or the first one,
// and reports whether there is such a line.
func (l *list) goTo(digit rune) bool {
	for _, number := range []string{l.number + string(digit), string(digit)} {
		if i := slices.IndexFunc(l.lines, func(line line) bool { return line.key == number }); i >= 0 && (number != "0" || l.lines[i].box == "") {
			l.number, l.filter, l.focus = number, "", i
			return true
		}
	}
	l.number = ""
	return false
}

// search looks for what was typed, unless no line holds it.
func (l *list) search(typed string) {
	if found := l.matching(typed); len(found) > 0 {
		l.filter = typed
		if !slices.Contains(found, l.focus) {
			l.focus = found[0]
		}
	}
}

// least is how many rows a page leaves below its top: for the keys, the line that says where one is,
// and a few lines of the list or the tallest one, if that takes no more than half of the window.
func (l *list) least(foot []string) int {
	rows, cols := l.terminal.size()
	least := min(len(l.lines), 3+rows/12)
	for i := range l.lines {
		least = max(least, min(len(l.lines[i].rows(cols)), rows/2))
	}
	return len(foot) + 1 + least
}

// matching are the lines that hold what was typed.
func (l *list) matching(typed string) (found []int) {
	for i, line := range l.lines {
		if typed == "" || line.key != "" && strings.Contains(strings.ToLower(line.label), strings.ToLower(typed)) {
			found = append(found, i)
		}
	}
	return found
}

// showRest shows more of the line under the cursor, if some of it has not been on the screen.
func (l *list) showRest() bool {
	if l.seen[l.focus] {
		return false
	}
	l.turn(min(l.at()+1, len(l.pages)-1), false)
	l.breathe()
	return true
}

// showUnseen shows more of what has not been on the screen, if there is something.
func (l *list) showUnseen() bool {
	if l.showRest() {
		return true
	}
	for i := range l.lines {
		if !l.seen[i] {
			l.focus, l.filter = i, ""
			l.breathe()
			return true
		}
	}
	return false
}

// arrange finds out which lines are on the screen: all that are searched for, below the first of the
// tops that leaves room, or else a page of them below the last. The numbers of rows for the help
// of the line under the cursor are tried in turn with each group of tops.
func (l *list) arrange(tops [][]func() *page, helps []int, foot []string) *page {
	if l.seen == nil {
		l.seen = map[int]bool{}
	}
	found := l.matching(l.filter)
	rows, cols := l.terminal.size()
	height := func(i int) int { return len(l.lines[i].rows(cols)) }
	all := 0
	for _, i := range found {
		all += height(i)
	}
	for _, tops := range tops {
		for _, help := range helps {
			for _, top := range tops {
				if p := top(); len(p.cut) == 0 && len(p.lines)+all+help+len(p.after)+len(foot) <= rows {
					l.pages, l.page, l.room, l.turned.part = [][]int{found}, found, rows, 0
					l.below = func() []string { return slices.Concat(l.about(help, cols), p.after, foot) }
					return p
				}
			}
		}
	}
	tightest := tops[len(tops)-1]
	p, help := tightest[len(tightest)-1](), helps[len(helps)-1]
	l.room = max(rows-len(p.lines)-help-len(foot)-1, 1)
	l.pages = nil
	left := 0
	for _, i := range found {
		if left -= height(i); left < 0 {
			l.pages, left = append(l.pages, nil), l.room-height(i)
		}
		l.pages[len(l.pages)-1] = append(l.pages[len(l.pages)-1], i)
		for rest := height(i) - l.room; rest > 0; rest -= l.room {
			l.pages = append(l.pages, []int{i})
		}
	}
	parts := 0
	for _, page := range l.pages {
		if page[0] == l.focus {
			parts++
		}
	}
	if l.turned.line != l.focus {
		l.turned.line, l.turned.part = l.focus, 0
	}
	l.turned.part = max(min(l.turned.part, parts-1), 0)
	at := l.at()
	l.page = l.pages[at]
	more := l.words("rich_last_page")
	if at < len(l.pages)-1 {
		more = l.words("rich_more")
	}
	place := l.words("rich_place", "n", l.choices(l.pages[:at+1]...), "all", l.choices(l.pages...), "more", more)
	l.below = func() []string {
		return append(append(l.about(help, cols), text.Cut(place, cols-1)), foot...)
	}
	return p
}

// choices counts the lines of pages that can be chosen.
func (l *list) choices(pages ...[]int) (n int) {
	for _, i := range slices.Compact(slices.Concat(pages...)) {
		if l.lines[i].key != "" {
			n++
		}
	}
	return n
}

// about is what is known about the line under the cursor, or what is searched for, in so many rows.
func (l *list) about(rows, cols int) []string {
	about := l.lines[l.focus].help
	if l.filter != "" {
		about = l.words("search", "words", l.filter)
	}
	if rows == 0 {
		return nil
	}
	lines := wrapAt("  ", beforeDrawing(about, cols-3, rows), cols-1, rows)
	for len(lines) < rows {
		lines = append(lines, "")
	}
	return lines
}
