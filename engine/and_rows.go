package engine

// rowGroup is what the words of a row are a multiple of.
const rowGroup = 8

// andRowsPlainly is andRows for any machine.
func andRowsPlainly(into, rows []uint64, columns []column, codes []uint8) {
	for at := 0; at < len(into); at += rowGroup {
		a, b, c, d := ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)
		e, f, g, h := a, b, c, d
		for _, column := range columns {
			row := (*[rowGroup]uint64)(rows[int(column.first)+int(codes[column.slot])*len(into)+at:])
			a, b, c, d = a&row[0], b&row[1], c&row[2], d&row[3]
			e, f, g, h = e&row[4], f&row[5], g&row[6], h&row[7]
		}
		*(*[rowGroup]uint64)(into[at:]) = [rowGroup]uint64{a, b, c, d, e, f, g, h}
	}
}
