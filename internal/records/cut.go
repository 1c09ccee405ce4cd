package records

// cutter finds where records begin and end in a format that is more than lines. It
// remembers where in a record it is, so data may come in any pieces.
type cutter interface {
	// next reads on from data[at] and reports whether a record ended, where it lies, and up
	// to where data was read. When none ended, resume is len(data), and the next call has
	// the same bytes in front of new ones, or after shift.
	next(data []byte, at int) (record Span, resume int, ended bool)
	// shift says that the first n bytes of data are gone.
	shift(n int)
	// forget says that data[from:to] was cut out of the middle of a record.
	forget(from, to int)
	// last returns the record that the end of the file ends, if one is under way; if resume
	// is not the end of data, cutting goes on from there.
	last(data []byte) (record Span, resume int, ok bool)
	// start returns where the record under way begins; len(data) when none is.
	start(data []byte) int
	// unfinished says what is wrong with a file that ends here; nil when nothing is.
	unfinished() *Reject
}

// Span is a part of a chunk's data.
type Span struct{ From, To int }

func newCutter(f Format) cutter {
	switch f {
	case JSON, Foreign:
		return newJSONCutter(f == Foreign)
	case CSV:
		return &csvCutter{}
	case YAML:
		return &yamlCutter{}
	}
	return nil
}

// without returns a place in data after data[from:to] was cut out.
func without(place, from, to int) int {
	switch {
	case place >= to:
		return place - (to - from)
	case place > from:
		return from
	}
	return place
}
