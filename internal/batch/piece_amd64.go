package batch

import (
	"golang.org/x/sys/cpu"
)

// copyPieces appends at least one piece. There must be room for them and a block.
func copyPieces(to []byte, p *pieces, list []piece) []byte {
	at, n := len(to), 0
	switch {
	case cpu.X86.HasAVX512F:
		n = copyAVX512(&to[:at+1][at], &p.text[0], &p.extents[0], &list[0], len(list))
	case cpu.X86.HasAVX2:
		n = copyAVX2(&to[:at+1][at], &p.text[0], &p.extents[0], &list[0], len(list))
	default:
		return copyPlainly(to, p, list)
	}
	return to[:at+n]
}

// copyAVX2 copies the n pieces of a list and returns how long they are together.
//
//go:noescape
func copyAVX2(to, text *byte, extents *extent, list *piece, n int) int

//go:noescape
func copyAVX512(to, text *byte, extents *extent, list *piece, n int) int
