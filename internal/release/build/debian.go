package main

import (
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
func (b *builder) debian(arch string, program []byte) error {
	root := filepath.Join(b.work, "debian-"+arch)
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
		file{"DEBIAN/control", []byte(control(arch, b.version, size)), 0o644},
		file{"DEBIAN/md5sums", []byte(sums.String()), 0o644})
	for _, f := range files {
		if err := place(root, f, b.version.time); err != nil {
			return err
		}
	}
	name := "knead_" + b.version.debian() + "_" + arch + ".deb"
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

func control(arch string, v version, kibibytes int) string {
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
`, v.debian(), arch, kibibytes)
}

// debianFiles returns the files of the package where Debian wants them.
func debianFiles(program []byte, shared []file, v version) ([]file, error) {
	changelog := fmt.Sprintf("knead (%s) stable; urgency=medium\n\n  * This version.\n\n -- the authors of knead <knead@knead.example>  %s\n",
		v.debian(), v.time.UTC().Format(time.RFC1123Z))
	files := []file{
		{"usr/bin/knead", program, 0o755},
		{"usr/share/doc/knead/copyright", []byte("Copyright: the authors of knead.\nNo licence has been chosen yet.\n"), 0o644},
		{"usr/share/doc/knead/changelog.gz", []byte(changelog), 0o644},
	}
	for _, f := range shared {
		if name := debianName(f.name); name != "" {
			files = append(files, file{name, f.data, f.mode})
		}
	}
	for i := range files {
		if f := &files[i]; path.Ext(f.name) == ".gz" {
			var err error
			if f.data, err = gzipped(f.data); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

// debianName returns where Debian wants a file of a release, or "" for nowhere.
func debianName(name string) string {
	switch path.Dir(name) {
	case "docs/man":
		return "usr/share/man/man1/" + path.Base(name) + ".gz"
	case "completions":
		for _, c := range completions {
			if c.name == name && c.debian != "" {
				return "usr/share/" + c.debian
			}
		}
		return ""
	}
	return "usr/share/doc/knead/" + name
}
