package packtest

import (
	"fmt"
	"io"
)

// Text writes what differs, case by case, and a summary line. Cases that pass are counted
// only. where turns a place in the pack into how the reader finds it.
func Text(w io.Writer, outcomes []Outcome, where func(file string) string) error {
	for _, o := range outcomes {
		if o.Passed() {
			continue
		}
		pos := o.Case.Pos
		pos.File = where(pos.File)
		if _, err := fmt.Fprintf(w, "FAIL %s: %s\n", pos, o.Case.Name); err != nil {
			return err
		}
		for _, d := range o.Differences {
			fmt.Fprintf(w, "  line %d: %s: expected %s, got %s\n", d.Pos.Line, d.What, d.Expected, d.Got)
		}
	}
	failed := Failed(outcomes)
	_, err := fmt.Fprintf(w, "%d cases: %d passed, %d failed\n", len(outcomes), len(outcomes)-failed, failed)
	return err
}
