// Package packs holds the packs that are part of the program.
package packs

import (
	"bytes"
	"embed"
	"encoding/gob"
	"fmt"
	"io/fs"

	"knead/rules"
)

//go:embed backcare
var embedded embed.FS

// parsed is the embedded pack as [rules.ParsePack] gives it, so that a command need not
// parse thousands of lines of YAML to start. The package's test rewrites it with -update.
//
//go:embed backcare.gob
var parsed []byte

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

// Load returns an embedded pack ready to use, and whether there is a pack of that name.
// Its YAML is parsed only if the stored form belongs to other files.
func Load(name string) (p *rules.Pack, found bool, err error) {
	files, found := Open(name)
	if !found {
		return nil, false, nil
	}
	if p := stored(); p != nil && p.Digest == rules.Digest(files) {
		return p, true, nil
	}
	p, problems := rules.ParsePack(files)
	if errs := problems.Errors(); errs != nil {
		return nil, true, fmt.Errorf("embedded pack %q cannot be used:\n%w", name, errs)
	}
	return p, true, nil
}

// stored returns the stored form, or nil if it cannot be read.
func stored() *rules.Pack {
	p := &rules.Pack{}
	if err := gob.NewDecoder(bytes.NewReader(parsed)).Decode(p); err != nil {
		return nil
	}
	return p
}
