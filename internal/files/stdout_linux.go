package files

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// StandardOutput returns os.Stdout or, where the program was started without one (">&-"), a writer that
// fails. Go opens the null device in place of a stream that is closed, before any code of the
// program runs, for reading and writing and not to be closed when another program begins;
// ">/dev/null" opens it for writing only. Other systems than Linux are not asked.
func StandardOutput() io.Writer {
	var out, null unix.Stat_t
	mode, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_GETFL, 0)
	if err != nil || mode&(unix.O_ACCMODE|unix.O_CLOEXEC) != unix.O_RDWR {
		return os.Stdout
	}
	if unix.Fstat(int(os.Stdout.Fd()), &out) != nil || unix.Stat(os.DevNull, &null) != nil ||
		out.Mode&unix.S_IFMT != unix.S_IFCHR || out.Rdev != null.Rdev {
		return os.Stdout
	}
	return closedOutput{}
}

// closedOutput is a standard output that is closed.
type closedOutput struct{}

func (closedOutput) Write([]byte) (int, error) {
	return 0, errors.New("standard output is closed: send it to a file or a pipe, or drop it with >/dev/null")
}
