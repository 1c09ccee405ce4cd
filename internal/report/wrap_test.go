package report

import (
	"bytes"
	"strings"
	"testing"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// TestNarrow holds every line of a text to a narrow terminal, but for words that are wider.
func TestNarrow(t *testing.T) {
	const columns = 36
	program := smallProgram(t)
	for _, audience := range []rules.Audience{rules.Practitioner, rules.Patient} {
		v := engine.Voice{Audience: audience}
		style := NewStyle(program, v)
		style.Width = columns
		intakes := answered(t, program.Pack(), "plain", "later", "unsure", "agree", "numb", "blank")
		var b bytes.Buffer
		if err := Text(&b, style, visitsOf(program, v, intakes)); err != nil {
			t.Fatal(err)
		}
		for _, detail := range []bool{false, true} {
			style.Detail = detail
			for _, in := range intakes {
				if err := Explain(&b, style, []*engine.Explanation{program.Explain(in, v)}); err != nil {
					t.Fatal(err)
				}
			}
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimRight(line, "\n")
			if _, several, _ := strings.Cut(strings.TrimLeft(line, " -·+!0123456789"), " "); text.Width(line) > columns && several != "" {
				t.Errorf("%d columns: %q", text.Width(line), line)
			}
		}
		if !strings.Contains(b.String(), "Pain: 3") {
			t.Errorf("the comparison of visits is not written below each other:\n%s", b.String())
		}
	}
}
