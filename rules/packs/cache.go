package packs

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"knead/internal/files"
	"knead/rules"
	"knead/rules/stored"
)

// Cache keeps stored forms of packs in folders, so that their YAML need not be parsed again. They are
// packs and nothing of people. What cannot be read or written is as if it were not there.
type Cache struct {
	folder  string
	program string
}

// maxCached bounds how many packs are kept, and maxCachedBytes what is read of one.
const (
	maxCached      = 16
	maxCachedBytes = 16 << 20
)

// UserCache returns the cache in the user's cache folder, of packs as this program reads them.
func UserCache() Cache {
	folder, err := os.UserCacheDir()
	if err != nil || os.Getenv("CI") != "" {
		return Cache{}
	}
	name, err := os.Executable()
	if err != nil {
		return Cache{}
	}
	info, err := os.Stat(name)
	if err != nil {
		return Cache{}
	}
	program := fmt.Sprint(name, " ", info.Size(), " ", info.ModTime().UTC().Format(time.RFC3339Nano))
	return Cache{filepath.Join(folder, "knead", "packs"), program}
}

// name returns the file for the pack that has those digests, of its files and of a translation's.
func (c Cache) name(digests []string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.program, digests))
	return filepath.Join(c.folder, hex.EncodeToString(sum[:]))
}

// Load returns the pack that was kept under those digests, of which the first is its own, or nil.
func (c Cache) Load(digests ...string) *rules.Pack {
	if c.folder == "" {
		return nil
	}
	name := c.name(digests)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, err := files.ReadBounded(file, maxCachedBytes)
	if err != nil || len(data) < sha256.Size {
		return nil
	}
	data, sum := data[sha256.Size:], data[:sha256.Size]
	if real := sha256.Sum256(data); !bytes.Equal(sum, real[:]) {
		return nil
	}
	p, err := stored.Read(string(data))
	if err != nil || p.Digest != digests[0] {
		return nil
	}
	return p
}

// Keep keeps a pack under those digests, of which the first is its own, and drops those that were
// kept longest ago.
func (c Cache) Keep(p *rules.Pack, digests ...string) {
	if c.folder == "" || os.MkdirAll(c.folder, 0o700) != nil {
		return
	}
	data := stored.Write(p)
	sum := sha256.Sum256(data)
	if files.WriteAtomic(c.name(digests), append(sum[:], data...)) != nil {
		return
	}
	entries, err := os.ReadDir(c.folder)
	if err != nil || len(entries) <= maxCached {
		return
	}
	age := func(e os.DirEntry) int64 {
		if info, err := e.Info(); err == nil {
			return info.ModTime().UnixNano()
		}
		return 0
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return cmp.Compare(age(a), age(b)) })
	for _, e := range entries[:len(entries)-maxCached] {
		_ = os.Remove(filepath.Join(c.folder, e.Name()))
	}
}
