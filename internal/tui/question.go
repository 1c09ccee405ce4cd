//go:build !windows

package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
)

// askList shows a question whose answers can be listed, until there is a reply. Ticks are
// returned as pending, too: they may be refused, or left for another question.
func (a *asker) askList(ctx context.Context, scr screen) (reply questionnaire.Reply, err error) {
	l := &list{multi: scr.Kind.Many(), ticks: cmp.Or(scr.Pending.Ticks, scr.Given.Ticks)}
	if !l.multi {
		l.focus = givenLine(scr)
	}
	defer func() {
		if l.multi && l.ticks != scr.Given.Ticks {
			reply.Pending = []questionnaire.Pending{{Ticks: l.ticks}}
		}
	}()
	for {
		key, err := a.runList(ctx, l, func() *page { return a.optionList(scr, l) })
		reply, leaves := navigation(key)
		switch {
		case err != nil || leaves:
			return reply, err
		case key == '?':
			if err := a.explain(ctx, scr); err != nil {
				return reply, err
			}
		case !l.multi:
			return choiceReply(scr, key, l.focus), nil
		case key == '0' && l.ticks != 0:
			scr.complaint = a.words("complaint_" + questionnaire.NoneAndMore)
		default:
			return tickReply(scr, key, l.ticks), nil
		}
	}
}

// givenLine is the line under which the cursor stands first: that of the answer so far,
// or the one that chooses nothing.
func givenLine(scr screen) int {
	if scr.Given.State != rules.Answered {
		return 0
	}
	if scr.Kind.IsNumber() {
		return min(max(scr.Given.Int, scr.Min), scr.Max) - scr.Min + 1
	}
	return 1 + slices.IndexFunc(scr.Options, func(o questionnaire.Option) bool { return scr.Given.Ticks == 1<<o.Tick })
}

func choiceReply(scr screen, key rune, at int) questionnaire.Reply {
	give := rules.Answer{State: rules.Answered}
	switch {
	case key == '-':
		return questionnaire.Given(rules.Answer{State: rules.Unsure})
	case key >= '1' && key <= '9':
		at = int(key - '0')
	}
	switch {
	case at == 0 && scr.Given.State == rules.Answered && !scr.Required:
		return questionnaire.Given(rules.Answer{}) // skipped after all: the cursor was elsewhere
	case at == 0:
		return questionnaire.Reply{Act: questionnaire.Enter}
	case scr.Kind.IsNumber():
		give.Int = scr.Min + at - 1
	default:
		give.Ticks = 1 << scr.Options[at-1].Tick
	}
	return questionnaire.Given(give)
}

// tickReply is the reply that ticks and the key that left the list amount to. Enter
// without any ticks is never "none of these".
func tickReply(scr screen, key rune, ticks uint64) questionnaire.Reply {
	give := rules.Answer{State: rules.Answered, Ticks: ticks}
	switch {
	case key == '-':
		give.State = rules.Unsure
	case key == keyEnter && ticks == scr.Given.Ticks && scr.Given.State != rules.Unanswered && scr.complaint == "":
		return questionnaire.Reply{Act: questionnaire.Enter}
	case key == keyEnter && ticks == 0:
		give.State = rules.Unanswered
	}
	return questionnaire.Given(give)
}

// optionList lays out a question: its list, how many lines of that there is room for, and the
// page above.
func (a *asker) optionList(scr screen, l *list) *page {
	l.none = scr.None
	if !l.multi && len(scr.Options) < 10 {
		l.digits = len(scr.Options)
	}
	p := a.page()
	var help []string
	l.lines, l.search, help = a.optionLines(scr, p.cols)
	foot := hints(p.cols, a.keyHints(scr, p.cols)...)
	var detail int
	for _, detail = range []int{max(3, drawn(help, p.cols-3)), 3, 2, 1, 2} {
		below := detail + len(foot)
		p = a.top(scr, len(l.lines)+below, min(len(l.lines), 3+p.rows/12)+below)
		if l.room = p.rows - 1 - len(p.lines) - below; l.room >= len(l.lines) {
			break
		}
	}
	l.room = max(l.room, 1)
	l.below = func() []string {
		about := help[l.focus]
		if len(l.lines) > l.room {
			about = fmt.Sprintf("(%d/%d ↑↓) %s", l.focus+1, len(l.lines), about)
		}
		if l.filter != "" {
			about = a.words("search", "words", l.filter)
		}
		lines := wrapAt("  ", beforeDrawing(about, p.cols-3, detail), p.cols-1, detail)
		for len(lines) < detail {
			lines = append(lines, "")
		}
		return append(lines, foot...)
	}
	return p
}

// drawn is how many lines the longest text with a drawing takes, or 0 without one.
func drawn(texts []string, cols int) int {
	most := 0
	for _, s := range texts {
		if strings.Contains(s, "\n ") {
			most = max(most, len(text.WrapScreen("", s, cols)))
		}
	}
	return most
}

// beforeDrawing is a text without the drawing in it when there are no lines for the whole:
// a part of a drawing shows nothing. "?" shows it.
func beforeDrawing(text string, cols, limit int) string {
	if drawn([]string{text}, cols) <= limit {
		return text
	}
	before, _, _ := strings.Cut(text, "\n") // what announces the drawing goes with it
	return before + " …"
}

// optionLines are the lines of a list, what typing finds them by, and their help. A list
// of which one line is chosen begins with a line that chooses nothing, so that no bare
// Enter is an answer.
func (a *asker) optionLines(scr screen, cols int) (lines, search, help []string) {
	width := cols - 3
	if scr.Kind.Many() {
		width -= 4
	} else {
		nothing := "rich_choose"
		if !scr.Required {
			nothing = "rich_skip"
		}
		lines, search, help = []string{text.Cut(a.words(nothing), width)}, []string{""}, []string{scr.Help}
	}
	for i, opt := range scr.Options {
		label := text.Screen.Clean(strings.ReplaceAll(opt.Label, "\n", " "))
		line := fmt.Sprintf("%2d %s", i+1, label)
		about := opt.Help
		if text.Width(line) > width {
			about = strings.TrimSpace(label + ". " + about)
		}
		lines = append(lines, text.Cut(line, width))
		search = append(search, strconv.Itoa(i+1)+" "+label)
		help = append(help, about)
	}
	if scr.Kind.IsNumber() {
		for n := scr.Min; n <= scr.Max; n++ {
			lines = append(lines, fmt.Sprintf("%2d", n))
			search = append(search, strconv.Itoa(n))
			help = append(help, scr.Help)
		}
	}
	return lines, search, help
}

// keyHints say which keys there are at a list.
func (a *asker) keyHints(scr screen, cols int) []string {
	many := scr.Kind.Many()
	return append([]string{
		when(many, a.words("rich_tick")), when(many && scr.None, a.words("rich_none")), when(scr.Unsure, a.words("rich_unsure")),
		when(many, a.words("rich_enter")), when(!many, a.words("rich_pick")),
	}, a.generalHints(cols)...)
}

// generalHints are the keys of every question; in a narrow window the help tells the rest.
func (a *asker) generalHints(cols int) []string {
	return []string{a.words("rich_help"), when(cols >= 60, a.words("rich_back")), when(cols >= 60, a.words("rich_all"))}
}

// when is a hint where it holds, else empty.
func when(holds bool, hint string) string {
	if !holds {
		return ""
	}
	return hint
}
