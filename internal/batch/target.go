package batch

import (
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"knead/internal/files"
)

// target is something that a run writes: a stream, or a file that bears another name until
// it is complete.
type target struct {
	name     string    // of the complete file; empty for a stream
	to       io.Writer // a stream
	file     *os.File  // nil for a stream
	reserved int64     // where the next place in the file begins
	written  int64     // counted, as what follows: everything before it is written
	sum      uint32    // see checksum
	hash     hash.Hash // nil when nobody asks
}

// checksum continues the sum by which a finished file is known again: CRC-32C, which costs
// next to nothing while results are written.
func checksum(sum uint32, data []byte) uint32 { return crc32.Update(sum, castagnoli, data) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// partSuffix ends the name of a file that is not complete.
const partSuffix = ".part"

func (t *target) part() string { return t.name + partSuffix }

// progress is how far a file has come, and the checksum of that.
type progress struct {
	bytes int64
	sum   uint32
}

// openTarget opens the file's incomplete form, from as much of it as an earlier run made
// safe. A fresh one takes the place of what may be there.
func openTarget(name string, from progress, fresh bool) (*target, error) {
	t := &target{name: name, reserved: from.bytes, written: from.bytes, sum: from.sum}
	info, err := os.Lstat(t.part())
	there := err == nil
	switch {
	case fresh, !there && from.bytes == 0:
		t.file, err = files.CreateNew(t.part())
	case there && !info.Mode().IsRegular():
		err = errors.New("it is no regular file")
	default:
		t.file, err = os.OpenFile(t.part(), os.O_RDWR, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot write %q: %w", t.part(), files.Cause(err))
	}
	file := t.file
	found, err := measure(io.LimitReader(file, from.bytes))
	if err == nil && found != from {
		err = fmt.Errorf("its beginning %w", otherThan(found, from))
	}
	if err == nil {
		err = file.Truncate(from.bytes)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("cannot go on writing %q: %w; delete it to begin again", t.part(), files.Cause(err))
	}
	return t, nil
}

// replaceable refuses names that a finished file cannot take: folders, devices and pipes, and
// links to what is no file to begin with.
func replaceable(name string) error {
	switch info, err := os.Stat(name); {
	case err != nil:
		if _, err := os.Lstat(name); err == nil {
			return fmt.Errorf("cannot write %q: it is a link to what is not there", name)
		}
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

// reserve returns the place in the file for the next n bytes.
func (t *target) reserve(n int) (at int64) {
	at = t.reserved
	t.reserved += int64(n)
	return at
}

// writeAt writes to a place in a file that was reserved, and nothing to a stream. It may be called by
// several goroutines.
func (t *target) writeAt(p []byte, at int64) error {
	if t.file == nil || len(p) == 0 {
		return nil
	}
	if _, err := t.file.WriteAt(p, at); err != nil {
		return fmt.Errorf("write %q: %w", t.part(), files.Cause(err))
	}
	return nil
}

// count counts what was written to a file behind all that was counted before, or writes it to a stream.
func (t *target) count(p []byte) error {
	if t.file == nil && len(p) > 0 {
		if _, err := t.to.Write(p); err != nil {
			return err
		}
	}
	t.written += int64(len(p))
	t.sum = checksum(t.sum, p)
	if t.hash != nil {
		t.hash.Write(p)
	}
	return nil
}

// Write writes and counts.
func (t *target) Write(p []byte) (int, error) {
	err := t.writeAt(p, t.reserve(len(p)))
	if err == nil {
		err = t.count(p)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// progress returns how much was written; a target that is not there has none.
func (t *target) progress() progress {
	if t == nil {
		return progress{}
	}
	return progress{t.written, t.sum}
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
// already; nil for no name. It is an error when the file is not there as it was written.
func finishedTarget(name string, whole progress, final uint32) (*target, error) {
	if name == "" {
		return nil, nil
	}
	t := &target{name: name, written: whole.bytes, sum: whole.sum}
	there := t.part()
	if _, err := os.Lstat(there); errors.Is(err, fs.ErrNotExist) {
		there, whole.sum = name, final
	}
	var found progress
	file, err := os.Open(there)
	if err == nil {
		found, err = measure(file)
		file.Close()
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%q is not there, although the checkpoint says that it was written whole", name)
	case err != nil:
		return nil, fmt.Errorf("cannot read %q: %w", there, files.Cause(err))
	case found != whole:
		return nil, fmt.Errorf("%q %w", there, otherThan(found, whole))
	}
	return t, nil
}

// otherThan is the error for a file that is not as the checkpoint says.
func otherThan(found, written progress) error {
	return fmt.Errorf("is not what was written: it holds %d bytes with the checksum %08x, expected %d with %08x", found.bytes, found.sum, written.bytes, written.sum)
}

// measure reads to the end.
func measure(r io.Reader) (p progress, err error) {
	buffer := make([]byte, 1<<20)
	for {
		n, err := r.Read(buffer)
		p.bytes, p.sum = p.bytes+int64(n), checksum(p.sum, buffer[:n])
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return p, err
		}
	}
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
