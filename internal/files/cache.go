package files

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Cache keeps what can be made again in a folder, under keys, for one program. What cannot be read or
// written, or is damaged, is as if it were not there. The zero Cache keeps nothing.
type Cache struct {
	Folder  string
	Program string // another program finds nothing of what this one keeps
}

// MaxCached bounds how many files a cache keeps, and MaxCachedBytes what is read of one.
const (
	MaxCached      = 16
	MaxCachedBytes = 16 << 20
)

// UserCache returns the cache of that name in the user's cache folder, for the program that runs. It
// keeps nothing where CI is set.
func UserCache(name string) Cache {
	folder, err := os.UserCacheDir()
	if err != nil || os.Getenv("CI") != "" {
		return Cache{}
	}
	program, err := os.Executable()
	if err != nil {
		return Cache{}
	}
	info, err := os.Stat(program)
	if err != nil {
		return Cache{}
	}
	program = fmt.Sprint(program, " ", info.Size(), " ", info.ModTime().UTC().Format(time.RFC3339Nano))
	return Cache{filepath.Join(folder, "knead", name), program}
}

// Name returns the file for what is kept under those keys.
func (c Cache) Name(keys ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.Program, keys))
	return filepath.Join(c.Folder, hex.EncodeToString(sum[:]))
}

// Load returns what was kept under those keys, or nil.
func (c Cache) Load(keys ...string) []byte {
	if c.Folder == "" {
		return nil
	}
	name := c.Name(keys...)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, err := ReadBounded(file, MaxCachedBytes)
	if err != nil || len(data) < sha256.Size {
		return nil
	}
	data, sum := data[sha256.Size:], data[:sha256.Size]
	if real := sha256.Sum256(data); !bytes.Equal(sum, real[:]) {
		return nil
	}
	return data
}

// Keep keeps data under those keys, and drops what was kept longest ago. What is too large is not kept.
func (c Cache) Keep(data []byte, keys ...string) {
	if c.Folder == "" || len(data) > MaxCachedBytes-sha256.Size || os.MkdirAll(c.Folder, 0o700) != nil {
		return
	}
	sum := sha256.Sum256(data)
	if WriteAtomic(c.Name(keys...), append(sum[:], data...)) != nil {
		return
	}
	entries, err := os.ReadDir(c.Folder)
	if err != nil || len(entries) <= MaxCached {
		return
	}
	age := func(e fs.DirEntry) int64 {
		if info, err := e.Info(); err == nil {
			return info.ModTime().UnixNano()
		}
		return 0
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(age(a), age(b)) })
	for _, e := range entries[:len(entries)-MaxCached] {
		_ = os.Remove(filepath.Join(c.Folder, e.Name()))
	}
}
