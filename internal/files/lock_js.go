package files

import (
	"errors"
	"os"
)

// lockFile locks nothing: no other process has the files of a browser.
func lockFile(*os.File) error { return errors.ErrUnsupported }
