package files

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// ErrLocked is the error of [Lock] when another process has the lock; it says which.
var ErrLocked = errors.New("another process holds the lock")

// lockName names the file that is locked in place of another one, which is replaced each
// time it is written and so cannot carry a lock itself. All names of a file lead to the
// same lock.
func lockName(name string) string {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	return filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".lock")
}

// Lock reserves a file, without waiting, until unlock is called or the process ends. It
// returns [ErrLocked] when another process has it. Where no lock can be had, such as in a
// folder that is only read, unlock is nil. What has the name of the lock and is none, such as
// a link or somebody's file, is an error and stays as it is.
func Lock(name string) (unlock func(), err error) {
	path := lockName(name)
	other := fmt.Errorf("%q is no lock: rename it, or name another file", path)
	for {
		if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
			return nil, other
		}
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, nil
		}
		if err := lockFile(file); err != nil {
			defer file.Close()
			if !errors.Is(err, ErrLocked) {
				return nil, nil
			}
			if pid, known := holder(file); known {
				err = fmt.Errorf("%w (number %d)", err, pid)
			}
			return nil, err
		}
		// Whoever had the lock before may have removed the file since it was opened here.
		held, err := file.Stat()
		if there, err2 := os.Lstat(path); err == nil && err2 == nil && os.SameFile(held, there) {
			if !isLock(file) {
				file.Close()
				return nil, other
			}
			_ = file.Truncate(0)
			_, _ = file.WriteAt(strconv.AppendInt(nil, int64(os.Getpid()), 10), 0)
			return func() { _, _ = os.Remove(path), file.Close() }, nil
		}
		_ = file.Close()
	}
}

// isLock reports whether a file holds what locks hold: a number or, of a process that was killed
// before it wrote one, nothing.
func isLock(file *os.File) bool {
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 20))
	if err != nil || len(text) == 0 {
		return err == nil
	}
	_, err = strconv.ParseUint(string(text), 10, 64)
	return err == nil
}

// holder reads who has the lock. Who has just got it writes that a moment later.
func holder(file *os.File) (pid int, known bool) {
	for range 100 {
		text, _ := io.ReadAll(io.NewSectionReader(file, 0, 20))
		if pid, err := strconv.Atoi(string(text)); err == nil {
			return pid, true
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, false
}
