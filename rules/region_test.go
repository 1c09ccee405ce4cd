package rules

import (
	"slices"
	"testing"
)

func TestRegionNumbers(t *testing.T) {
	for advice, want := range map[string][]string{
		"112 (or 108 for an ambulance)": {"112", "108"},
		"999, or 112":                   {"999", "112"},
		"112/108":                       nil, // one number or two
		"0800 123 456":                  nil,
		"(080) 4611":                    nil,
		"+44 20 7946":                   nil,
		"13 11 14":                      nil,
		"a line that is open 24/7":      nil,
		"your emergency number":         nil,
		"<b>999</b>":                    {"999"},
	} {
		r := Region{ID: "GB", Emergency: Text{Patient: advice, Practitioner: advice}}
		if got := r.Numbers(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", advice, got, want)
		}
		if r.ID = anywhere; r.Numbers() != nil {
			t.Errorf("%s: %q are to be called from anywhere", advice, r.Numbers())
		}
	}
	r := Region{ID: "GB", Emergency: Text{Patient: "999", Practitioner: "112"}, Urgent: Text{Patient: "your GP or NHS 111"}}
	if got := r.Numbers(); !slices.Equal(got, []string{"999", "112", "111"}) {
		t.Errorf("%q", got)
	}
}
