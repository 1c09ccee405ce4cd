package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteAtomic(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := WriteAtomic(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	if data, _ := os.ReadFile(file); string(data) != "new" {
		t.Errorf("the file holds %q", data)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 2 {
		t.Errorf("something was left behind: %v", entries)
	}
	if err := WriteAtomic(folder, nil); err == nil {
		t.Error("wrote over a folder")
	}
	if !Same(file, link) || Same(file, folder) || Same(file, filepath.Join(folder, "none")) {
		t.Error("Same mistakes one file for another")
	}
}

// TestReadBounded reads as much as is allowed and no more.
func TestReadBounded(t *testing.T) {
	if data, err := ReadBounded(strings.NewReader("12345"), 5); err != nil || string(data) != "12345" {
		t.Errorf("got %q, %v", data, err)
	}
	if data, err := ReadBounded(strings.NewReader("123456"), 5); err != ErrTooLarge || data != nil {
		t.Errorf("got %q, %v", data, err)
	}
}

// TestLock locks a file by two names, one after the other.
func TestLock(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Symlink(file, link)); err != nil {
		t.Skip(err)
	}
	unlock, err := Lock(file)
	if err != nil || unlock == nil {
		t.Fatal(err)
	}
	if _, err := Lock(link); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v, want %v", err, ErrLocked)
	}
	unlock()
	if unlock, err = Lock(link); err != nil {
		t.Fatal(err)
	}
	unlock()
	if entries, _ := os.ReadDir(folder); len(entries) != 2 {
		t.Errorf("something was left behind: %v", entries)
	}
}

// TestLockInTheWay finds something else under the name of the lock, which stays as it is.
func TestLockInTheWay(t *testing.T) {
	for what, put := range map[string]func(precious, lock string) error{
		"a link": os.Symlink, "another name of a file": os.Link,
		"a link to nothing": func(precious, lock string) error { return os.Symlink(precious+"2", lock) },
		"a folder":          func(_, lock string) error { return os.Mkdir(lock, 0o700) },
	} {
		folder := t.TempDir()
		precious, file := filepath.Join(folder, "precious"), filepath.Join(folder, "file")
		if err := os.WriteFile(precious, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := put(precious, lockName(file)); err != nil {
			t.Skip(err)
		}
		if _, err := Lock(file); err == nil || errors.Is(err, ErrLocked) {
			t.Errorf("%s: got %v", what, err)
		}
		if data, _ := os.ReadFile(precious); string(data) != "precious" {
			t.Errorf("%s: the file now holds %q", what, data)
		}
		if left, _ := os.ReadDir(folder); len(left) != 2 {
			t.Errorf("%s: left are %v", what, left)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	for _, left := range []string{"", "4711"} { // by a process that was killed
		if err := os.WriteFile(lockName(file), []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
		unlock, err := Lock(file)
		if err != nil || unlock == nil {
			t.Fatalf("after %q: %v", left, err)
		}
		unlock()
	}
}

// TestCause drops what the system says of paths.
func TestCause(t *testing.T) {
	name := filepath.Join(t.TempDir(), "none")
	_, open := os.Open(name)
	for _, err := range []error{open, os.Rename(name, name+"2"), Rename(name, name+"2"), fmt.Errorf("wrapped: %w", open)} {
		if cause := Cause(err); cause == nil || strings.Contains(cause.Error(), name) || !errors.Is(cause, fs.ErrNotExist) {
			t.Errorf("%v gives %v", err, cause)
		}
	}
	if err := OpenError(open); err.Error() != fmt.Sprintf("no file %q", name) {
		t.Error(err)
	}
}
