package fastread

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// TestDates holds the reading of a date at once to the library's, for days that are and are
// not in the calendar, and with any two bytes beside each other in a date.
func TestDates(t *testing.T) {
	check := func(text []byte) {
		_, err := time.Parse(time.DateOnly, string(text))
		if want := err == nil && text[0] != '0'; isDate(text) != want {
			t.Fatalf("%q is a date: %v", text, !want)
		}
	}
	for _, year := range []int{0, 999, 1000, 1900, 2000, 2023, 2024, 2026, 2100, 2400, 9999} {
		for month := range 100 {
			for day := range 100 {
				check(fmt.Appendf(nil, "%04d-%02d-%02d", year, month, day))
			}
		}
	}
	date := []byte("2024-02-29")
	for i := range date {
		for b := range 1 << 16 {
			text := bytes.Clone(date)
			text[i], text[(i+1)%len(date)] = byte(b), byte(b>>8)
			check(text)
		}
	}
	for n := range len(date) {
		check(date[:n:n])
	}
	check([]byte("2024-02-290"))
}

// TestEscapes holds the reading of an escape to the library's, for every byte in every place.
func TestEscapes(t *testing.T) {
	for at := range 6 {
		for b := range 256 {
			text := []byte(`\u00eF`)
			text[at] = byte(b)
			var want string
			err := json.Unmarshal([]byte(`"`+string(text)+`"`), &want)
			r, size := unescape(text)
			if at == 0 && b != '\\' {
				continue // which is no escape
			}
			if size == 6 && (err != nil || want != string(r)) {
				t.Errorf("%q is %q, want %q, %v", text, r, want, err)
			}
			if size == 0 && err == nil && want != "\ufffd" {
				t.Errorf("%q is %q, but not read", text, want)
			}
		}
	}
}
