//go:build !amd64

package engine

// andRows sets into to the AND of one row of each column.
func andRows(into, rows []uint64, columns []column, codes []uint8) {
	andRowsPlainly(into, rows, columns, codes)
}
