package engine

import "golang.org/x/sys/cpu"

// and sets into, which is as long as a row, to the AND of one row of each column, by the
// codes of their slots.
func (r *rows) and(into []uint64, codes []uint8) {
	switch {
	case cpu.X86.HasAVX512F:
		andAVX512(&into[0], r, &codes[0])
	case cpu.X86.HasAVX2:
		andAVX2(&into[0], r, &codes[0])
	default:
		r.andPlainly(into, codes)
	}
}

//go:noescape
func andAVX2(into *uint64, r *rows, codes *uint8)

//go:noescape
func andAVX512(into *uint64, r *rows, codes *uint8)
