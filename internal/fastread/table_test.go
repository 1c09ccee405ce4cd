package fastread

import (
	"encoding/csv"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestSplitWhole holds that rows which are cut without encoding/csv are cut as by it.
func TestSplitWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	cut := 0
	for n := range 200_000 {
		bytes, most := `ab ",,""`, 12
		if n%2 == 0 {
			bytes, most = "ab,,-+\xac,", 40 // which differ from a comma by one bit
		}
		row := make([]byte, 1+random.IntN(most))
		for i := range row {
			row[i] = bytes[random.IntN(8)]
		}
		var r Reader
		if !r.splitPlain(row, ',') {
			continue
		}
		cut++
		reader := csv.NewReader(strings.NewReader(string(row)))
		want, err := reader.Read()
		if err != nil {
			t.Fatalf("%q is cut, but %v", row, err)
		}
		if _, err := reader.Read(); err != io.EOF {
			t.Fatalf("%q is more than a row", row)
		}
		got := make([]string, len(r.cells))
		for i, c := range r.cells {
			got[i] = string(c)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") || len(got) != len(want) {
			t.Fatalf("%q is cut into %q, want %q", row, got, want)
		}
	}
	if cut < 20_000 {
		t.Errorf("only %d rows were cut", cut)
	}
}
