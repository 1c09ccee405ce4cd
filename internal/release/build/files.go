package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// file is a file of a release. Its name has slashes.
type file struct {
	name string
	data []byte
	mode uint32
}

// completions is how each shell's completion is called in a release, and where below
// /usr/share Linux wants it, if at all.
var completions = []struct{ shell, name, linux string }{
	{"bash", "completions/knead.bash", "bash-completion/completions/knead"},
	{"fish", "completions/knead.fish", "fish/vendor_completions.d/knead.fish"},
	{"powershell", "completions/knead.ps1", ""},
	{"zsh", "completions/_knead", "zsh/vendor-completions/_knead"},
}

// sharedFiles returns the README, manual pages, completions and examples.
func sharedFiles(program string) (files []file, err error) {
	for _, pattern := range []string{"README.md", "docs/*.md", "docs/*.json", "docs/*.png", noticesFile, "docs/man/*.1", "examples/*.*", "examples/*/*"} {
		names, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			files = append(files, file{filepath.ToSlash(name), data, 0o644})
		}
	}
	for _, c := range completions {
		script, err := exec.Command(program, "completion", c.shell).Output()
		if err != nil {
			return nil, err
		}
		files = append(files, file{c.name, script, 0o644})
	}
	return files, nil
}

// tarGz packs files below a folder. Owners and times are the same everywhere.
func tarGz(folder string, files []file, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		header := &tar.Header{Name: folder + "/" + f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: at, Format: tar.FormatPAX}
		if err := w.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return gzipped(b.Bytes())
}

func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = z.Write(data)
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

// zipped packs files below a folder.
func zipped(folder string, files []file, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: at.UTC()})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// checksums writes SHA256SUMS, which sha256sum --check reads.
func checksums(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), e.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sums.String()), 0o644)
}
