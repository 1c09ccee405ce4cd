package engine

// CopyFrom makes the facts those of others that are not settled yet.
func (f *Facts) CopyFrom(others *Facts) {
	copy(f.answers, others.answers)
	copy(f.codes, others.codes)
	f.notes = append(f.notes[:0], others.notes...)
	f.settled = false
}
