package batch

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPatternStands holds the comparison by words to the plain one.
func TestPatternStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ab]{0,70}`)
		p := newPattern([]byte(text.Draw(t, "pattern")))
		data := text.Draw(t, "before") + text.Draw(t, "text")
		i := rapid.IntRange(0, len(data)).Draw(t, "at")
		if rapid.Bool().Draw(t, "stands") {
			data = data[:i] + string(textOf(&p)) + data[i:]
		}
		n := rapid.IntRange(i, len(data)).Draw(t, "end")
		want := strings.HasPrefix(data[i:n], string(textOf(&p)))
		if got := p.stands(padded([]byte(data)), n, i); got != want {
			t.Fatalf("%q in %q[%d:%d]: %v", textOf(&p), data, i, n, got)
		}
	})
}

// textOf puts a pattern's text together again.
func textOf(p *pattern) []byte {
	var text []byte
	for _, w := range p.words {
		for range 8 {
			text = append(text, byte(w))
			w >>= 8
		}
	}
	return append(text[:min(p.n, len(text))], p.rest...)
}

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
		if v, n := number(glanceAt(padded([]byte(text)), 0)); n != length || n > 0 && v != want {
			t.Fatalf("%q: %d of %d digits", text, v, n)
		}
	})
}
