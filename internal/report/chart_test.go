package report

import (
	"strings"
	"testing"
)

// TestValuesStandApart shows where values are written when measures lie close together.
func TestValuesStandApart(t *testing.T) {
	all := []series{{"pain", []int{6, 4, 2, 9}}, {"limits", []int{7, 3, 2, -1}}}
	var got []string
	for visit := range all[0].Values {
		for s := range all {
			if all[s].Values[visit] >= 0 {
				got = append(got, strings.TrimSuffix(strings.TrimPrefix(valueLabel(all, s, visit, 0, 100), `<text x="0.0" y="`), "</text>"))
			}
		}
	}
	want := `115.0">6 95.0">7 95.0">4 115.0">3 95.0">2  95.0">9`
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}
