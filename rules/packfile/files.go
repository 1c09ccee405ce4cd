package packfile

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"knead/internal/files"
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
func readPack(fsys fs.FS, ps *problems) (read []packFile) {
	paths := ps.yamlFiles(fsys, ".")
	if len(paths) == 0 && len(*ps) == 0 {
		ps.addAt(rules.Pos{}, "", "no-files", "this folder holds no pack: expected files named *.yaml")
	}
	left := MaxPackBytes
	for _, p := range paths {
		data, err := ReadFile(fsys, p, left)
		if err != nil {
			ps.unreadable(p, err)
			continue
		}
		if left -= len(data); left < 0 {
			ps.addAt(rules.Pos{File: p}, "", "too-large", "the pack is larger than %d MiB", MaxPackBytes>>20)
			break
		}
		read = append(read, packFile{p, data})
	}
	return read
}

// yamlFiles lists the files in and below a folder of a pack, which may be missing. It complains
// about everything there that is neither read nor [files.IsForeign]; what is in the folders of
// cases and translations is left to their readers.
func (ps *problems) yamlFiles(fsys fs.FS, root string) (paths []string) {
	switch info, err := fs.Lstat(fsys, root); {
	case root == ".":
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !info.IsDir():
		ps.addAt(rules.Pos{File: root}, "", "file-name", "%s", cmp.Or(badLink(fsys, root, info.Mode()), "expected a folder"))
		return nil
	}
	// Problems are collected instead of returned.
	_ = fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			ps.unreadable(strings.TrimPrefix(p, "."), err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		problem := ""
		switch name := path.Base(p); {
		case p == root:
			return nil
		case d.IsDir() && files.IsHidden(p) && !files.IsPassedOver(name):
			return nil
		case !d.IsDir() && isYAML(name) && files.IsHidden(p):
			problem = files.HiddenProblem
		case strings.HasPrefix(name, "."), files.IsHidden(p), root == "." && ownFolder(p) && p == strings.ToLower(p):
		case root == "." && ownFolder(p):
			problem = "write the name in small letters"
		case d.IsDir() && root == languageFolder:
			problem = "a folder of translations holds no folders"
		case d.IsDir():
			return nil
		case isYAML(name), !files.IsForeign(name):
			if problem = cmp.Or(badLink(fsys, p, d.Type()), badName(name)); problem == "" {
				paths = append(paths, p)
			}
		}
		if problem != "" {
			ps.addAt(rules.Pos{File: p}, "", "file-name", "%s", problem)
		}
		switch {
		case len(paths) > maxPackFiles:
			ps.addAt(rules.Pos{File: path.Dir(p)}, "", "too-large", "the pack has more than %d files", maxPackFiles)
			paths = nil
			return fs.SkipAll
		case d.IsDir():
			return fs.SkipDir
		}
		return nil
	})
	slices.Sort(paths) // the walk puts a/b.yaml before a.yaml
	return paths
}

// The folders of a pack that hold no parts of it: cases, and the texts in other languages.
const (
	caseFolder     = "tests"
	languageFolder = "lang"
)

// ownFolder reports whether a file system that ignores case may find one of those folders by a name.
func ownFolder(name string) bool {
	return strings.EqualFold(name, caseFolder) || strings.EqualFold(name, languageFolder)
}

func isYAML(name string) bool {
	ext := path.Ext(name)
	return strings.EqualFold(ext, ".yaml") || strings.EqualFold(ext, ".yml")
}

// badLink says why a link cannot be followed, or nothing.
func badLink(fsys fs.FS, p string, mode fs.FileMode) string {
	if mode&fs.ModeSymlink == 0 {
		return ""
	}
	switch info, err := fs.Stat(fsys, p); {
	case files.IsEscape(err):
		return "this link leads out of the folder: put what it leads to in its place"
	case err == nil && info.IsDir():
		return "this is a link to a folder: put the folder in its place"
	}
	return ""
}

// badName says why a name is that of no file of a pack, or nothing.
func badName(name string) string {
	switch {
	case !isYAML(name):
		return "this is no file of a pack: expected a name that ends in .yaml"
	case path.Ext(name) != ".yaml":
		return "files of a pack end in .yaml; rename this one"
	}
	return ""
}

// ReadFile reads a regular file of a pack's folder, at most one byte more than the limit.
func ReadFile(fsys fs.FS, p string, limit int) ([]byte, error) {
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
	data, err := ReadFile(fsys, path, MaxPackBytes)
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

func digest(read []packFile) string {
	h := sha256.New()
	for _, f := range read {
		fmt.Fprintf(h, "%s\x00%d\x00", f.path, len(f.data))
		h.Write(f.data)
	}
	return fmt.Sprintf("sha256:%x", h.Sum(nil))
}

// TranslationDigest returns the digest of what a pack's files say in a language, or "" if that
// cannot be read.
func TranslationDigest(fsys fs.FS, tag string) string {
	file := languageFolder + "/" + tag + ".yaml"
	var problems problems
	data, ok := problems.readAlone(fsys, file)
	if !ok {
		return ""
	}
	return digest([]packFile{{file, data}})
}

// Digest returns the digest of a pack's files, or "" if they cannot be read or there are others.
func Digest(fsys fs.FS) string {
	var problems problems
	read := readPack(fsys, &problems)
	if problems.languages(fsys); problems != nil {
		return ""
	}
	return digest(read)
}
