package engine

import "slices"

// Unsettle makes the facts forget what settle found, so that it has to find it again.
func (f *Facts) Unsettle() { f.settled = false }

// Equal reports whether the facts say the same in every field of the answers and in the codes.
func (f *Facts) Equal(others *Facts) bool {
	return slices.Equal(f.answers, others.answers) && slices.Equal(f.codes, others.codes)
}
