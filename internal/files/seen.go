package files

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// Seen are the files that a command has read, so that it writes over none of them, by whatever
// name or link. A nil *Seen remembers nothing.
type Seen struct{ infos []fs.FileInfo }

// Add remembers a file, if it is one. What is no regular file cannot be written over.
func (s *Seen) Add(file any) {
	opened, ok := file.(interface{ Stat() (fs.FileInfo, error) })
	if !ok || s == nil {
		return
	}
	if info, err := opened.Stat(); err == nil {
		s.AddInfo(info)
	}
}

// AddInfo is [Seen.Add] for a file that is described by info.
func (s *Seen) AddInfo(info fs.FileInfo) {
	if s != nil && info.Mode().IsRegular() {
		s.infos = append(s.infos, info)
	}
}

// Has reports whether a file was read.
func (s *Seen) Has(info fs.FileInfo) bool {
	return s != nil && slices.ContainsFunc(s.infos, func(read fs.FileInfo) bool { return os.SameFile(read, info) })
}

// Check returns an error when the file of that name was read, and so must not be written.
func (s *Seen) Check(name string) error {
	if info, err := os.Stat(name); err == nil && s.Has(info) {
		return fmt.Errorf("the output file %q is also an input: name another", name)
	}
	return nil
}

// Folder opens a folder to read, and no file outside of it: no link that leads out is followed.
func (s *Seen) Folder(name string) (fs.FS, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return seenFS{root.FS().(folderFS), s}, nil
}

// folderFS is what the file system of an [os.Root] can do beside reading whole files, which
// opens them.
type folderFS interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

type seenFS struct {
	folderFS
	seen *Seen
}

func (f seenFS) Open(name string) (fs.File, error) {
	file, err := f.folderFS.Open(name)
	if err == nil {
		f.seen.Add(file)
	}
	return file, err
}
