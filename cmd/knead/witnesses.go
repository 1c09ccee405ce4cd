package main

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

// witnesses is a folder for the people whom a command finds. Its files begin with a line
// that names the command, so that a later run knows them: it removes them first, and touches
// no others.
type witnesses struct {
	dir  string // "" for no folder
	mark string
	used map[string]bool // names that the run has used
}

// openWitnesses makes the folder and removes what the same command wrote into it before.
func openWitnesses(dir, command string) (witnesses, error) {
	w := witnesses{dir, "# Written by knead " + command + ": ", map[string]bool{}}
	if dir == "" {
		return w, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return w, files.OpenError(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return w, files.OpenError(err)
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if !e.Type().IsRegular() || filepath.Ext(name) != ".yaml" || !w.wrote(name) {
			continue
		}
		if err := os.Remove(name); err != nil {
			return w, files.OpenError(err)
		}
	}
	return w, nil
}

// wrote reports whether a file begins with the mark.
func (w *witnesses) wrote(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	begin, _ := bufio.NewReader(f).Peek(len(w.mark))
	return string(begin) == w.mark
}

// unused returns a name that the run has not used yet: the plain one, or with a number.
func (w *witnesses) unused(plain string) string {
	name := plain
	for n := 2; w.used[name]; n++ {
		name = fmt.Sprintf("%s-%d", plain, n)
	}
	w.used[name] = true
	return name
}

// save writes somebody into a file of the folder and returns the file's name.
func (w *witnesses) save(name, shows string, who *rules.Intake, p *rules.Pack) (string, error) {
	name = filepath.Join(w.dir, name+".yaml")
	if _, err := os.Lstat(name); err == nil && !w.wrote(name) {
		return "", fmt.Errorf("cannot write %q: a file of that name is there already, and not from a run like this one", name)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s%s, pack %s %s\n", w.mark, shows, p.Name, p.Version)
	if err := packfile.WriteIntake(&b, who, p); err != nil {
		return "", err
	}
	return name, files.WriteAtomic(name, b.Bytes())
}

// inYAML writes somebody as an intake.
func inYAML(who *rules.Intake, p *rules.Pack) string {
	var b bytes.Buffer
	if err := packfile.WriteIntake(&b, who, p); err != nil {
		return ""
	}
	return b.String()
}

// indented writes somebody as an intake below a line of text.
func indented(who string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(who), "\n", "\n    ") + "\n"
}
