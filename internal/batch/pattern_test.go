package batch

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestNumber holds the reading of all digits at once to the library's.
func TestNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{0,5}([,} e.\-\n\x80-\xff][0-9]?)?`).Draw(t, "text")
		digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		want, _ := strconv.Atoi(digits)
		length := len(digits)
		if length > 3 || length > 1 && digits[0] == '0' {
			want, length = 0, 0
		}
		if v, n := wholeNumber(glanceAt(padded([]byte(text)), 0)); int(n) != length || n > 0 && int(v) != want {
			t.Fatalf("%q: %d of %d digits", text, v, n)
		}
	})
}
