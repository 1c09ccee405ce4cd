package batch

import (
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"knead/internal/files"
)

// target is something that a run writes: a stream, or a file that bears another name until
// it is complete.
type target struct {
	name    string // of the complete file; empty for a stream
	to      io.Writer
	file    *os.File // nil for a stream
	written int64
	hash    hash.Hash // of what was written; nil when nobody asks
}

// partSuffix ends the name of a file that is not complete.
const partSuffix = ".part"

func (t *target) part() string { return t.name + partSuffix }

// openTarget opens the file's incomplete form, from as much of it as an earlier run made
// safe. A fresh one takes the place of what may be there.
func openTarget(name string, from int64, fresh bool) (*target, error) {
	if err := replaceable(name); err != nil {
		return nil, err
	}
	t := &target{name: name, written: from}
	flags := os.O_RDWR | os.O_CREATE
	if fresh {
		_ = os.Remove(t.part()) // if that fails, so does opening it
		flags |= os.O_EXCL
	}
	file, err := os.OpenFile(t.part(), flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot write %q: %w", t.part(), files.Cause(err))
	}
	t.file, t.to = file, file
	info, err := file.Stat()
	if err == nil && info.Size() < from {
		err = fmt.Errorf("it holds %d bytes, expected at least the %d of the checkpoint", info.Size(), from)
	}
	if err == nil {
		err = file.Truncate(from)
	}
	if err == nil {
		_, err = file.Seek(from, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("cannot go on writing %q: %w", t.part(), files.Cause(err))
	}
	return t, nil
}

// replaceable refuses names that a finished file cannot take: folders, devices and pipes, and
// links to what is no file to begin with.
func replaceable(name string) error {
	switch info, err := os.Stat(name); {
	case err != nil:
		return nil
	case info.IsDir():
		return fmt.Errorf("cannot write %q: it is a folder", name)
	case info.Mode().IsRegular() && !isDescriptor(name):
		return nil
	}
	return fmt.Errorf("cannot write %q: it is no regular file; leave the option out and redirect the output", name)
}

// isDescriptor reports whether the name is that of an open file, such as /dev/stdout, and no
// place where a file can be.
func isDescriptor(name string) bool {
	path, err := filepath.Abs(name)
	if err != nil {
		return false
	}
	return strings.HasPrefix(path, "/proc/") || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/dev/std")
}

// resolveLink returns the name of the file that a link leads to, so that the file is written
// where it is, and not in place of the link.
func resolveLink(name string) string {
	info, err := os.Lstat(name)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || isDescriptor(name) {
		return name
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		return target
	}
	return name
}

// addHash begins to hash what is written, from an earlier state when that is not empty.
func (t *target) addHash(state []byte) error {
	t.hash = sha256.New()
	if len(state) == 0 {
		return nil
	}
	return t.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
}

// hashState returns the state of the hash, or nil.
func (t *target) hashState() []byte {
	if t == nil || t.hash == nil {
		return nil
	}
	state, err := t.hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil
	}
	return state
}

func (t *target) Write(p []byte) (int, error) {
	n, err := t.to.Write(p)
	t.written += int64(n)
	if t.hash != nil {
		t.hash.Write(p[:n])
	}
	if err != nil && t.file != nil {
		err = fmt.Errorf("write %q: %w", t.part(), files.Cause(err))
	}
	return n, err
}

// size returns how much was written; a target that is not there has none.
func (t *target) size() int64 {
	if t == nil {
		return 0
	}
	return t.written
}

// sync makes what was written safe against a power cut.
func (t *target) sync() error {
	if t == nil || t.file == nil {
		return nil
	}
	if err := t.file.Sync(); err != nil {
		return fmt.Errorf("write %q: %w", t.part(), files.Cause(err))
	}
	return nil
}

// finishedTarget returns a file that was written whole by an earlier run, and may have its name
// already; nil for no name.
func finishedTarget(name string, size int64) *target {
	if name == "" {
		return nil
	}
	return &target{name: name, written: size}
}

// complete gives the file its name.
func (t *target) complete() (err error) {
	if t == nil || t.name == "" {
		return nil
	}
	if t.file != nil {
		err = errors.Join(t.checkSame(), t.file.Close())
	} else if _, missing := os.Stat(t.part()); errors.Is(missing, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = files.Rename(t.part(), t.name)
	}
	if err != nil {
		return fmt.Errorf("cannot complete %q: %w", t.name, files.Cause(err))
	}
	return nil
}

// checkSame makes sure that the incomplete file is still the one that was written.
func (t *target) checkSame() error {
	ours, err := t.file.Stat()
	if err != nil {
		return err
	}
	if there, err := os.Stat(t.part()); err != nil || !os.SameFile(ours, there) {
		return fmt.Errorf("%q was removed or replaced while it was written: is another run writing it?", t.part())
	}
	return nil
}
