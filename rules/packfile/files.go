package packfile

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"knead/rules"
)

const (
	// MaxPackBytes bounds the files of a pack together.
	MaxPackBytes = 4 << 20
	maxPackFiles = 1000
)

// packFile is one file of a pack.
type packFile struct {
	path string
	data []byte
}

// readPack reads the YAML files of a pack in order of path, tests and translations
// excepted.
func readPack(fsys fs.FS, ps *problems) (files []packFile) {
	paths := ps.yamlFiles(fsys, ".")
	if len(paths) == 0 && len(*ps) == 0 {
		ps.addAt(rules.Pos{}, "", "no-files", "this folder holds no pack: expected files named *.yaml")
	}
	left := MaxPackBytes
	for _, p := range paths {
		data, err := readFile(fsys, p, left)
		if err != nil {
			ps.unreadable(p, err)
			continue
		}
		if left -= len(data); left < 0 {
			ps.addAt(rules.Pos{File: p}, "", "too-large", "the pack is larger than %d MiB", MaxPackBytes>>20)
			break
		}
		files = append(files, packFile{p, data})
	}
	return files
}

// yamlFiles lists the files below a folder, those of cases and translations in it excepted.
func (ps *problems) yamlFiles(fsys fs.FS, root string) (paths []string) {
	// Problems are collected instead of returned.
	_ = fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		switch below := strings.TrimPrefix(p, root+"/"); {
		case err != nil:
			ps.unreadable(strings.TrimPrefix(p, "."), err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case p == root:
		case strings.HasPrefix(path.Base(p), "."), below == "tests", below == "lang":
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case path.Ext(p) == ".yaml":
			paths = append(paths, p)
		case path.Ext(p) == ".yml":
			ps.addAt(rules.Pos{File: p}, "", "file-name", "files of a pack end in .yaml; rename this one")
		}
		if len(paths) > maxPackFiles {
			ps.addAt(rules.Pos{File: path.Dir(p)}, "", "too-large", "the pack has more than %d files", maxPackFiles)
			paths = nil
			return fs.SkipAll
		}
		return nil
	})
	slices.Sort(paths) // the walk puts a/b.yaml before a.yaml
	return paths
}

// readFile reads at most one byte more than the limit of a regular file.
func readFile(fsys fs.FS, p string, limit int) ([]byte, error) {
	info, err := fs.Stat(fsys, p)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	f, err := fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(limit)+1))
}

// readAlone reads a file that is no part of the pack itself.
func (ps *problems) readAlone(fsys fs.FS, path string) (data []byte, ok bool) {
	data, err := readFile(fsys, path, MaxPackBytes)
	switch {
	case err != nil:
		ps.unreadable(path, err)
	case len(data) > MaxPackBytes:
		ps.addAt(rules.Pos{File: path}, "", "too-large", "the file is larger than %d MiB", MaxPackBytes>>20)
	default:
		return data, true
	}
	return nil, false
}

// unreadable complains about a file without operation and path, which the position says.
func (ps *problems) unreadable(file string, err error) {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	ps.addAt(rules.Pos{File: file}, "", "unreadable", "cannot read: %v", err)
}

func digest(files []packFile) string {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s\x00%d\x00", f.path, len(f.data))
		h.Write(f.data)
	}
	return fmt.Sprintf("sha256:%x", h.Sum(nil))
}

// Digest returns the digest of a pack's files, or "" if they cannot be read.
func Digest(fsys fs.FS) string {
	var problems problems
	files := readPack(fsys, &problems)
	if problems != nil {
		return ""
	}
	return digest(files)
}
