//go:build !windows

package tui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
)

// form is a page of several items: statements, each answered by a key, or answers of the last
// visit, which are kept together.
type form struct {
	list
	scr     screen
	items   []int // of each line
	answers []rules.Answer
}

// askStatements shows the statements of a page until each has its answer. One whose yes ends the
// interview is taken at once.
func (a *asker) askStatements(ctx context.Context, shown *questionnaire.Page, wrong string) (questionnaire.Reply, error) {
	f := newForm(a, shown, wrong, "statements")
	for i, item := range shown.Items {
		if item.Statement {
			f.items = append(f.items, i)
		} else {
			f.answers[i] = rules.Answer{} // which is asked by itself
		}
	}
	f.focus = max(slices.Index(f.items, shown.Focus), 0)
	f.press = func(key rune) bool {
		return strings.ContainsRune("?<>=+-12१२ynYN", key) || key == '*' && shown.MayChoose
	}
	layout := func() *page { return f.layout(a.words("rich_statement"), f.statement) }
	for {
		key, err := a.runList(ctx, &f.list, layout)
		reply, leaves := navigation(key)
		reply.Answers = f.answers
		at := f.items[f.focus]
		item := shown.Items[at]
		switch {
		case err != nil:
			return reply, err
		case leaves && reply.Act != questionnaire.Keep:
			reply.Item = f.items[0]
			return reply, nil
		case key == '?':
			if err := a.explain(ctx, screen{Item: item, page: shown}); err != nil {
				return reply, err
			}
		case key == '*':
			return questionnaire.Reply{Act: questionnaire.Lists, Answers: f.answers}, nil
		case key == '+':
			return questionnaire.Reply{Act: questionnaire.Open, Item: at, Answers: f.answers}, nil
		case strings.ContainsRune("-12१२ynYN", key) && f.showRest():
		case strings.ContainsRune("-12१२ynYN", key):
			f.say(key)
			if item.Stops && f.answers[at].Ticks == 2 {
				return questionnaire.Reply{Act: questionnaire.Some, Answers: f.answers}, nil
			}
		default: // Enter
			open := slices.IndexFunc(f.items, func(i int) bool { return f.answers[i].State == rules.Unanswered })
			if open < 0 {
				return questionnaire.Reply{Act: questionnaire.Some, Answers: f.answers}, nil
			}
			f.focus = open
			n := 0
			for _, i := range f.items {
				if f.answers[i].State == rules.Unanswered {
					n++
				}
			}
			f.scr.complaint = a.words("complaint_"+questionnaire.StillOpen, "n", n)
		}
	}
}

// askKept shows answers of the last visit until they are kept or one is to be changed.
func (a *asker) askKept(ctx context.Context, shown *questionnaire.Page, wrong string) (questionnaire.Reply, error) {
	f := newForm(a, shown, wrong, "last_time")
	for i := range shown.Items {
		f.items = append(f.items, i)
	}
	f.press = func(key rune) bool { return strings.ContainsRune("<>= ", key) }
	for {
		key, err := a.runList(ctx, &f.list, func() *page { return f.layout(a.words("rich_kept"), f.kept) })
		reply, leaves := navigation(key)
		switch {
		case err != nil || leaves && reply.Act != questionnaire.Keep:
			return reply, err
		case key == ' ':
			shown.Focus = f.items[f.focus]
			return a.askItem(ctx, shown, "")
		case key == keyEnter && !f.showUnseen():
			return questionnaire.Reply{Act: questionnaire.Give, Answers: f.answers}, nil
		}
	}
}

func newForm(a *asker, shown *questionnaire.Page, wrong, ask string) *form {
	f := &form{list: list{asker: a}, scr: screen{Item: questionnaire.Item{Ask: a.words(ask), Required: true}, page: shown, complaint: wrong, general: true}}
	for _, item := range shown.Items {
		f.answers = append(f.answers, item.Given)
	}
	return f
}

// say answers the statement under the cursor and goes to the next.
func (f *form) say(key rune) {
	a := rules.Answer{State: rules.Answered, Ticks: 1}
	switch {
	case key == '-':
		a = rules.Answer{State: rules.Unsure}
	case strings.ContainsRune("1१yY", key):
		a.Ticks = 2
	}
	f.scr.complaint = ""
	f.answers[f.items[f.focus]] = a
	f.focus = min(f.focus+1, len(f.items)-1)
}

// statement is the line of a statement, with what was said to it.
func (f *form) statement(i int) line {
	words := []string{f.words("no"), f.words("yes"), "?"}
	width, said := 0, ""
	for _, w := range words {
		width = max(width, text.Width(w))
	}
	switch a := f.answers[i]; {
	case a.State == rules.Unsure:
		said = words[2]
	case a.State == rules.Answered:
		said = words[a.Ticks-1]
	}
	said += strings.Repeat(" ", width-text.Width(said))
	item := f.scr.page.Items[i]
	return line{" ", "[" + said + "]", item.Ask, item.Help}
}

// kept is the line of an answer of the last visit.
func (f *form) kept(i int) line {
	item := f.scr.page.Items[i]
	return line{strconv.Itoa(i + 1), "", item.Ask + " " + item.GivenText, item.Help}
}

func (f *form) layout(keys string, of func(i int) line) *page {
	f.lines = nil
	for _, i := range f.items {
		f.lines = append(f.lines, of(i))
	}
	_, cols := f.terminal.size()
	foot := hints(cols, append([]string{keys}, f.generalHints(f.scr, cols)...)...)
	return f.arrange(f.tops(f.scr, f.least(foot)), []int{2, 1, 0}, foot)
}
