// Package files writes files that hold health data: whole or not at all, and readable by
// their owner only.
package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

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
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", name, plain(err))
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
			err = fmt.Errorf("cannot write %q: %w", name, plain(err))
		}
	}()
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), name); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(name))
}

// writeInto writes data into something that exists and is no regular file.
func writeInto(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err == nil {
		_, err = file.Write(data)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("cannot write %q: %w", name, plain(err))
	}
	return nil
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

// SyncFolder makes a rename in the folder durable where the system supports it.
func SyncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer folder.Close()
	// Some file systems cannot sync a folder; the rename itself has happened.
	_ = folder.Sync()
	return nil
}

// plain drops the temporary path from a path error.
func plain(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
