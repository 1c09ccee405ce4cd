package engine

// rows are rows of bits for each code of some slots. A row is a multiple of rowGroup words
// long; there is at least one column.
type rows struct {
	bits    []uint64
	columns []column
	words   int // of a row
}

// column is the rows of a slot: that of code c begins at rows.bits[first+c*words].
type column struct {
	first, slot uint32
}

const rowGroup = 8

// andPlainly is and for any machine.
func (r *rows) andPlainly(into []uint64, codes []uint8) {
	for at := 0; at < r.words; at += rowGroup {
		a, b, c, d := ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)
		e, f, g, h := a, b, c, d
		for _, column := range r.columns {
			row := (*[rowGroup]uint64)(r.bits[int(column.first)+int(codes[column.slot])*r.words+at:])
			a, b, c, d = a&row[0], b&row[1], c&row[2], d&row[3]
			e, f, g, h = e&row[4], f&row[5], g&row[6], h&row[7]
		}
		*(*[rowGroup]uint64)(into[at:]) = [rowGroup]uint64{a, b, c, d, e, f, g, h}
	}
}
