package main

import "testing"

// TestMatchLanguage matches tags and locales with the languages the program speaks.
func TestMatchLanguage(t *testing.T) {
	for _, row := range []struct {
		wished string
		want   string
	}{
		{"hi_IN.UTF-8", "hi"},
		{"en_GB", "en"},
		{"fr", ""},
		{"C", ""},
		{"", ""},
	} {
		if got := matchLanguage(row.wished); got != row.want {
			t.Errorf("matchLanguage(%q) = %q, want %q", row.wished, got, row.want)
		}
	}
}
