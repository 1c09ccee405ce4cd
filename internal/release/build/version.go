package main

import (
	"debug/buildinfo"
	"fmt"
	"strings"
	"time"
)

// version is what a program says of itself.
type version struct {
	name string    // 1.2.3, or 0.0.0-DATE-COMMIT between versions
	time time.Time // of the commit
}

// versionOf reads the version that the build recorded in a program. It comes from the tag
// of the commit.
func versionOf(program string) (version, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return version{}, err
	}
	v := version{name: strings.TrimPrefix(info.Main.Version, "v")}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			if v.time, err = time.Parse(time.RFC3339, s.Value); err != nil {
				return version{}, err
			}
		}
	}
	if v.time.IsZero() || v.name == "" || v.name == "(devel)" {
		return version{}, fmt.Errorf("the build recorded no version: build in a plain clone of the repository, not in a linked worktree")
	}
	return v, nil
}

// debian is the version as Debian orders versions: what is between versions comes before
// the next one.
func (v version) debian() string {
	return strings.NewReplacer("-", "~", "+", "~").Replace(v.name)
}
