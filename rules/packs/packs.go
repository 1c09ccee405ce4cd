// Package packs holds the packs that are part of the program.
package packs

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed backcare starter
var embedded embed.FS

// Default is the name of the pack that is used unless another is asked for.
const Default = "backcare"

// Names returns the names of the embedded packs: the default, and a small one to start from.
func Names() []string { return []string{Default, "starter"} }

// Open returns the files of an embedded pack, its tests included, and whether there is a
// pack of that name.
func Open(name string) (fs.FS, bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	files, err := fs.Sub(embedded, name)
	return files, err == nil
}
