//go:build !windows

package tui

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
)

// askList shows a question whose answers can be listed. Ticks are returned as
// begun, too: they may be refused, or left for another question.
func (r *asker) askList(scr questionnaire.Screen) (questionnaire.Reply, error) {
	ticks := scr.Given.Ticks
	if scr.Begun.Ticks != 0 {
		ticks = scr.Begun.Ticks
	}
	reply, err := r.pickFrom(scr, &ticks)
	if scr.Kind == rules.Multi && ticks != scr.Given.Ticks {
		reply.Begun.Ticks = ticks
	}
	return reply, err
}

// pickFrom shows the list, with ticks, until there is a reply.
func (r *asker) pickFrom(scr questionnaire.Screen, ticks *uint64) (questionnaire.Reply, error) {
	multi, focus := scr.Kind == rules.Multi, 0
	if !multi {
		focus = givenLine(scr)
	}
	for {
		if err := r.waitForSize(); err != nil {
			return questionnaire.Reply{}, err
		}
		l, p, room := r.optionList(scr)
		if err := r.draw(p); err != nil {
			return questionnaire.Reply{}, err
		}
		key, at, ticked, err := r.run(l, room, focus, *ticks)
		if multi && (err == nil || errors.Is(err, ErrInterrupted)) {
			*ticks = ticked
		}
		if err != nil {
			return questionnaire.Reply{}, err
		}
		focus = at
		if key == '?' {
			if err := r.explain(scr); err != nil {
				return questionnaire.Reply{}, err
			}
			continue
		}
		if key == keyResize {
			continue
		}
		if multi {
			if key == '0' && *ticks != 0 {
				scr.Complaint = r.words("complaint_" + questionnaire.NoneAndMore)
				continue
			}
			return tickReply(scr, key, *ticks), nil
		}
		return choiceReply(scr, key, at), nil
	}
}

// givenLine is the line under which the cursor stands first: that of the answer so far,
// or the one that chooses nothing.
func givenLine(scr questionnaire.Screen) int {
	if scr.Given.State != rules.Answered {
		return 0
	}
	if scr.Kind == rules.Int {
		return min(max(scr.Given.Int, scr.Min), scr.Max) - scr.Min + 1
	}
	for i, opt := range scr.Options {
		if scr.Given.Ticks == 1<<opt.Tick {
			return i + 1
		}
	}
	return 0
}

// sign is the reply to a key that means the same at every question.
func sign(key rune) (questionnaire.Reply, bool) {
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

func choiceReply(scr questionnaire.Screen, key rune, at int) questionnaire.Reply {
	if reply, ok := sign(key); ok {
		return reply
	}
	give := questionnaire.Reply{Act: questionnaire.Give, Answer: rules.Answer{State: rules.Answered}}
	switch {
	case key == '-':
		give.Answer.State = rules.Unsure
		return give
	case key >= '1' && key <= '9':
		at = int(key - '0')
	}
	switch {
	case at == 0 && scr.Given.State == rules.Answered && !scr.Required:
		return questionnaire.Reply{Act: questionnaire.Give} // skipped after all: the cursor was elsewhere
	case at == 0:
		return questionnaire.Reply{Act: questionnaire.Enter}
	case scr.Kind == rules.Int:
		give.Answer.Int = scr.Min + at - 1
	default:
		give.Answer.Ticks = 1 << scr.Options[at-1].Tick
	}
	return give
}

// tickReply is the reply that ticks and the key that left the list amount to. Enter
// without any ticks is never "none of these".
func tickReply(scr questionnaire.Screen, key rune, ticks uint64) questionnaire.Reply {
	if reply, ok := sign(key); ok {
		return reply
	}
	give := questionnaire.Reply{Act: questionnaire.Give, Answer: rules.Answer{State: rules.Answered, Ticks: ticks}}
	switch {
	case key == '-':
		give.Answer.State = rules.Unsure
	case key == keyEnter && ticks == scr.Given.Ticks && scr.Given.State != rules.Unanswered && scr.Complaint == "":
		return questionnaire.Reply{Act: questionnaire.Enter}
	case key == keyEnter && ticks == 0:
		give.Answer.State = rules.Unanswered
	}
	return give
}

// optionList lays out a question: its list, the page above, and how many lines it may show.
func (r *asker) optionList(scr questionnaire.Screen) (l *list, p *page, room int) {
	l = &list{multi: scr.Kind == rules.Multi, none: scr.None}
	if scr.Kind != rules.Multi && len(scr.Options) < 10 {
		l.digits = len(scr.Options)
	}
	p = r.page()
	var help []string
	l.lines, l.search, help = r.optionLines(scr, p.cols)
	foot := hints(p.cols, r.keyHints(scr, p.cols)...)
	var detail int
	for _, detail = range []int{max(3, drawn(help, p.cols-3)), 3, 2, 1, 2} {
		below := detail + len(foot)
		p = r.top(scr, len(l.lines)+below, min(len(l.lines), 3+p.rows/12)+below)
		if room = p.rows - 1 - len(p.lines) - below; room >= len(l.lines) {
			break
		}
	}
	room = max(room, 1)
	cols, total := p.cols, len(l.lines)
	l.below = func(focus int, filter string) string {
		lines := make([]string, 0, detail+len(foot))
		text := help[focus]
		if total > room {
			text = fmt.Sprintf("(%d/%d ↑↓) %s", focus+1, total, text)
		}
		if filter != "" {
			text = r.words("search", "words", filter)
		}
		lines = append(lines, wrapAt("  ", beforeDrawing(text, cols-3, detail), cols-1, detail)...)
		for len(lines) < detail {
			lines = append(lines, "")
		}
		return strings.Join(append(lines, foot...), "\n") + "\n"
	}
	return l, p, room
}

// drawn is how many lines the longest text with a drawing takes, or 0 without one.
func drawn(texts []string, cols int) int {
	most := 0
	for _, s := range texts {
		if strings.Contains(s, "\n ") {
			most = max(most, len(text.WrapScreen(s, cols)))
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
func (r *asker) optionLines(scr questionnaire.Screen, cols int) (lines, search, help []string) {
	width := cols - 3
	if scr.Kind == rules.Multi {
		width -= 4
	} else {
		nothing := "rich_choose"
		if !scr.Required {
			nothing = "rich_skip"
		}
		lines, search, help = []string{text.Cut(r.words(nothing), width)}, []string{""}, []string{scr.Help}
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
	if scr.Kind == rules.Int {
		for n := scr.Min; n <= scr.Max; n++ {
			lines = append(lines, fmt.Sprintf("%2d", n))
			search = append(search, strconv.Itoa(n))
			help = append(help, scr.Help)
		}
	}
	return lines, search, help
}

// keyHints say which keys there are at a list.
func (r *asker) keyHints(scr questionnaire.Screen, cols int) []string {
	parts := []string{}
	if scr.Kind == rules.Multi {
		parts = append(parts, r.words("rich_tick"))
		if scr.None {
			parts = append(parts, r.words("rich_none"))
		}
	}
	if scr.Unsure {
		parts = append(parts, r.words("rich_unsure"))
	}
	if scr.Kind == rules.Multi {
		parts = append(parts, r.words("rich_enter"))
	} else {
		parts = append(parts, r.words("rich_pick"))
	}
	return append(parts, r.generalHints(cols)...)
}

// generalHints are the keys of every question; in a narrow window the help tells the rest.
func (r *asker) generalHints(cols int) []string {
	if cols < 60 {
		return []string{r.words("rich_help")}
	}
	return []string{r.words("rich_help"), r.words("rich_back"), r.words("rich_all")}
}
