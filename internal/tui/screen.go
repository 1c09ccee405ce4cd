//go:build !windows

package tui

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
)

// screen is an item of a page, and what was wrong with the last reply to it.
type screen struct {
	questionnaire.Item
	page      *questionnaire.Page
	complaint string
	general   bool // it asks nothing beside its items, so that it may be cut
	shares    bool // with the other questions of the page, which are shown where there is room
}

// page is a screen that is filled from the top.
type page struct {
	rows, cols int
	lines      []string
	asks       int      // the line with the question
	cut        []string // texts that the page has no room for
	after      []string // below what is asked
}

func (a *asker) page() *page {
	rows, cols := a.terminal.size()
	return &page{rows: rows, cols: cols}
}

// add wraps a text to the page and adds at most limit lines of it, after a lead, and reports whether
// that is all of it.
func (p *page) add(lead, s string, limit int) (whole bool) {
	if s == "" {
		return true
	}
	lines := text.WrapScreen(lead, s, p.cols-1)
	p.lines = append(p.lines, cutAt(lines, p.cols-1, limit)...)
	return len(lines) <= max(limit, 1)
}

// say is [page.add] for a text that has to be read: what is cut is to be told by itself.
func (p *page) say(lead, s string, limit int) {
	if !p.add(lead, s, limit) {
		p.cut = append(p.cut, s)
	}
}

// blank adds a blank line where the window has room for it.
func (p *page) blank() {
	if p.rows >= 16 {
		p.lines = append(p.lines, "")
	}
}

// wrapAt wraps a text behind a lead. What does not fit the limit is cut off with a sign.
func wrapAt(lead, s string, cols, limit int) []string {
	return cutAt(text.WrapScreen(lead, s, cols), cols, limit)
}

func cutAt(lines []string, cols, limit int) []string {
	if limit = max(limit, 1); len(lines) > limit {
		lines = lines[:limit]
		lines[limit-1] = text.Cut(lines[limit-1]+" …", cols)
	}
	return lines
}

// draw clears the screen and writes the page; the first line is the heading. The cursor stands
// below it.
func (a *asker) draw(p *page) error { return a.write(p, "\n") }

// write is [asker.draw] with an end of the last line.
func (a *asker) write(p *page, end string) error {
	lines := slices.Clone(p.lines)
	if a.color {
		lines[0] = "\x1b[1m" + lines[0] + "\x1b[0m"
	}
	_, err := io.WriteString(Output{a.terminal.out}, screenClear+strings.Join(lines, "\n")+end)
	return err
}

// heading puts the section to the left and the steps to the right of one line.
func (a *asker) heading(scr screen, cols int) string {
	return text.Cut(a.words("heading", "section", scr.page.Section, "part", scr.page.Part, "parts", scr.page.Parts), cols-1)
}

// tops are the ways to lay out what stands above a list or a line, from the roomiest to the
// tightest, which leaves at least so many rows below and cuts the question for that. The
// introduction is left out only where a window has become too small for it. Other questions of the page
// are shown with their answers where there is room for all of them.
func (a *asker) tops(scr screen, least int) (tops [][]func() *page) {
	add := func(others, intro bool) {
		with := func(blank bool) func() *page {
			return func() *page {
				if !others {
					return a.top(scr, least, intro, blank)
				}
				return a.shared(scr, intro, blank)
			}
		}
		tops = append(tops, []func() *page{with(true), with(false)})
	}
	if scr.shares && len(scr.page.Items) > 1 {
		add(true, scr.page.Intro != "")
	}
	if scr.page.Intro != "" {
		add(false, true)
	}
	add(false, false)
	return tops
}

// shared is [asker.top] with the questions before it on the page above the question, and those behind it
// below the list.
func (a *asker) shared(scr screen, intro, blank bool) *page {
	p := a.top(scr, 0, intro, blank)
	above, below := a.others(scr.page.Items[:scr.page.Focus], p.cols), a.others(scr.page.Items[scr.page.Focus+1:], p.cols)
	if len(above) > 0 && blank {
		above = append(above, "")
	}
	if len(below) > 0 && blank {
		below = append(below, "")
	}
	p.lines, p.after = slices.Insert(p.lines, p.asks, above...), below
	return p
}

// others are questions with their answers.
func (a *asker) others(items []questionnaire.Item, cols int) (lines []string) {
	for _, item := range items {
		if !item.Statement {
			lines = append(lines, text.WrapScreen("  ", item.Ask+" "+cmp.Or(item.GivenText, a.words("no_answer")), cols-1)...)
		}
	}
	return lines
}

func (a *asker) top(scr screen, least int, intro, blank bool) *page {
	p := a.page()
	space := func() {
		if blank {
			p.lines = append(p.lines, "")
		}
	}
	p.lines = []string{a.heading(scr, p.cols)}
	space()
	p.add("", scr.page.Skipped, 1)
	p.say("! ", scr.page.Notice, max(2, p.rows/4))
	p.say("! ", scr.complaint, max(2, p.rows/4))
	if intro {
		p.add("", scr.page.Intro, p.rows)
		space()
	} else if scr.page.Intro != "" {
		p.cut = append(p.cut, scr.page.Intro)
	}
	p.asks = len(p.lines)
	read := scr.general || scr.complaint != "" // which comes after the question has been on the screen
	if !p.add("", scr.Ask, p.rows-least-len(p.lines)-1) && !read {
		p.cut = append(p.cut, scr.Ask)
	}
	given, room := scr.GivenLine(a.words), p.rows-least-len(p.lines)-1
	if !scr.LastTime { // which ticks or the cursor show, too
		room = min(room, 1)
	}
	if (room <= 0 || !p.add("", given, min(room, 3))) && scr.LastTime && !read {
		p.cut = append(p.cut, given)
	}
	space()
	return p
}

