package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// packagers are the kinds of packages that nfpm makes for Linux.
var packagers = []string{"deb", "rpm", "apk"}

// packages makes the packages of one architecture, from internal/release/nfpm.yaml.
func (b *builder) packages(arch string, programs []file) error {
	root := filepath.Join(b.work, "packages-"+arch)
	files, err := packageFiles(programs, b.shared, b.version)
	if err != nil {
		return err
	}
	var listed []string
	for _, dir := range ownFolders(files) {
		listed = append(listed, fmt.Sprintf("{dst: %q, type: dir}", "/"+dir))
	}
	for _, f := range files {
		if err := place(root, f, b.version.time); err != nil {
			return err
		}
		listed = append(listed, fmt.Sprintf("{src: %q, dst: %q}", filepath.Join(root, filepath.FromSlash(f.name)), "/"+f.name))
	}
	pattern, err := os.ReadFile(filepath.FromSlash("internal/release/nfpm.yaml"))
	if err != nil {
		return err
	}
	values := map[string]string{
		"ARCH": arch, "VERSION": b.version.debian(), "LICENCE": licenceName(), "TIME": b.version.time.UTC().Format(time.RFC3339),
		"FILES": "- " + strings.Join(listed, "\n  - "),
	}
	config := filepath.Join(b.work, "nfpm-"+arch+".yaml")
	if err := os.WriteFile(config, []byte(os.Expand(string(pattern), func(name string) string { return values[name] })), 0o644); err != nil {
		return err
	}
	for _, packager := range packagers {
		name := "knead_" + b.version.debian() + "_" + arch + "." + packager
		cmd := exec.Command("go", "tool", "-modfile=internal/tools/go.mod", "nfpm", "package", "--config", config, "--packager", packager, "--target", filepath.Join(b.out, name))
		cmd.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", b.version.time.Unix()))
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("nfpm: %w\n%s", err, out)
		}
		log.Println(name)
	}
	return nil
}

// ownFolders returns the folders that are the package's alone, so that they go when it does.
func ownFolders(files []file) (folders []string) {
	for _, f := range files {
		for dir := path.Dir(f.name); strings.HasPrefix(dir, "usr/share/doc/knead"); dir = path.Dir(dir) {
			folders = append(folders, dir)
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// place writes a file below the packages' root.
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

// packageFiles returns the files of a package where Linux wants them.
func packageFiles(programs, shared []file, v version) ([]file, error) {
	changelog := fmt.Sprintf("knead (%s) stable; urgency=medium\n\n  * This version.\n\n -- the authors of knead <knead@knead.example>  %s\n",
		v.debian(), v.time.UTC().Format(time.RFC1123Z))
	files := []file{
		{"usr/share/doc/knead/copyright", []byte("Copyright: the authors of knead.\nLicence: " + licenceName() + ".\nThat of the libraries in it stands in " + noticesFile + ".\n"), 0o644},
		{"usr/share/doc/knead/changelog.gz", []byte(changelog), 0o644},
	}
	for _, p := range programs {
		files = append(files, file{"usr/bin/" + p.name, p.data, p.mode})
	}
	for _, f := range shared {
		if name := packageName(f.name); name != "" {
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

// packageName returns where Linux wants a file of a release, or "" for nowhere.
func packageName(name string) string {
	switch path.Dir(name) {
	case "docs/man":
		return "usr/share/man/man1/" + path.Base(name) + ".gz"
	case "completions":
		for _, c := range completions {
			if c.name == name && c.linux != "" {
				return "usr/share/" + c.linux
			}
		}
		return ""
	}
	return "usr/share/doc/knead/" + name
}
