//go:build !windows

package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"knead/internal/text"
)

// editor is a text that is being typed, parted at the cursor.
type editor struct{ before, after string }

func (e *editor) text() string { return e.before + e.after }

// press does what a key does to the text. Up and Down go by rows of cols columns.
func (e *editor) press(key rune, cols int) {
	switch key {
	case keyLeft:
		e.moveTo(len(text.DropLast(e.before)))
	case keyRight:
		e.moveTo(len(e.before) + len(text.Prefix(e.after, 1)))
	case keyHome:
		e.moveTo(0)
	case keyEnd:
		e.moveTo(len(e.text()))
	case keyWordLeft:
		e.moveTo(wordBefore(e.before))
	case keyWordRight:
		e.moveTo(len(e.before) + wordAfter(e.after))
	case keyUp:
		e.moveRow(-1, cols)
	case keyDown:
		e.moveRow(+1, cols)
	case keyBackspace:
		e.before = text.DropLast(e.before)
	case keyDelete:
		e.after = e.after[len(text.Prefix(e.after, 1)):]
	case keyCutWord:
		e.before = e.before[:wordBefore(e.before)]
	case keyCutBefore:
		e.before = ""
	case keyCutAfter:
		e.after = ""
	default:
		if key >= ' ' {
			e.before += string(key)
		}
	}
}

// paste inserts a character of a paste. Of white space there is never more than one, and none at
// the begin.
func (e *editor) paste(key rune) {
	if key != ' ' || e.before != "" && !strings.HasSuffix(e.before, " ") {
		e.before += string(key)
	}
}

func (e *editor) moveTo(place int) {
	all := e.text()
	e.before, e.after = all[:place], all[place:]
}

// wordBefore is where the last word of the text begins.
func wordBefore(s string) int {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	space := strings.LastIndexFunc(s, unicode.IsSpace)
	_, size := utf8.DecodeRuneInString(s[max(space, 0):])
	if space < 0 {
		return 0
	}
	return space + size
}

// wordAfter is where the first word of the text ends.
func wordAfter(s string) int {
	rest := strings.TrimLeftFunc(s, unicode.IsSpace)
	if end := strings.IndexFunc(rest, unicode.IsSpace); end >= 0 {
		return len(s) - len(rest) + end
	}
	return len(s)
}

// rows breaks the text anywhere into rows of cols columns. The cursor stands in the row at, in
// front of the column col.
func (e *editor) rows(cols int) (rows []string, at, col int) {
	rest, done := e.text(), 0
	for {
		row := text.Prefix(rest, cols)
		if inRow := len(e.before) - done; inRow >= 0 && (inRow < len(row) || row == rest) {
			at, col = len(rows), text.Width(row[:inRow])
		}
		rows = append(rows, row)
		if done += len(row); row == rest {
			break
		}
		rest = rest[len(row):]
	}
	if col >= cols { // behind a full last row
		rows, at, col = append(rows, ""), len(rows), 0
	}
	return rows, at, col
}

// moveRow moves the cursor to the same column of another row, or as near as that row comes.
func (e *editor) moveRow(by, cols int) {
	rows, at, col := e.rows(cols)
	if at+by < 0 || at+by >= len(rows) {
		return
	}
	place := 0
	for _, row := range rows[:at+by] {
		place += len(row)
	}
	if col > 0 {
		place += len(text.Prefix(rows[at+by], col))
	}
	e.moveTo(place)
}
