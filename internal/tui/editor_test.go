//go:build !windows

package tui

import (
	"strings"
	"testing"

	"knead/internal/text"
)

// TestEditor presses keys in a text that is eight columns wide; "|" is the cursor.
func TestEditor(t *testing.T) {
	names := strings.NewReplacer("<left>", string(keyLeft), "<right>", string(keyRight), "<home>", string(keyHome), "<end>", string(keyEnd),
		"<up>", string(keyUp), "<down>", string(keyDown), "<del>", string(keyDelete), "<back>", string(keyBackspace), "<word>", string(keyCutWord),
		"<before>", string(keyCutBefore), "<after>", string(keyCutAfter), "<wl>", string(keyWordLeft), "<wr>", string(keyWordRight))
	for _, row := range []struct{ keys, want string }{
		{"back pain", "back pain|"},
		{"?<=>", "?<=>|"},
		{"bac pain<wl><left>k", "back| pain"},
		{"ack<home>b<end>!", "back!|"},
		{"one two  <word>", "one |"},
		{"one<word><word>", "|"},
		{"one two<wl><before>", "|two"},
		{"one two<wl><after>", "one |"},
		{"one two<home><wr><wr><wr>", "one two|"},
		{"one<home><del>", "|ne"},
		{"one<del><right><left><back>", "o|e"},
		{"दर्द है<left>", "दर्द |है"},
		{"की<back>", "|"},
		{"漢字<left>x", "漢x|字"},
		{"abcdefghijkl<up>-", "abcd-|efghijkl"},
		{"abcdefghijkl<up><up><down><down>", "abcdefghijkl|"},
		{"abcdefghij<home><right><right><right><down>", "abcdefghij|"},
		{"漢字漢字漢<home><right><down>-", "漢字漢字漢-|"},
	} {
		e := editor{}
		for _, key := range names.Replace(row.keys) {
			e.press(key, 8)
		}
		if got := e.before + "|" + e.after; got != row.want {
			t.Errorf("%s: %q, want %q", row.keys, got, row.want)
		}
	}
}

// FuzzEditor holds that whatever is pressed, rows are the text and the cursor stands in them.
func FuzzEditor(f *testing.F) {
	f.Add("abc\x02\x10\x0eé漢\x17", 5)
	f.Fuzz(func(t *testing.T, keys string, cols int) {
		cols = 4 + max(cols, -cols)%80
		if cols < 4 {
			return
		}
		e := editor{}
		for _, key := range text.Screen.Clean(keys) + keys {
			if key >= ' ' && !strings.Contains(text.Screen.Clean(string(key)), string(key)) {
				continue // the decoder lets no such character through
			}
			e.press(key, cols)
			rows, at, col := e.rows(cols)
			if strings.Join(rows, "") != e.text() || at >= len(rows) || col >= cols || col > text.Width(rows[at]) {
				t.Fatalf("%q: rows %q, cursor %d, %d", e.text(), rows, at, col)
			}
		}
	})
}