// tell lets what a page has no room for be read by itself, each text once, and reports whether there was
// something.
func (a *asker) tell(ctx context.Context, p *page, told *[]string) (bool, error) {
	said := slices.DeleteFunc(slices.Clone(p.cut), func(s string) bool { return slices.Contains(*told, s) })
	if len(said) == 0 {
		return false, nil
	}
	*told = append(*told, said...)
	// Only what goes on or leads away counts: no answer to a question that is not on the screen yet.
	on := func(key rune) bool { return key == ' ' || key == keyEnter || key == keyPageDown }
	key, err := a.show(ctx, p.lines[0], strings.Join(said, "\n\n"), a.words("rich_on"), func(key rune) bool {
		_, leads := navigation(key)
		return leads || key == '?' || on(key)
	})
	if err == nil && !on(key) {
		a.keys.pushed = append([]rune{key}, a.keys.pushed...)
	}
	return true, err
}

func anyKey(rune) bool { return true }

const hintSeparator = " · "

// hints joins hints by a separator and wraps them between, not within.
func hints(cols int, parts ...string) []string {
	var lines []string
	for part := range strings.SplitSeq(strings.Join(parts, hintSeparator), hintSeparator) {
		last := len(lines) - 1
		switch {
		case part == "":
		case last < 0 || text.Width(lines[last]+hintSeparator+part) > cols-1:
			lines = append(lines, part)
		default:
			lines[last] += hintSeparator + part
		}
	}
	for i := range lines {
		lines[i] = text.Cut(lines[i], cols-1)
	}
	return lines
}

// waitForSize asks for a larger window until there is one.
func (a *asker) waitForSize(ctx context.Context) error {
	for {
		p := a.page()
		if p.rows >= 8 && p.cols >= 24 {
			return nil
		}
		p.add("", a.words("rich_small"), max(p.rows-1, 1))
		if err := a.draw(p); err != nil {
			return err
		}
		if _, err := a.next(ctx); err != nil {
			return err
		}
	}
}

// show lets a text be read, a page at a time, until a key ends it, which it returns. Last says what a key does
// at the end.
func (a *asker) show(ctx context.Context, title, s, last string, ends func(rune) bool) (key rune, err error) {
	return a.view(ctx, "", "", last, ends, func(cols int) []string {
		return append([]string{text.Cut(title, cols-1), ""}, text.WrapScreen("", s, cols-1)...)
	})
}

// view is [asker.show] for rows that are made for the window. The first one is the heading, and stands
// on every page with the row below it, as does what stays below them. Always says what another key does. Where
// blank lines are what does not fit one page, they are left out.
func (a *asker) view(ctx context.Context, stays, always, last string, ends func(rune) bool, rows func(cols int) []string) (key rune, err error) {
	const head = 2
	a.breathe()
	defer a.breathe()
	for from := 0; ; {
		p := a.page()
		lines := rows(p.cols)
		title, lines := lines[:min(head, len(lines))], lines[min(head, len(lines)):]
		foot := hints(p.cols, always, last)
		kept := a.staying(stays, p)
		room := max(p.rows-head-len(kept)-len(foot), 1)
		if tight := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return l == "" }); len(tight) <= room && len(lines) > room {
			lines = tight
		}
		from = min(from, max(len(lines)-1, 0))
		to := min(from+room, len(lines))
		p.lines = append(slices.Clone(title), lines[from:to]...)
		if to < len(lines) {
			next := a.words("rich_next", "page", 1+from/room, "pages", (len(lines)+room-1)/room)
			more := hints(p.cols, next, always)
			foot = more[:min(len(more), len(foot))]
		}
		p.lines = slices.Concat(p.lines, kept, foot)
		if err := a.write(p, ""); err != nil {
			return 0, err
		}
		key, err := a.next(ctx)
		switch {
		case err != nil:
			return 0, err
		case key == keyResize:
		case to < len(lines) && (key == ' ' || key == keyEnter || key == keyDown || key == keyPageDown):
			from = to
			a.breathe()
		case from > 0 && (key == keyUp || key == keyPageUp):
			from = max(from-room, 0)
		case key != keyUp && key != keyPageUp && ends(key):
			return key, nil
		}
	}
}

// staying is what stays on every page; a small window keeps one row of it.
func (a *asker) staying(s string, p *page) []string {
	if s == "" {
		return nil
	}
	return wrapAt("", s, p.cols-1, max(1, p.rows/8))
}

// explain shows the help of a question and of its options, and why it is asked.
func (a *asker) explain(ctx context.Context, scr screen) error {
	parts := []string{scr.Ask}
	if scr.Help != "" {
		parts = append(parts, scr.Help)
	}
	if scr.Why != "" {
		parts = append(parts, a.words("why", "reason", scr.Why))
	}
	for i, opt := range scr.Options {
		part := fmt.Sprintf("%d %s", i+1, opt.Label)
		if opt.Help != "" {
			part += ": " + opt.Help
		}
		parts = append(parts, part)
	}
	parts = append(parts, a.words("rich_keys"))
	_, err := a.show(ctx, a.heading(scr, 200), strings.Join(parts, "\n\n"), a.words("rich_continue"), anyKey)
	return err
}
