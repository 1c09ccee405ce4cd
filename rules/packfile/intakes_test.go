package packfile

import (
	"fmt"
	"strings"
	"testing"
)

// TestManyWrongItems holds that a list of very many wrong items takes no more room than one
// of a hundred, and that none is missing from the count.
func TestManyWrongItems(t *testing.T) {
	const n = 5000
	for name, c := range map[string]struct {
		format Format
		data   string
	}{
		"yaml": {YAML, "answers: {pain_area: [neck, " + strings.Repeat("x, ", n) + "neck]}\n"},
		"json": {JSON, `{"answers":{"pain_area":["neck",` + strings.Repeat(`1,`, n) + `"neck"]}}`},
	} {
		intakes, problems := ParseIntakes([]byte(c.data), "in", c.format, small(t))
		if len(intakes) > 0 || len(problems) != maxApart || problems.Count() != n+1 {
			t.Errorf("%s: %d intakes, %d problems that stand for %d", name, len(intakes), len(problems), problems.Count())
		}
		if end := fmt.Sprintf("\nand %d more", n+1-20); !strings.HasSuffix(problems.Error(), end) {
			t.Errorf("%s: the message does not end with %q:\n%v", name, end, problems)
		}
	}
}

// TestListOfManyRightAndWrongItems holds that what is right behind many wrong items is not
// counted as wrong.
func TestListOfManyRightAndWrongItems(t *testing.T) {
	data := "answers: {pain_area: [" + strings.Repeat("x, ", maxApart+7) + "neck]}\n"
	if _, problems := ParseIntakes([]byte(data), "in", YAML, small(t)); problems.Count() != maxApart+7 {
		t.Errorf("%d problems are counted", problems.Count())
	}
}
