package engine

// rowGroup is what the words of a row are a multiple of.
const rowGroup = 8

// andRowsPlainly is andRows for any machine.
func andRowsPlainly(into, rows []uint64, columns []column, codes []uint8) {
	for at := 0; at < len(into); at += rowGroup {
		and := [rowGroup]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		for _, c := range columns {
			row := (*[rowGroup]uint64)(rows[int(c.first)+int(codes[c.slot])*len(into)+at:])
			for i := range and {
				and[i] &= row[i]
			}
		}
		*(*[rowGroup]uint64)(into[at:]) = and
	}
}
