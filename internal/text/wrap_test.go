package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWidth compares with the columns that a terminal (tmux) used for the same texts.
func TestWidth(t *testing.T) {
	for text, columns := range map[string]int{
		"इनमें से कोई नहीं": 13, "पक्का पता नहीं": 12, "ऑस्टियोपोरोसिस (भुरभुरी हड्डियाँ)": 28, "स्पोंडिलोलिस्थेसिस": 14,
		"क्षमता में नई कमी": 14, "दाईं ओर, कूल्हे": 11, "é naïve 5–10": 12, "日本語 テスト": 13,
	} {
		if got := Width(text); got != columns {
			t.Errorf("%q is %d columns wide, want %d", text, got, columns)
		}
	}
}

func TestWrapScreen(t *testing.T) {
	for _, row := range []struct {
		text string
		want []string
	}{
		{"one two three", []string{"one two", "three"}},
		{"a\nb", []string{"a", "b"}},
		{"", []string{""}},
		{"abcdefghijklmno", []string{"abcdefghij", "klmno"}},
		{"see:\n  o--+--o--+--o\n  |", []string{"see:", "  o--+--o…", "  |"}},
		{"a\x1b[31mred\x07\u202e", []string{"a[31mred"}},
		{"इनमें से कोई नहीं", []string{"इनमें से कोई", "नहीं"}},
	} {
		if d := cmp.Diff(row.want, WrapScreen("", row.text, 10)); d != "" {
			t.Errorf("%q:\n%s", row.text, d)
		}
	}
}

func FuzzWrapScreen(f *testing.F) {
	f.Add("इनमें से कोई नहीं, a long line\n  drawing", 9)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 8 + abs(width)%100
		for _, line := range WrapScreen("", text, width) {
			if Width(line) > width && len([]rune(line)) > 1 && Prefix(line, width) != line {
				t.Errorf("%q is wider than %d", line, width)
			}
			if strings.ContainsAny(line, "\x1b\n\r") {
				t.Errorf("%q can steer a terminal", line)
			}
		}
	})
}

func abs(n int) int {
	if n < 0 && n != -n {
		return -n
	}
	return max(n, 0)
}
