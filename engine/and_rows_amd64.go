package engine

import "golang.org/x/sys/cpu"

// andRows sets into to the AND of one row of each slot: that of slot s begins at
// rows[first[s]+codes[s]*len(into)].
func andRows(into, rows []uint64, first []uint32, codes []uint8) {
	if !cpu.X86.HasAVX2 {
		andRowsPlainly(into, rows, first, codes)
		return
	}
	for at := 0; at < len(into); at += 32 {
		groups := min(4, (len(into)-at)/rowGroup)
		andRowsAVX512(&into[at], &rows[at], &first[0], &codes[0], len(first), len(into), groups)
	}
}

// andRowsAVX2 does that for up to four groups of words, of rows of the given words.
//
//go:noescape
func andRowsAVX2(into, rows *uint64, first *uint32, codes *uint8, slots, words, groups int)

//go:noescape
func andRowsAVX512(into, rows *uint64, first *uint32, codes *uint8, slots, words, groups int)
