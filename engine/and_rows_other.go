//go:build !amd64

package engine

// andRows sets into to the AND of one row of each slot: that of slot s begins at
// rows[first[s]+codes[s]*len(into)].
func andRows(into, rows []uint64, first []uint32, codes []uint8) {
	andRowsPlainly(into, rows, first, codes)
}
