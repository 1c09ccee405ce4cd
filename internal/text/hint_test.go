package text

import (
	"fmt"
	"strings"
	"testing"
)

// A hint for a misspelt word, as the end of a message.
func ExampleHint() {
	fmt.Printf("unknown question %q%s\n", "presure", Hint("presure", []string{"age", "pressure", "medicines"}))
	// Output: unknown question "presure" (did you mean "pressure"?)
}

// TestNearest holds which words are taken for others, and that none is too long.
func TestNearest(t *testing.T) {
	long := strings.Repeat("ȺB", 80) // longer in small letters
	for _, row := range []struct{ word, candidate, want string }{
		{"aeg", "age", "age"},
		{"Age", "age", "age"},
		{"ag", "a", ""},
		{"medecine", "medicines", "medicines"},
		{"", "age", ""},
		{long[:120], long, ""},
		{long[:120], strings.Repeat("b", 230), ""},
		{long, long, ""},
	} {
		if got := Nearest(row.word, []string{row.candidate}); got != row.want {
			t.Errorf("%q for %q: got %q", row.word, row.candidate, got)
		}
	}
}
