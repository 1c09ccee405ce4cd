// Package author works on packs as their authors see them: with the files they come from. It
// turns what checks, proofs, comparisons and test cases find into diagnostics and into text.
package author

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/diag"
	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// Pack is a pack with its files.
type Pack struct {
	Name    string // an embedded pack, or a folder
	Files   fs.FS
	Program *engine.Program // nil until it is loaded

	doubtful []diag.Diagnostic // warnings about the cases that were read
}

// Open opens an embedded pack or a pack in a folder, and does not load it. Its files count as
// seen once they are read.
func Open(name string, seen *files.Seen) (*Pack, error) {
	if files, ok := packs.Open(name); ok {
		return &Pack{Name: name, Files: files}, nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("no pack %q: neither an embedded pack (%s) nor a folder", name, strings.Join(packs.Names(), ", "))
	case !info.IsDir():
		return nil, fmt.Errorf("pack %q is a file; a pack is a folder of YAML files", name)
	}
	read, err := seen.Folder(name)
	if err != nil {
		return nil, fmt.Errorf("pack %q cannot be read: %w", name, files.Cause(err))
	}
	return &Pack{Name: name, Files: read}, nil
}

// Load opens and compiles a pack.
func Load(name string, seen *files.Seen) (*Pack, error) {
	a, err := Open(name, seen)
	if err != nil {
		return nil, err
	}
	pack, problems := packfile.Parse(a.Files)
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, fmt.Errorf("pack %q cannot be used:\n%w", a.Name, a.placed(errs))
	}
	a.Program, err = engine.Compile(pack)
	return a, err
}

// Cases reads the test cases of a pack that is loaded.
func (a *Pack) Cases() ([]rules.Case, error) {
	cases, problems := packfile.ParseCases(a.Files, a.Program.Pack())
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, fmt.Errorf("the cases of pack %q cannot be used:\n%w", a.Name, a.placed(errs))
	}
	a.doubtful = diag.Of(a.placed(problems))
	return cases, nil
}

// Check returns everything that is wrong on that day with the pack, its cases and its
// translations, and the pack, if it can be read.
func (a *Pack) Check(today time.Time) (*rules.Pack, rules.Problems) {
	pack, problems := packfile.Parse(a.Files)
	if pack == nil {
		return nil, a.placed(problems)
	}
	if stale := rules.StaleReview(pack, today); stale != nil {
		problems = append(problems, *stale)
	}
	if program, err := engine.Compile(pack); err != nil {
		problems = append(problems, rules.Problem{Code: "not-compiled", Message: err.Error()})
	} else {
		problems = append(problems, checkStatements(program)...)
	}
	_, wrong := packfile.ParseCases(a.Files, pack)
	problems = append(problems, wrong...)
	for _, tag := range packfile.Translations(a.Files) {
		_, wrong := packfile.Translate(a.Files, tag, pack)
		problems = append(problems, wrong...)
	}
	problems.Sort()
	return pack, a.placed(problems)
}

// Place returns how the reader finds a file of the pack.
func (a *Pack) Place(file string) string {
	if file == "" {
		return a.Name
	}
	return filepath.Join(a.Name, filepath.FromSlash(file))
}

// source returns what a file of the pack holds, by its place, or nil.
func (a *Pack) source(place string) []byte {
	file, err := filepath.Rel(a.Name, place)
	if err != nil || !fs.ValidPath(filepath.ToSlash(file)) {
		return nil
	}
	data, err := packfile.ReadFile(a.Files, filepath.ToSlash(file), packfile.MaxPackBytes)
	if err != nil || len(data) > packfile.MaxPackBytes {
		return nil
	}
	return data
}

// at returns a place of the pack as the reader finds it.
func (a *Pack) at(p rules.Pos) rules.Pos {
	p.File = a.Place(p.File)
	return p
}

// placed returns the problems with files as the reader finds them.
func (a *Pack) placed(ps rules.Problems) rules.Problems {
	placed := make(rules.Problems, len(ps))
	for i, p := range ps {
		p.Pos = a.at(p.Pos)
		if p.Related != nil {
			related := a.at(*p.Related)
			p.Related = &related
		}
		placed[i] = p
	}
	return placed
}

// counted writes a number with its noun: "1 error", "2 errors".
func counted(n int, noun string) string { return plural(n, noun, noun+"s") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// CheckText writes the problems that Check found, with their lines, and a line that sums up.
func (a *Pack) CheckText(b *bytes.Buffer, pack *rules.Pack, problems rules.Problems, width int, color bool) {
	p := diag.Printer{Source: a.source, Width: width, Color: color}
	p.Print(b, problems)
	if n := len(problems.Errors()); len(problems) > 0 {
		fmt.Fprintf(b, "%s, %s\n", counted(n, "error"), counted(len(problems)-n, "warning"))
		return
	}
	fmt.Fprintf(b, "%s %s is in order: %s, %s, %s, %s\n", pack.Name, pack.Version,
		counted(len(pack.Questions), "question"), counted(len(pack.Rules), "rule"),
		plural(len(pack.Therapies), "therapy", "therapies"), counted(len(pack.Schedules), "schedule"))
}
