package packs

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/stored"
)

// kept returns a cache with the starter pack, its file, and what it holds.
func kept(t *testing.T) (c Cache, name string, data []byte) {
	t.Helper()
	starter, _ := Open("starter")
	p, problems := packfile.Parse(starter)
	if problems.Errors() != nil {
		t.Fatal(problems)
	}
	c = Cache{files.Cache{Folder: filepath.Join(t.TempDir(), "knead", "packs"), Program: "a program"}}
	c.Keep(p, p.Digest)
	if got := c.Load(p.Digest); !reflect.DeepEqual(got, p) {
		t.Fatal("what was kept is not what is loaded")
	}
	name = c.kept.Name(p.Digest)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return c, name, data
}

func mustRead(t *testing.T, data []byte) *rules.Pack {
	t.Helper()
	p, err := stored.Read(string(data[sha256.Size:]))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCacheModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	c, name, _ := kept(t)
	for path, want := range map[string]os.FileMode{c.kept.Folder: 0o700, filepath.Dir(c.kept.Folder): 0o700, name: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %o", path, info.Mode(), err, want)
		}
	}
}

// TestCacheIgnores wants nothing of what is damaged, of another program or pack, or no file.
func TestCacheIgnores(t *testing.T) {
	c, name, data := kept(t)
	digest := mustRead(t, data).Digest
	if c.Load(digest) == nil {
		t.Fatal("nothing is kept")
	}
	if (Cache{files.Cache{Folder: c.kept.Folder, Program: "another program"}}).Load(digest) != nil || c.Load("sha256:1") != nil || c.Load(digest, "hi") != nil || (Cache{}).Load(digest) != nil {
		t.Error("loaded what was kept for something else")
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(data); i += 97 {
		damaged := append([]byte{}, data...)
		damaged[i] ^= 1
		if write(name, damaged); c.Load(digest) != nil {
			t.Fatalf("loaded although byte %d is another", i)
		}
		if write(name, data[:i]); c.Load(digest) != nil {
			t.Fatalf("loaded the first %d bytes", i)
		}
	}
	write(name, data)
	write(c.kept.Name("sha256:1"), data) // of a pack with another digest
	if c.Load("sha256:1") != nil {
		t.Error("loaded a pack with another digest")
	}
	if os.Rename(name, name+".real") == nil && os.Symlink(name+".real", name) == nil && c.Load(digest) != nil {
		t.Error("followed a link")
	}
}

// TestCacheIsBounded keeps more packs than fit.
func TestCacheIsBounded(t *testing.T) {
	c, name, data := kept(t)
	p := mustRead(t, data)
	for i := range 2 * files.MaxCached {
		c.Keep(p, p.Digest, string(rune('a'+i)))
	}
	entries, err := os.ReadDir(c.kept.Folder)
	if err != nil || len(entries) != files.MaxCached {
		t.Errorf("%d files are kept, %v", len(entries), err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("the oldest is still there")
	}
	// A folder that cannot be used is none.
	blocked := Cache{files.Cache{Folder: name + "/x", Program: "a program"}}
	_ = os.WriteFile(name, nil, 0o600)
	if blocked.Keep(p, p.Digest); blocked.Load(p.Digest) != nil {
		t.Error("kept in a file")
	}
}
