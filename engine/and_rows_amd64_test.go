package engine

import (
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sys/cpu"
)

// TestRowsAreTheSameEverywhere compares what the processor does at once with the plain way.
func TestRowsAreTheSameEverywhere(t *testing.T) {
	const codes = 5
	r := rand.New(rand.NewPCG(1, 2))
	for words := rowGroup; words <= 11*rowGroup; words += rowGroup {
		for slots := 1; slots < 40; slots++ {
			rows := make([]uint64, slots*codes*words)
			for i := range rows {
				rows[i] = r.Uint64() | r.Uint64() | r.Uint64() | r.Uint64()
			}
			var columns []column
			answers := make([]uint8, slots)
			for i, slot := range r.Perm(slots) {
				columns = append(columns, column{uint32(i * codes * words), uint32(slot)})
				answers[i] = uint8(r.IntN(codes))
			}
			want, got := make([]uint64, words), make([]uint64, words)
			andRowsPlainly(want, rows, columns, answers)
			check := func(name string, has bool) {
				if has && !slices.Equal(got, want) {
					t.Fatalf("%s: %d words, %d slots: got %x, want %x", name, words, slots, got, want)
				}
			}
			andRows(got, rows, columns, answers)
			check("andRows", true)
			for at := 0; at < words && cpu.X86.HasAVX2; at += 4 * rowGroup {
				andRowsAVX2(&got[at], &rows[at], &columns[0], &answers[0], slots, words, min(4, (words-at)/rowGroup))
			}
			check("AVX2", cpu.X86.HasAVX2)
		}
	}
}
