// Package packs holds the packs that are part of the program.
package packs

import (
	"bytes"
	"embed"
	"encoding/gob"
	"fmt"
	"io/fs"
	"slices"

	"knead/rules"
	"knead/rules/packfile"
)

//go:embed backcare starter
var embedded embed.FS

// parsed is the default pack as [packfile.Parse] gives it, so that a command need not
// parse thousands of lines of YAML to start. The package's test rewrites it with -update.
//
//go:embed backcare.gob
var parsed []byte

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

// Load returns an embedded pack ready to use, and whether there is a pack of that name.
// Its YAML is parsed only if the stored form belongs to other files.
func Load(name string) (p *rules.Pack, found bool, err error) {
	files, found := Open(name)
	if !found {
		return nil, false, nil
	}
	if name == Default {
		if p := stored(); p != nil && p.Digest == packfile.Digest(files) {
			return p, true, nil
		}
	}
	p, problems := packfile.Parse(files)
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
