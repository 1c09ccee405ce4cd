//go:build !linux

package batch

// enlargePipe does nothing where pipes have a fixed size.
func enlargePipe(ends ...any) {}
