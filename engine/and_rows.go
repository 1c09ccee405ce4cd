package engine

// rowGroup is what the words of a row are a multiple of.
const rowGroup = 8

// andRowsPlainly is andRows for any machine.
func andRowsPlainly(into, rows []uint64, first []uint32, codes []uint8) {
	for at := 0; at < len(into); at += rowGroup {
		and := [rowGroup]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		for s, f := range first {
			row := (*[rowGroup]uint64)(rows[int(f)+int(codes[s])*len(into)+at:])
			for i := range and {
				and[i] &= row[i]
			}
		}
		*(*[rowGroup]uint64)(into[at:]) = and
	}
}
