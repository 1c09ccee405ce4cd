//go:build !linux

package records

// EnlargePipe does nothing where pipes have a fixed size.
func EnlargePipe(ends ...any) {}
