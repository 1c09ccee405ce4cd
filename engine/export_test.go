package engine

import "slices"

// CopyFrom makes the facts those of others that are not settled yet.
func (f *Facts) CopyFrom(others *Facts) {
	copy(f.answers, others.answers)
	copy(f.codes, others.codes)
	f.notes = append(f.notes[:0], others.notes...)
	f.settled = false
}

// Equal reports whether the facts say the same in every field of the answers and in the codes.
func (f *Facts) Equal(others *Facts) bool {
	return slices.Equal(f.answers, others.answers) && slices.Equal(f.codes, others.codes)
}
