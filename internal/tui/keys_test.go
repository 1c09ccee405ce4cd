//go:build !windows

package tui

import "testing"

// TestPasteKeys reads bytes as keys: what stands between the marks of a paste is text.
func TestPasteKeys(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"a\x1b[200~1\r\n=<é\t\x1b[201~\r", "a[1][ ][ ][=][<][é][ ]\r"},
		{"\x1b[200~\x1b[A0\x1b[3~\x1b[201~0", "[0]0"},
		{"\x1b[200~no end\x03", "[n][o][ ][e][n][d]\x03"},
		{"\x1b[201~x", "x"},
	} {
		in := make(chan []byte, 1)
		in <- []byte(c.typed)
		close(in)
		got := ""
		for s := (&decoder{in: in}); ; {
			key, ok := s.next()
			if !ok {
				break
			}
			switch {
			case key >= pasted:
				got += "[" + string(key&^pasted) + "]"
			case key != 0:
				got += string(key)
			}
		}
		if got != c.want {
			t.Errorf("%q is read as %q, want %q", c.typed, got, c.want)
		}
	}
}
