package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
)

// file is a file of a release. Its name has slashes.
type file struct {
	name string
	data []byte
	mode uint32
}

// shellFile is where each shell's completion stands within a release.
func shellFiles() map[string]string {
	return map[string]string{"bash": "completions/knead.bash", "fish": "completions/knead.fish", "powershell": "completions/knead.ps1", "zsh": "completions/_knead"}
}

// sharedFiles returns the README, manual pages, completions and examples.
func sharedFiles(program string) (files []file, err error) {
	for _, pattern := range []string{"README.md", "docs/*.md", "docs/*.json", "docs/man/*.1", "examples/*"} {
		names, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			files = append(files, file{name: filepath.ToSlash(name), data: data, mode: 0o644})
		}
	}
	for _, shell := range []string{"bash", "fish", "powershell", "zsh"} {
		script, err := exec.Command(program, "completion", shell).Output()
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: shellFiles()[shell], data: script, mode: 0o644})
	}
	return files, nil
}

// named returns the files whose folder is dir.
func named(files []file, dir string) (found []file) {
	for _, f := range files {
		if path.Dir(f.name) == dir {
			found = append(found, f)
		}
	}
	return found
}
