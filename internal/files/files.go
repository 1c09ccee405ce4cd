// Package files reads and writes files that hold health data: bounded in size, written
// whole or not at all, readable by their owner only, and locked while somebody works in
// them. Everybody may import it; it imports nothing of the project.
//
// Errors name a file once, where the caller words them: [Cause] drops what the system says
// of its own operation and path, which may be a temporary one.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrTooLarge is the error of [ReadBounded] for more data than it may read.
var ErrTooLarge = errors.New("too large")

// ReadBounded reads all of r, or fails with [ErrTooLarge] when that is more than limit bytes.
func ReadBounded(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(data) > limit {
		return nil, ErrTooLarge
	}
	return data, err
}

// WriteAtomic replaces the file with data by writing a temporary file in the same folder,
// syncing it and renaming it. The file's mode is 0600. A link is followed. What is no
// regular file, such as a device or a pipe, is written into and stays what it is.
func WriteAtomic(name string, data []byte) (err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
	case info.IsDir():
		return fmt.Errorf("cannot write %q: it is a folder", name)
	case !info.Mode().IsRegular():
		return writeInto(name, data)
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err == nil {
		if err = writeAndSync(temp, data); err == nil {
			err = Rename(temp.Name(), name)
		}
		if err != nil {
			os.Remove(temp.Name())
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", name, Cause(err))
	}
	return nil
}

// writeInto writes data into something that exists and is no regular file.
func writeInto(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err == nil {
		_, err = file.Write(data)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", name, Cause(err))
	}
	return nil
}

// Replace is [WriteAtomic] by way of a temporary file whose name the caller picks, so that
// one that a killed process has left is found and replaced. It follows no link.
func Replace(name, temp string, data []byte) error {
	file, err := CreateNew(temp)
	if err == nil {
		if err = writeAndSync(file, data); err == nil {
			err = Rename(temp, name)
		}
		if err != nil {
			os.Remove(temp)
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", name, Cause(err))
	}
	return nil
}

// CreateNew opens a new file of mode 0600 for reading and writing, in place of whatever has
// its name; a link is not followed.
func CreateNew(name string) (*os.File, error) {
	_ = os.Remove(name) // if that fails, so does opening it
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

func writeAndSync(file *os.File, data []byte) error {
	_, err := file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

// Rename gives a file another name in the same folder and makes that durable.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return Cause(err)
	}
	SyncFolder(filepath.Dir(to))
	return nil
}

// SyncFolder makes what was renamed or removed in a folder durable where the system can;
// some file systems cannot sync a folder.
func SyncFolder(name string) {
	if folder, err := os.Open(name); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}

// foreign are the files that belong to no pack and hold no intakes, wherever they lie. Beside them
// only names that begin with a dot are passed over.
var foreign = []string{"README*", "LICENSE*", "LICENCE*", "COPYING*", "NOTICE*", "CHANGELOG*", "*.SCHEMA.JSON"}

// IsForeign reports whether a file in a folder of packs or records is passed over for its name.
// A name that begins with a dot is foreign, such as .git and .rules.yaml.swp, but may end in what
// belongs there: see [IsHidden].
func IsForeign(name string) bool {
	return strings.HasPrefix(name, ".") || slices.ContainsFunc(foreign, func(pattern string) bool {
		fits, _ := filepath.Match(pattern, strings.ToUpper(name))
		return fits
	})
}

// IsHidden reports whether a slash-separated path holds a name that begins with a dot and is none
// that editors and systems give to files of their own. A file of a kind that is read must not be
// passed over because of such a name.
func IsHidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return strings.HasPrefix(part, ".") && part != "." && !strings.HasPrefix(part, ".#") && !strings.HasPrefix(part, "._")
	})
}

// toolFolders are hidden folders of version control, editors, file systems and volumes of Kubernetes
// (..data), which are passed over.
var toolFolders = []string{".git", ".github", ".gitlab", ".hg", ".svn", ".idea", ".vscode", ".snapshot", ".Trash-*", "..*"}

// IsPassedOver reports whether a folder is passed over with all that it holds, for its name.
func IsPassedOver(name string) bool {
	return strings.HasPrefix(name, ".") && (!IsHidden(name) || slices.ContainsFunc(toolFolders, func(pattern string) bool {
		fits, _ := filepath.Match(pattern, name)
		return fits
	}))
}

// HiddenProblem says what is wrong with the name of a file that [IsHidden] and of a kind that is read.
const HiddenProblem = "a name begins with a dot: rename it, or take it out"

// IsEscape reports whether an error of an [os.Root] says that a link leads out of its folder.
func IsEscape(err error) bool {
	return err != nil && Cause(err).Error() == "path escapes from parent" // the library has no value for it
}

// Same reports whether two names mean the same existing file.
func Same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// Cause returns what is wrong without the operation and the paths that the system names.
func Cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// OpenError words the usual reasons why a file cannot be read; it names the file.
func OpenError(err error) error {
	var path *fs.PathError
	switch {
	case !errors.As(err, &path):
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no file %q", path.Path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no permission to read %q", path.Path)
	}
	return err
}
