package records

import "testing"

// TestBlankRows holds that a row with nothing but blanks of any kind is no record.
func TestBlankRows(t *testing.T) {
	for row, want := range map[string]bool{"": true, " ,\t;\"\"\r": true, "\u00a0,\u3000": true, ",0": false, "\u00a0,x": false, "\xa0": false} {
		if isBlankRow([]byte(row)) != want {
			t.Errorf("%q: want %v", row, want)
		}
	}
}
