//go:build !amd64

package engine

// and sets into, which is as long as a row, to the AND of one row of each column, by the
// codes of their slots.
func (r *rows) and(into []uint64, codes []uint8) { r.andPlainly(into, codes) }
