// Package packs holds the packs that are part of the program.
package packs

import (
	"embed"
	"io/fs"
)

//go:embed backcare
var embedded embed.FS

// Default is the name of the pack that is used unless another is asked for.
const Default = "backcare"

// Open returns the files of an embedded pack, its tests included, and whether there is a
// pack of that name.
func Open(name string) (fs.FS, bool) {
	if name != Default {
		return nil, false
	}
	files, err := fs.Sub(embedded, name)
	return files, err == nil
}
