//go:build !windows

package tui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
)

// menu is a menu as a list. Headings are lines that belong to no entry.
type menu struct {
	list
	*questionnaire.Menu
	notice  string
	entries []int // of each line, or -1
}

// choose shows a menu until an entry is chosen.
func (a *asker) choose(ctx context.Context, shown questionnaire.Page) (questionnaire.Reply, error) {
	if shown.Menu.Urgent || shown.Menu.Sudden {
		a.keys.flush()
	}
	m := &menu{Menu: shown.Menu, notice: shown.Notice}
	m.focus = -1
	for {
		key, err := a.runList(ctx, &m.list, func() *page { return a.menuList(m) })
		switch {
		case err != nil:
			return questionnaire.Reply{}, err
		case key == keyEscape || key == '<':
			return questionnaire.Reply{Act: questionnaire.Back}, nil
		case key == '?' && m.Text != "":
			if err := a.show(ctx, m.Title, m.Text); err != nil {
				return questionnaire.Reply{}, err
			}
		case key >= '1' && key <= '9':
			return questionnaire.Reply{Act: questionnaire.Give, Entry: int(key-'0') - 1}, nil
		case key == keyEnter && m.entries[m.focus] >= 0:
			return questionnaire.Reply{Act: questionnaire.Give, Entry: m.entries[m.focus]}, nil
		}
	}
}

func (m *menu) fill(cols int) {
	m.lines, m.search, m.entries = nil, nil, nil
	add := func(line, search string, entry int) {
		m.lines, m.search, m.entries = append(m.lines, line), append(m.search, search), append(m.entries, entry)
	}
	group := ""
	for i, e := range m.Entries {
		if e.Group != group {
			group = e.Group
			add(text.Cut("── "+group, cols-3), "", -1)
		}
		add(entryLine(i+1, e, cols-3), strconv.Itoa(i+1)+" "+e.Label+" "+e.Value+" "+e.Mark, i)
	}
	if len(m.Entries) < 10 && group == "" {
		m.digits = len(m.Entries)
	}
	if m.focus < 0 {
		m.focus = max(slices.Index(m.entries, m.Focus), 0)
	}
}

// menuList lays out a menu: its list, and the page above.
func (a *asker) menuList(m *menu) *page {
	p := a.page()
	m.fill(p.cols)
	keys := []string{a.words("rich_move"), a.words("rich_pick"), a.words("rich_filter"), a.words("rich_back")}
	if m.digits > 0 {
		keys[2] = ""
	}
	foot := hints(p.cols, keys...)
	least := min(len(m.lines), 4) + len(foot) + 2
	if len(text.WrapScreen("", m.Text, p.cols-1)) > p.rows-least-3 { // "?" shows the rest
		foot = hints(p.cols, append([]string{a.words("rich_help")}, keys...)...)
		least = min(len(m.lines), 4) + len(foot) + 2
	}
	p.lines = []string{text.Cut(m.Title, p.cols-1)}
	p.blank()
	p.add("! ", m.notice, 2)
	if m.Text != "" {
		p.add("", m.Text, p.rows-least-len(p.lines))
		p.blank()
	}
	m.room = max(p.rows-2-len(p.lines)-len(foot), 1)
	m.below = func() []string {
		about := ""
		if i := m.entries[m.list.focus]; i >= 0 && m.Entries[i].Value != "" {
			about = m.Entries[i].Label + " " + m.Entries[i].Value
		}
		if m.filter != "" {
			about = a.words("search", "words", m.filter)
		}
		return append(wrapAt("  ", about, p.cols-1, 1), foot...)
	}
	return p
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
