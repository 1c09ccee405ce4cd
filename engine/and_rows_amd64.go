package engine

import "golang.org/x/sys/cpu"

// andRows sets into to the AND of one row of each column.
func andRows(into, rows []uint64, columns []column, codes []uint8) {
	and := andRowsAVX2
	switch {
	case cpu.X86.HasAVX512F:
		and = andRowsAVX512
	case !cpu.X86.HasAVX2:
		andRowsPlainly(into, rows, columns, codes)
		return
	}
	for at := 0; at < len(into); at += 4 * rowGroup {
		and(&into[at], &rows[at], &columns[0], &codes[0], len(columns), len(into), min(4, (len(into)-at)/rowGroup))
	}
}

// andRowsAVX2 does that for up to four groups of words, of rows of the given words.
//
//go:noescape
func andRowsAVX2(into, rows *uint64, columns *column, codes *uint8, n, words, groups int)

// andRowsAVX512 does it too.
//
//go:noescape
func andRowsAVX512(into, rows *uint64, columns *column, codes *uint8, n, words, groups int)
