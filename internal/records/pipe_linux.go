package records

import (
	"os"

	"golang.org/x/sys/unix"
)

// pipeSize is what a pipe is asked to hold, so that fewer switches between programs are
// needed.
const pipeSize = 1 << 20

// EnlargePipe enlarges the buffer of those arguments that are pipes. Where that is not
// allowed things are slower, nothing else.
func EnlargePipe(ends ...any) {
	for _, end := range ends {
		file, ok := end.(*os.File)
		if !ok {
			continue
		}
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
			_, _ = unix.FcntlInt(file.Fd(), unix.F_SETPIPE_SZ, pipeSize)
		}
	}
}
