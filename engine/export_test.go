package engine

// Unsettle makes the facts forget what settle found, so that it has to find it again.
func (f *Facts) Unsettle() { f.settled = false }
