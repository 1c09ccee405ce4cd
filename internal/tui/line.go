//go:build !windows

package tui

import (
	"cmp"
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
)

// askLine shows a question whose answer is typed. The line is edited here and not by
// survey: survey's input waits for a report of the cursor's place, which some terminals
// never send, and takes every vowel sign of Hindi for a column.
//
// What is typed is returned as pending, too: it may be refused, or left for another question.
func (a *asker) askLine(ctx context.Context, scr screen) (questionnaire.Reply, error) {
	start := ""
	if scr.Given.State == rules.Answered && scr.Kind.IsText() {
		start = scr.Given.Text
	}
	line := cmp.Or(scr.Pending.Text, start)
	reply, err := a.editLine(ctx, scr, &line)
	if line != start {
		reply.Pending = []questionnaire.Pending{{Text: line}}
	}
	return reply, err
}

func (a *asker) editLine(ctx context.Context, scr screen, line *string) (none questionnaire.Reply, err error) {
	for {
		text := *line
		if err := a.waitForSize(ctx); err != nil {
			return none, err
		}
		if err := a.drawLine(scr, text); err != nil {
			return none, err
		}
		key, err := a.keys.nextOrPasted(ctx)
		if err != nil {
			return none, err
		}
		switch {
		case key == keyClear && text == "" && scr.GivenText != "" && !scr.Required:
			return questionnaire.Given(rules.Answer{}), nil
		case key == pasted|' ' && (text == "" || strings.HasSuffix(text, " ")):
		case key >= pasted:
			*line = edit(text, key&^pasted, scr)
		case key == '?' && text == "":
			if err := a.explain(ctx, scr); err != nil {
				return none, err
			}
		case key == keyEnter, key == keyEscape, text == "" && strings.ContainsRune("<>=", key),
			text == "" && key == '-' && scr.Kind.IsNumber():
			reply, err := lineReply(scr, key, text)
			if err == nil {
				return reply, nil
			}
			scr.complaint = questionnaire.Complain(a.words, err)
		default:
			*line = edit(text, key, scr)
		}
	}
}

func lineReply(scr screen, key rune, text string) (questionnaire.Reply, error) {
	if reply, ok := navigation(key); ok {
		return reply, nil
	}
	if key != keyEnter {
		return questionnaire.ReadReply(scr.Item, string(key))
	}
	if text = strings.TrimSpace(text); text != "" && scr.Kind.IsText() {
		return questionnaire.Given(rules.Answer{State: rules.Answered, Text: text}), nil
	}
	if text == "" && scr.Kind.IsText() && scr.Given.State == rules.Answered && !scr.Required {
		return questionnaire.Given(rules.Answer{}), nil
	}
	return questionnaire.ReadReply(scr.Item, text)
}

func edit(line string, key rune, scr screen) string {
	switch {
	case key == keyClear:
		return ""
	case key == keyBackspace:
		return text.DropLast(line)
	case key < ' ', scr.Kind.IsNumber() && utf8.RuneCountInString(line) >= 6:
		return line
	}
	return line + string(key)
}

// drawLine draws the question and the end of the line that is typed, as much as fits.
func (a *asker) drawLine(scr screen, text string) error {
	_, cols := a.terminal.size()
	number := scr.Kind.IsNumber()
	foot := hints(cols, append([]string{
		a.words("hint_"+scr.Kind.String(), "min", scr.Min, "max", scr.Max),
		when(number && scr.Keeps(), a.words("hint_keep", "answer", scr.GivenText)),
		when(!scr.Required && scr.GivenText == "", a.words("hint_skip")), when(number && scr.Unsure, a.words("rich_unsure")),
	}, a.generalHints(cols)...)...)
	p := a.top(scr, len(foot)+3, len(foot)+2)
	p.lines = append(p.lines, foot...)
	if err := a.draw(p); err != nil {
		return err
	}
	_, err := io.WriteString(Output{a.terminal.out}, "> "+tail(text, max(p.rows-len(p.lines)-1, 1), p.cols-4)+"\x1b[?25h")
	return err
}

// tail returns the last rows of a text that is broken anywhere after cols columns.
func tail(s string, rows, cols int) string {
	s = text.Screen.Clean(s)
	var lines []string
	for s != "" {
		line := text.Prefix(s, cols)
		lines, s = append(lines, line), s[len(line):]
	}
	if len(lines) > rows {
		lines = lines[len(lines)-rows:]
	}
	return strings.Join(lines, "\n  ")
}
