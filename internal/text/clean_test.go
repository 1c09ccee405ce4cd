package text

import (
	"testing"
	"unicode"
)

// TestClean shows what becomes of characters under each policy.
func TestClean(t *testing.T) {
	for _, row := range []struct {
		in   string
		want [len(policies)]string // in the order of the policies
	}{
		{"plain – ü ✓ 🙂 हिन्दी क्\u200dष", [...]string{
			"plain – ü ✓ 🙂 हिन्दी क्\u200dष", "plain – ü ✓ 🙂 हिन्दी क्\u200dष", "plain – ü ✓ 🙂 हिन्दी क्\u200dष", "plain – ü ✓ 🙂 हिन्दी क्\u200dष",
			"plain – ü ✓ 🙂 हिन्दी क्\u200dष", "plain – ü ✓ 🙂 हिन्दी क्\u200dष", "plain – ü ✓ 🙂 हिन्दी क्\u200dष"}},
		{"\x1b[31m", [...]string{"\ufffd[31m", "[31m", `\u{1b}[31m`, "\ufffd[31m", "\x1b[31m", `\u{1b}[31m`, "\ufffd[31m"}},
		{"a\u202eb", [...]string{"a\ufffdb", "ab", `a\u{202e}b`, "a\ufffdb", `a\u202eb`, `a\u{202e}b`, "a\ufffdb"}},
		{"a\nb\tc\u00a0d", [...]string{"a\nb\tc\u00a0d", "a\nb c\u00a0d", "a b c d", "a\ufffdb c\ufffdd", "a\nb\tc\u00a0d", "a\nb\tc\u00a0d", "a\nb\tc\u00a0d"}},
		{"a\r\u2028\U000e0041", [...]string{
			"a\ufffd\u2028\U000e0041", "a\u2028\U000e0041", `a \u{2028}\u{e0041}`, "a\ufffd\ufffd\ufffd",
			"a\r" + `\u2028\udb40\udc41`, "a\r" + `\u{2028}` + "\U000e0041", "a\r\ufffd\U000e0041"}},
		{"\xff", [...]string{"\ufffd", "\ufffd", "\ufffd", "\ufffd", "\ufffd", "\ufffd", "\ufffd"}},
	} {
		for p, want := range row.want {
			if got := Policy(p).Clean(row.in); got != want {
				t.Errorf("policy %d, %q: got %q, want %q", p, row.in, got, want)
			}
		}
	}
}

// TestDirection holds every policy to let no mark through that changes the direction of
// writing.
func TestDirection(t *testing.T) {
	marks := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Bidi_Control, r) {
			continue
		}
		marks++
		for p := range policies {
			if Policy(p).Keeps(r) {
				t.Errorf("policy %d lets %U through", p, r)
			}
		}
	}
	if marks < 12 {
		t.Errorf("only %d marks are known", marks)
	}
}
