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
	random := rand.New(rand.NewPCG(1, 2))
	for words := rowGroup; words <= 11*rowGroup; words += rowGroup {
		for slots := 1; slots < 40; slots++ {
			r := &rows{bits: make([]uint64, slots*codes*words), words: words}
			for i := range r.bits {
				r.bits[i] = random.Uint64() | random.Uint64() | random.Uint64() | random.Uint64()
			}
			answers := make([]uint8, slots)
			for i, slot := range random.Perm(slots) {
				r.columns = append(r.columns, column{uint32(i * codes * words), uint32(slot)})
				answers[i] = uint8(random.IntN(codes))
			}
			want := make([]uint64, words)
			r.andPlainly(want, answers)
			check := func(name string, has bool, and func(into *uint64, r *rows, codes *uint8)) {
				if !has {
					return
				}
				got := make([]uint64, words)
				if and(&got[0], r, &answers[0]); !slices.Equal(got, want) {
					t.Fatalf("%s: %d words, %d slots: got %x, want %x", name, words, slots, got, want)
				}
			}
			check("AVX2", cpu.X86.HasAVX2, andAVX2)
			check("AVX-512", cpu.X86.HasAVX512F, andAVX512)
		}
	}
}
