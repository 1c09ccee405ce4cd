package author

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
)

// Folder is a folder for the people whom a command finds. Its files begin with a line that
// names the command, so that a later run knows them: it removes them first, and touches no
// others.
type Folder struct {
	dir  string // "" for no folder
	mark string
	used map[string]bool // names that the run has used
}

// OpenFolder makes the folder and removes what the same command wrote into it before, unless it
// was read. Without
// a name there is no folder, and people are written into diagnostics.
func OpenFolder(dir, command string, seen *files.Seen) (*Folder, error) {
	f := &Folder{dir, "# Written by knead " + command + ": ", map[string]bool{}}
	if dir == "" {
		return f, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, files.OpenError(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, files.OpenError(err)
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if !e.Type().IsRegular() || filepath.Ext(name) != ".yaml" || !f.wrote(name) {
			continue
		}
		if err := seen.Check(name); err != nil {
			return nil, err
		}
		if err := os.Remove(name); err != nil {
			return nil, files.OpenError(err)
		}
	}
	return f, nil
}

// wrote reports whether a file begins with the mark.
func (f *Folder) wrote(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	begin, _ := bufio.NewReader(file).Peek(len(f.mark))
	return string(begin) == f.mark
}

// unused returns a name that the run has not used yet: the plain one, or with a number.
func (f *Folder) unused(plain string) string {
	name := plain
	for n := 2; f.used[name]; n++ {
		name = fmt.Sprintf("%s-%d", plain, n)
	}
	f.used[name] = true
	return name
}

// keep writes somebody into a file of the folder and returns its name or, without a folder,
// the person as an intake.
func (f *Folder) keep(name, shows string, who *rules.Intake, p *rules.Pack) (string, error) {
	if f.dir == "" {
		return inYAML(who, p), nil
	}
	name = filepath.Join(f.dir, name+".yaml")
	if _, err := os.Lstat(name); err == nil && !f.wrote(name) {
		return "", fmt.Errorf("cannot write %q: a file of that name is there already, and not from a run like this one", name)
	}
	data := fmt.Sprintf("%s%s, pack %s %s\n%s", f.mark, shows, p.Name, p.Version, inYAML(who, p))
	return name, files.WriteAtomic(name, []byte(data))
}

// inYAML writes somebody as an intake.
func inYAML(who *rules.Intake, p *rules.Pack) string {
	var b bytes.Buffer
	if err := packfile.WriteIntake(&b, who, p); err != nil {
		panic(err) // the intake was made for the pack, and a buffer takes everything
	}
	return b.String()
}

// text writes what keep returned: the name of the file behind lead, or the person below it.
func (f *Folder) text(b *bytes.Buffer, lead, kept string) {
	switch {
	case kept == "":
	case f.dir != "":
		fmt.Fprintf(b, "  %s %s\n", lead, kept)
	default:
		fmt.Fprintf(b, "  %s\n    %s\n", lead, strings.ReplaceAll(strings.TrimSpace(kept), "\n", "\n    "))
	}
}
