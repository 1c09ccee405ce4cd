package main

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// debian makes a package with dpkg-deb.
func (b *builder) debian(t target, program []byte) error {
	root := filepath.Join(b.work, "debian-"+t.arch)
	files, err := debianFiles(program, b.shared, b.version)
	if err != nil {
		return err
	}
	size, sums := 0, strings.Builder{}
	for _, f := range files {
		size += (len(f.data) + 1023) / 1024
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.data), f.name)
	}
	files = append(files,
		file{"DEBIAN/control", []byte(control(t, b.version, size)), 0o644},
		file{"DEBIAN/md5sums", []byte(sums.String()), 0o644})
	for _, f := range files {
		if err := place(root, f, b.version.time); err != nil {
			return err
		}
	}
	name := "knead_" + b.version.debian() + "_" + t.arch + ".deb"
	cmd := exec.Command("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, filepath.Join(b.out, name))
	cmd.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", b.version.time.Unix()))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("dpkg-deb: %w\n%s", err, out)
	}
	log.Println(name)
	return nil
}

// place writes a file below the package's root.
func place(root string, f file, at time.Time) error {
	name := filepath.Join(root, filepath.FromSlash(f.name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(name, f.data, os.FileMode(f.mode)); err != nil {
		return err
	}
	return os.Chtimes(name, at, at)
}

func control(t target, v version, kibibytes int) string {
	return fmt.Sprintf(`Package: knead
Version: %s
Architecture: %s
Maintainer: the authors of knead <knead@knead.example>
Installed-Size: %d
Recommends: bash-completion
Section: misc
Priority: optional
Description: massage advice for a sore back, with reasons
 knead asks an intake questionnaire about back pain, matches the answers
 against rules, and suggests massage types, pressure, session length and
 frequency, or says clearly that massage is not the answer today and where
 to go instead. It works without a network.
 .
 It is not a diagnosis and no substitute for medical advice.
`, v.debian(), t.arch, kibibytes)
}

// debianFiles returns the files of the package where Debian wants them.
func debianFiles(program []byte, shared []file, v version) ([]file, error) {
	files := []file{
		{"usr/bin/knead", program, 0o755},
		{"usr/share/doc/knead/copyright", []byte("Copyright: the authors of knead.\nNo licence has been chosen yet.\n"), 0o644},
	}
	changelog := fmt.Sprintf("knead (%s) stable; urgency=medium\n\n  * This version.\n\n -- the authors of knead <knead@knead.example>  %s\n",
		v.debian(), v.time.UTC().Format(time.RFC1123Z))
	packed := []file{{"usr/share/doc/knead/changelog.gz", []byte(changelog), 0o644}}
	for _, page := range named(shared, "docs/man") {
		packed = append(packed, file{"usr/share/man/man1/" + path.Base(page.name) + ".gz", page.data, 0o644})
	}
	for _, f := range packed {
		data, err := gzipped(f.data)
		if err != nil {
			return nil, err
		}
		files = append(files, file{f.name, data, f.mode})
	}
	for _, f := range named(shared, "completions") {
		switch path.Base(f.name) {
		case "knead.bash":
			files = append(files, file{"usr/share/bash-completion/completions/knead", f.data, f.mode})
		case "knead.fish":
			files = append(files, file{"usr/share/fish/vendor_completions.d/knead.fish", f.data, f.mode})
		case "_knead":
			files = append(files, file{"usr/share/zsh/vendor-completions/_knead", f.data, f.mode})
		}
	}
	for _, dir := range []string{".", "docs", "examples"} {
		for _, f := range named(shared, dir) {
			files = append(files, file{"usr/share/doc/knead/" + f.name, f.data, f.mode})
		}
	}
	return files, nil
}

func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}
