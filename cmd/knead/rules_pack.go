package main

import (
	"fmt"
	"io/fs"
	"path/filepath"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
)

// authored is a pack as its author sees it: compiled, with the files it came from.
type authored struct {
	name    string // an embedded pack, or a folder
	files   fs.FS
	program *engine.Program
}

// openFiles opens the files of the pack that the first argument names, or --pack when there is
// none.
func (g *globals) openFiles(args []string) (*authored, error) {
	name := g.pack
	if len(args) > 0 {
		name = args[0]
	}
	files, err := packFiles(name)
	return &authored{name: name, files: files}, err
}

// authored loads the pack that the first argument names, or --pack when there is none.
func (g *globals) authored(args []string) (*authored, error) {
	a, err := g.openFiles(args)
	if err != nil {
		return nil, err
	}
	return a, a.load()
}

func openAuthored(name string) (*authored, error) {
	g := globals{pack: name}
	return g.authored(nil)
}

func (a *authored) load() (err error) {
	pack, problems := packfile.Parse(a.files)
	if errs := problems.Errors(); len(errs) > 0 {
		return fmt.Errorf("pack %q cannot be used:\n%w", a.name, a.placed(errs))
	}
	a.program, err = engine.Compile(pack)
	return err
}

// cases reads the pack's test cases.
func (a *authored) cases() ([]rules.Case, error) {
	cases, problems := packfile.ParseCases(a.files, a.program.Pack())
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, fmt.Errorf("the cases of pack %q cannot be used:\n%w", a.name, a.placed(errs))
	}
	return cases, nil
}

// place returns how the reader finds a file of the pack.
func (a *authored) place(file string) string {
	if file == "" {
		return a.name
	}
	return filepath.Join(a.name, filepath.FromSlash(file))
}

// at returns a place of the pack as the reader finds it.
func (a *authored) at(p rules.Pos) rules.Pos {
	p.File = a.place(p.File)
	return p
}

// placed returns the problems with files as the reader finds them.
func (a *authored) placed(ps rules.Problems) rules.Problems {
	placed := make(rules.Problems, len(ps))
	for i, p := range ps {
		p.File = a.place(p.File)
		if p.Related != nil {
			related := *p.Related
			related.File = a.place(related.File)
			p.Related = &related
		}
		placed[i] = p
	}
	return placed
}

// source returns what a file of the pack holds, or nil.
func (a *authored) source(file string) []byte {
	if !fs.ValidPath(file) {
		return nil
	}
	data, err := fs.ReadFile(a.files, file)
	if err != nil || len(data) > packfile.MaxPackBytes {
		return nil
	}
	return data
}
