package fastwrite

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestNoCellIsAFormula(t *testing.T) {
	shown := strings.NewReplacer("\v", `\u{b}`, "\f", `\u{c}`, "\x00", `\u{0}`, "\x1b", `\u{1b}`, "\x7f", `\u{7f}`, "\u0085", `\u{85}`, "\u2028", `\u{2028}`,
		"\u200e", `\u{200e}`, "\u200f", `\u{200f}`, "\u202e", `\u{202e}`, "\u2066", `\u{2066}`)
	harmless := []string{"a", "7", "c-0001", "a=b", "x@y", "पीठ", "#1", "\u00a0x", "(5)", ""}
	for _, id := range harmless {
		if got := readCell(t, id); got != id {
			t.Errorf("%q becomes %q", id, got)
		}
	}
	for _, space := range []string{
		"", " ", "   ", "\t", "\r", "\n", "\r\n", "\v", "\f", "\x00", "\x1b", "\x7f", "\u0085", "\u00a0", "\u2003", "\u3000", "\u2028",
		"\uFEFF", "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u00ad", " \uFEFF \t",
	} {
		for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"} {
			id := space + sign + `cmd|'/C calc'!A0,"x";1`
			if got := readCell(t, id); got != "'"+shown.Replace(id) {
				t.Errorf("%q becomes %q", id, got)
			}
		}
	}
	for _, id := range []string{"\tx", "\rx", "\nx", "\x00x"} {
		if got := readCell(t, id); got != "'"+shown.Replace(id) {
			t.Errorf("%q becomes %q", id, got)
		}
	}
}

// TestNoCellCommandsATerminal holds ids to what can be read, wherever a command stands.
func TestNoCellCommandsATerminal(t *testing.T) {
	for id, want := range map[string]string{
		"a\x1b[2J\x1b]0;x\x07": `a\u{1b}[2J\u{1b}]0;x\u{7}`,
		"a\u009b31m\u202eb":    `a\u{9b}31m\u{202e}b`,
		"nul\x00here":          `nul\u{0}here`,
		"two\nlines\tand tab":  "two\nlines\tand tab",
		"क\u200dष":             "क\u200dष",
	} {
		if got := readCell(t, id); got != want {
			t.Errorf("%q becomes %q, want %q", id, got, want)
		}
	}
}

// readCell writes text as the first cell of a row and reads it back.
func readCell(t *testing.T, text string) string {
	t.Helper()
	row := string(appendCell(nil, text)) + ",x\n"
	if strings.Contains(row, "\r") && row[0] != '"' {
		t.Errorf("%q is not quoted", text)
	}
	r := csv.NewReader(strings.NewReader(strings.ReplaceAll(row, "\r", "\u240d"))) // which the reader would change
	cells, err := r.Read()
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return strings.ReplaceAll(cells[0], "\u240d", "\r")
}
