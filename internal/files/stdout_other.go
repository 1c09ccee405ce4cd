//go:build !linux

package files

import (
	"io"
	"os"
)

// StandardOutput returns os.Stdout. Where it was closed before the program began, Go has opened the null
// device in its place, or on Windows every write fails.
func StandardOutput() io.Writer { return os.Stdout }
