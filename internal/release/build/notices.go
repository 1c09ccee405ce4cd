package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// noticesFile holds the licences of what is linked into the programs and the page, which has it in itself.
const noticesFile = "docs/third-party-notices.txt"

// module is a module of which packages are linked, and the folders in it that may hold licences:
// those of the packages, and all above them.
type module struct {
	Path, Version, Dir string
	folders            []string
}

// linkedModules returns the modules of which packages are linked into the programs, for any target, and into the page.
func linkedModules() ([]module, error) {
	found := map[string]module{}
	for _, target := range append(slices.Clone(targets), "js/wasm") {
		system, arch, _ := strings.Cut(target, "/")
		args := []string{"list", "-deps", "-json=Dir,Module"}
		for _, p := range programs {
			args = append(args, "knead/cmd/"+p)
		}
		if system == "js" {
			args = append(args[:3], "knead/cmd/knead-page")
		}
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", target, err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				Dir    string
				Module *module
			}
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if p.Module == nil || p.Module.Version == "" {
				continue
			}
			m, known := found[p.Module.Path]
			if !known {
				m = *p.Module
			}
			for dir := p.Dir; strings.HasPrefix(dir, m.Dir); dir = filepath.Dir(dir) {
				m.folders = append(m.folders, dir)
			}
			found[m.Path] = m
		}
	}
	var all []module
	for _, m := range found {
		slices.Sort(m.folders)
		m.folders = slices.Compact(m.folders)
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)(\.(txt|md))?$`)

// notices writes the licences of all linked modules, and of Go's own library. A module without any
// is an error.
func notices() ([]byte, error) {
	modules, err := linkedModules()
	if err != nil {
		return nil, err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	goRoot := strings.TrimSpace(string(root))
	modules = append([]module{{Path: "Go's standard library", Version: "and runtime", Dir: goRoot, folders: []string{goRoot}}}, modules...)
	var out bytes.Buffer
	out.WriteString("Programs and pages of knead are linked with the following, or with some of it. Each part stands under its own terms.\n")
	for _, m := range modules {
		found := false
		for _, folder := range m.folders {
			entries, err := os.ReadDir(folder)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				if !licenceFile.MatchString(e.Name()) || e.IsDir() {
					continue
				}
				text, err := os.ReadFile(filepath.Join(folder, e.Name()))
				if err != nil {
					return nil, err
				}
				found = true
				name, _ := filepath.Rel(m.Dir, filepath.Join(folder, e.Name()))
				text = bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
				fmt.Fprintf(&out, "\n%s\n%s %s, %s\n\n%s\n", strings.Repeat("=", 80), m.Path, m.Version, filepath.ToSlash(name), text)
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: no licence was found in %s", m.Path, m.Dir)
		}
	}
	return out.Bytes(), nil
}
