package report

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestValuesStandApart shows where values are written when measures lie close together.
func TestValuesStandApart(t *testing.T) {
	all := []series{{"pain", []int{6, 4, 2, 9}}, {"limits", []int{7, 3, 2, -1}}}
	var got []string
	for visit := range all[0].Values {
		for s := range all {
			if all[s].Values[visit] >= 0 {
				offset, ok := labelOffset(all, s, visit)
				got = append(got, fmt.Sprint(all[s].Values[visit], offset, ok))
			}
		}
	}
	want := []string{"6 15 true", "7 -5 true", "4 -5 true", "3 15 true", "2 -5 true", "2 0 false", "9 -5 true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
