//go:build !windows

package tui

import (
	"fmt"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
)

// Choose shows a menu until an entry is chosen.
func (r *asker) Choose(m questionnaire.Menu) (int, error) {
	if m.Urgent || m.Sudden {
		r.keys.flush()
	}
	focus := -1
	for {
		if err := r.waitForSize(); err != nil {
			return 0, err
		}
		l, entries, p, room := r.menuList(m)
		if focus < 0 {
			focus = lineOf(entries, m.Focus)
		}
		if err := r.draw(p); err != nil {
			return 0, err
		}
		key, at, _, err := r.run(l, room, focus, 0)
		if err != nil {
			return 0, err
		}
		focus = at
		switch {
		case key == keyEscape || key == '<':
			return questionnaire.Leave, nil
		case key == '?' && m.Text != "":
			if err := r.show(m.Title, m.Text); err != nil {
				return 0, err
			}
		case key >= '1' && key <= '9':
			return int(key-'0') - 1, nil
		case key == keyEnter && entries[at] >= 0:
			return entries[at], nil
		}
	}
}

func lineOf(entries []int, entry int) int {
	for line, e := range entries {
		if e == entry {
			return line
		}
	}
	return 0
}

// menuList lays out a menu. Entries holds the entry of each line, or -1 for a heading.
func (r *asker) menuList(m questionnaire.Menu) (l *list, entries []int, p *page, room int) {
	p = r.page()
	l = &list{}
	group := ""
	for i, e := range m.Entries {
		if e.Group != group {
			group = e.Group
			l.lines, l.search, entries = append(l.lines, text.Cut("── "+group, p.cols-3)), append(l.search, ""), append(entries, -1)
		}
		l.lines = append(l.lines, entryLine(i+1, e, p.cols-3))
		l.search = append(l.search, strconv.Itoa(i+1)+" "+e.Label+" "+e.Value+" "+e.Mark)
		entries = append(entries, i)
	}
	search := r.words("rich_filter")
	if len(m.Entries) < 10 && group == "" {
		l.digits, search = len(m.Entries), ""
	}
	keys := []string{r.words("rich_move"), r.words("rich_pick"), search, r.words("rich_back")}
	foot := hints(p.cols, keys...)
	least := min(len(l.lines), 4) + len(foot) + 2
	if len(text.WrapScreen(m.Text, p.cols-1)) > p.rows-least-3 { // "?" shows the rest
		foot = hints(p.cols, append([]string{r.words("rich_help")}, keys...)...)
		least = min(len(l.lines), 4) + len(foot) + 2
	}
	p.lines = []string{text.Cut(m.Title, p.cols-1)}
	p.blank()
	p.add("! ", m.Notice, 2)
	if m.Text != "" {
		p.add("", m.Text, p.rows-least-len(p.lines))
		p.blank()
	}
	room = max(p.rows-2-len(p.lines)-len(foot), 1)
	cols := p.cols
	l.below = func(focus int, filter string) string {
		text := ""
		if e := entries[focus]; e >= 0 && m.Entries[e].Value != "" {
			text = m.Entries[e].Label + " " + m.Entries[e].Value
		}
		if filter != "" {
			text = r.words("search", "words", filter)
		}
		return strings.Join(append(wrapAt("  ", text, cols-1, 1), foot...), "\n") + "\n"
	}
	return l, entries, p, room
}

// entryLine sets an entry in two columns: what is asked, and the answer with its mark.
func entryLine(n int, e questionnaire.Entry, width int) string {
	line := fmt.Sprintf("%2d %s", n, oneLine(e.Label))
	if e.Value == "" && e.Mark == "" {
		return text.Cut(line, width)
	}
	left := width * 11 / 20
	line = text.Cut(line, left)
	line += strings.Repeat(" ", left-text.Width(line)+2)
	value := oneLine(e.Value)
	if e.Mark != "" {
		value = "! " + value
	}
	return text.Cut(line+value, width)
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(text.Screen.Clean(s)), " ")
}
