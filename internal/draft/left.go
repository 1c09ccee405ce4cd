package draft

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"knead/internal/files"
)

// Left is the draft of an interview that was not finished.
type Left struct {
	Name    string
	Changed time.Time
	InUse   bool // by an interview that is under way
}

// Unfinished returns the drafts in the folder for the user's state and those beside files of the
// present folder, the latest first.
func Unfinished() []Left {
	var all []Left
	add := func(folder, pattern string) {
		entries, _ := os.ReadDir(folder) // none where there is no such folder
		for _, entry := range entries {
			if fits, _ := filepath.Match(pattern, entry.Name()); fits {
				if l, ok := Find(filepath.Join(folder, entry.Name())); ok && isDraft(l.Name) {
					all = append(all, l)
				}
			}
		}
	}
	if folder, err := stateName(); err == nil {
		add(folder, "draft-*.yaml")
	}
	add(".", "*.draft")
	slices.SortStableFunc(all, func(a, b Left) int { return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(b.Name, a.Name)) })
	return all
}

// isDraft reports whether a file looks like a draft from its begin.
func isDraft(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	begin, _ := io.ReadAll(io.LimitReader(file, 4<<10))
	return bytes.HasPrefix(begin, []byte("answers:")) || bytes.Contains(begin, []byte("\nanswers:"))
}

// Find returns the draft of that name, if it is a file that holds something.
func Find(name string) (l Left, ok bool) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return l, false
	}
	unlock, err := files.Lock(name)
	if unlock != nil {
		unlock()
	}
	return Left{Name: name, Changed: info.ModTime(), InUse: errors.Is(err, files.ErrLocked)}, true
}

// ForOutput returns the draft of an unfinished interview whose answers go to that file or, without
// a name, into the result alone. A draft that is in use is none.
func ForOutput(output string) (l Left, ok bool) {
	if output != "" && !isShared(filepath.Dir(output)) {
		return Find(output + ".draft")
	}
	folder, err := stateName()
	for _, l := range Unfinished() {
		if err == nil && !l.InUse && filepath.Dir(l.Name) == folder {
			return l, true
		}
	}
	return l, false
}

// Delete deletes a draft and what was not confirmed, unless an interview uses it.
func Delete(name string) error {
	unlock, err := files.Lock(name)
	if err != nil {
		return err
	}
	if unlock != nil {
		defer unlock()
	}
	_ = os.Remove(name + UnconfirmedSuffix)
	return os.Remove(name)
}
