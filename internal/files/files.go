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
// syncing it and renaming it. The file's mode is 0600.
func WriteAtomic(name string, data []byte) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %q: it is a folder", name)
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
