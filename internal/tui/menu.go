//go:build !windows

package tui

import (
	"context"
	"slices"
	"strconv"

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
	m.press = func(key rune) bool { return key == '<' || key == '?' && m.Text != "" }
	m.fill()
	m.focus = max(slices.Index(m.entries, m.Focus), 0)
	for {
		key, err := a.runList(ctx, &m.list, func() *page { return a.menuList(m) })
		switch {
		case err != nil:
			return questionnaire.Reply{}, err
		case key == keyEscape || key == '<':
			return questionnaire.Reply{Act: questionnaire.Back}, nil
		case key == '?':
			if _, err := a.show(ctx, m.Title, m.Text, a.words("rich_continue"), anyKey); err != nil {
				return questionnaire.Reply{}, err
			}
		case key == keyEnter && m.entries[m.focus] >= 0:
			return questionnaire.Reply{Act: questionnaire.Give, Entry: m.entries[m.focus]}, nil
		}
	}
}

func (m *menu) fill() {
	add := func(line line, entry int) {
		m.lines, m.entries = append(m.lines, line), append(m.entries, entry)
	}
	group := ""
	for i, e := range m.Entries {
		if e.Group != group {
			group = e.Group
			add(line{label: "── " + group}, -1)
		}
		label := e.Label
		if e.Value != "" {
			label += " " + e.Value
		}
		if e.Mark != "" {
			label += " [" + e.Mark + "]"
		}
		add(line{key: strconv.Itoa(i + 1), label: label}, i)
	}
}

// menuList lays out a menu: its list, and the page above.
func (a *asker) menuList(m *menu) *page {
	rows, cols := a.terminal.size()
	foot := hints(cols, a.words("rich_pick"), a.words("rich_confirm"), when(len(m.Entries) >= 10, a.words("rich_filter")), a.words("rich_back"))
	least := m.least(foot)
	if len(text.WrapScreen("", m.Text, cols-1)) > rows-least-4 { // "?" shows the rest
		foot = hints(cols, a.words("rich_help"), a.words("rich_pick"), a.words("rich_confirm"), a.words("rich_back"))
		least = m.least(foot)
	}
	top := func() *page {
		p := a.page()
		p.lines = []string{text.Cut(m.Title, p.cols-1)}
		p.blank()
		p.say("! ", m.notice, max(2, p.rows/4))
		if m.Text != "" {
			p.say("", m.Text, p.rows-least-len(p.lines)-1)
			p.blank()
		}
		return p
	}
	return m.arrange([][]func() *page{{top}}, []int{0}, foot)
}
