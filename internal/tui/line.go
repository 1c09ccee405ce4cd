//go:build !windows

package tui

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
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
	line := editor{before: cmp.Or(scr.Pending.Text, start)}
	reply, err := a.editLine(ctx, scr, &line)
	if line.text() != start {
		reply.Pending = []questionnaire.Pending{{Text: line.text()}}
	}
	return reply, err
}

func (a *asker) editLine(ctx context.Context, scr screen, line *editor) (none questionnaire.Reply, err error) {
	var last time.Time // when the key before came
	lines := false     // several lines are being pasted
	var told []string  // what was said by itself
	for {
		if err := a.waitForSize(ctx); err != nil {
			return none, err
		}
		p := a.layLine(scr, line)
		if told, err := a.tell(ctx, p, &told); err != nil {
			return none, err
		} else if told {
			continue
		}
		if err := a.drawLine(p, line); err != nil {
			return none, err
		}
		key, err := a.nextOrPasted(ctx)
		if err != nil {
			return none, err
		}
		now := a.now()
		lines = lines && now.Sub(last) < pasteDelay
		last = now
		_, cols := a.terminal.size()
		switch typed := strings.TrimSpace(line.text()); {
		case key >= pasted:
			line.paste(key &^ pasted)
		case key == keyEnter && scr.Kind.IsText() && !isSign(typed) && (lines || a.keys.follows()):
			lines = true // the end of a line within a paste that is not marked as one
			line.paste(' ')
		case key == keyEnter && typed == "?", key == '?' && scr.Kind.IsNumber():
			*line = editor{}
			if err := a.explain(ctx, scr); err != nil {
				return none, err
			}
		case key == '*' && scr.Kind.IsNumber() && scr.page.MayChoose:
			return questionnaire.Reply{Act: questionnaire.Lists}, nil
		case key == keyEnter, key == keyEscape, scr.Kind.IsNumber() && strings.ContainsRune("<>=", key):
			reply, err := lineReply(scr, key, typed)
			if err == nil {
				if isSign(typed) {
					*line = editor{}
				}
				return reply, nil
			}
			scr.complaint = questionnaire.Complain(a.words, err)
			if !scr.Required && typed == "" {
				scr.complaint += " " + a.words("rich_or_skip")
			}
		case scr.Kind.IsNumber() && key >= ' ' && key != keyBackspace && utf8.RuneCountInString(line.text()) >= 6:
		default:
			line.press(key, cols-4)
		}
	}
}

// isSign reports whether what was typed stands for what a key does elsewhere. With more behind
// it, it is text.
func isSign(typed string) bool {
	return typed == "?" || typed == "<" || typed == ">" || typed == "="
}

func lineReply(scr screen, key rune, typed string) (questionnaire.Reply, error) {
	if key == keyEnter && isSign(typed) {
		key = rune(typed[0])
	}
	if reply, ok := navigation(key); ok {
		return reply, nil
	}
	switch {
	case typed != "" && typed != "--" && scr.Kind.IsText():
		return questionnaire.Given(rules.Answer{State: rules.Answered, Text: typed}), nil
	case typed == "" && scr.Kind.IsText() && scr.Given.State == rules.Answered && !scr.Required:
		return questionnaire.Given(rules.Answer{}), nil // no answer, after all
	case typed == "" && scr.Kind.IsNumber() && scr.GivenText == "":
		return questionnaire.Reply{}, &questionnaire.Complaint{Code: questionnaire.NeedsNumber, Min: scr.Min, Max: scr.Max}
	}
	return questionnaire.ReadReply(scr.Item, typed)
}

// layLine lays out what stands above the line that is typed.
func (a *asker) layLine(scr screen, line *editor) *page {
	_, cols := a.terminal.size()
	number := scr.Kind.IsNumber()
	foot := hints(cols, append([]string{
		a.words("hint_"+scr.Kind.String(), "min", scr.Min, "max", scr.Max),
		when(number && scr.Keeps(), a.words("hint_keep", "answer", scr.GivenText)),
		when(number && scr.Unsure, a.words("rich_unsure")), when(!number, a.words("rich_enter")),
	}, a.generalHints(scr, cols)...)...)
	rows, _, _ := line.rows(cols - 4)
	var p *page
	for _, top := range slices.Concat(a.tops(scr, len(foot)+2)...) {
		if p = top(); len(p.cut) == 0 && len(p.lines)+len(foot)+min(len(rows), 3) < p.rows {
			break
		}
	}
	p.lines = append(p.lines, foot...)
	return p
}

// drawLine draws a page and, below it, the rows of the line that is typed, as many as fit around
// the cursor.
func (a *asker) drawLine(p *page, line *editor) error {
	rows, at, col := line.rows(p.cols - 4)
	if err := a.draw(p); err != nil {
		return err
	}
	room := max(p.rows-len(p.lines)-1, 1)
	from := max(min(at-room/2, len(rows)-room), 0)
	rows = rows[from:min(from+room, len(rows))]
	for i := range rows {
		rows[i] = text.Screen.Clean(rows[i])
	}
	shown := "> " + strings.Join(rows, "\n  ")
	if up := len(rows) - 1 - (at - from); up > 0 {
		shown += fmt.Sprintf("\x1b[%dA", up)
	}
	_, err := io.WriteString(Output{a.terminal.out}, shown+fmt.Sprintf("\r\x1b[%dC\x1b[?25h", 2+col))
	return err
}
