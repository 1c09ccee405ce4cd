// Package draft keeps the answers of an interview on disk while it lasts: in a file that one
// interview at a time may use, with what is not confirmed yet in a second file beside it.
package draft

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"knead/internal/files"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// Draft is the file of one interview. It is not safe for concurrent use.
type Draft struct {
	Name  string // empty until something was answered
	Keep  string // the resumed file, when the answers stay in it
	Saved bool   // the file holds answers, those of the last save or earlier ones

	Nowhere bool // there is no place for it that only the user can read: nothing is kept

	Err            error // why the last save failed, or nil
	UnconfirmedErr error // why what is not confirmed could not be saved, or nil

	ours        bool   // we chose the name, so it goes once the interview is done
	stale       string // an earlier draft of ours that could not be written any more
	unconfirmed []byte // content of the file beside it
	unlocks     []func()
	pack        *rules.Pack
	now         time.Time
}

// New returns the draft of an interview that resumes the file resume, or whose
// answers go to the file output; without either it has a name of its own in the folder
// for the user's state. A resumed file that is no YAML is only read.
func New(p *rules.Pack, now time.Time, resume, output string) *Draft {
	d := &Draft{pack: p, now: now}
	switch folder, err := stateName(); {
	case resume != "" && !OtherFormat(resume):
		d.Name, d.Saved = resume, true
		d.ours = resume == output+".draft" || err == nil && filepath.Dir(resume) == folder
		if !d.ours {
			d.Keep = resume
		}
	case output != "":
		d.Name, d.ours = output+".draft", true
	}
	return d
}

// Claim makes the draft's file and locks it, so that no other interview uses it. It returns
// files.ErrLocked when one does, and an error that is fs.ErrExist when answers are there already.
// A file that cannot be made, or not so that only its owner reads it, is no error: the answers
// then go to the folder for the user's state or, without a private one, nowhere.
func (d *Draft) Claim() error {
	if d.Name != "" && !d.Saved && isShared(filepath.Dir(d.Name)) {
		d.Name = ""
	}
	if d.Name != "" {
		if err := d.claim(); err != nil {
			return err
		}
	}
	if d.Name == "" {
		_, err := stateFolder()
		d.Nowhere, d.Err = err != nil, err
	}
	return nil
}

func (d *Draft) claim() error {
	unlock, err := files.Lock(d.Name)
	if err != nil {
		return err
	}
	d.unlocks = append(d.unlocks, unlock)
	if d.Saved {
		return nil
	}
	file, err := os.OpenFile(d.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		if info, err := os.Stat(d.Name); err == nil && info.Size() == 0 && unlock != nil {
			return nil // left by an interview that was killed before the first answer
		}
		d.unlock()
		return err
	case err != nil:
		d.Name = ""
		return nil
	}
	if err := file.Close(); err != nil || !isPrivate(d.Name) {
		_ = os.Remove(d.Name)
		d.Name = ""
	}
	return nil
}

// isShared reports whether everybody may put files into a folder, as into that for temporary ones.
func isShared(folder string) bool {
	info, err := os.Stat(folder)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o002 != 0 || files.Same(folder, os.TempDir())
}

// isPrivate reports whether only its owner can read a file or look into a folder. Some file systems
// know no such thing; Windows has other means.
func isPrivate(name string) bool {
	info, err := os.Stat(name)
	return err == nil && (runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0)
}

// Save replaces the draft on disk, then the file with what is not confirmed. No answer
// depends on the second one. Where there is no place for it, it keeps nothing.
func (d *Draft) Save(answers *rules.Draft, values questionnaire.Unconfirmed) error {
	if d.Nowhere {
		return nil
	}
	if err := d.saveAnswers(answers); err != nil {
		return err
	}
	d.unconfirmed, d.UnconfirmedErr = writeUnconfirmed(d.Name, values, d.pack, d.unconfirmed)
	return nil
}

// saveAnswers replaces the draft. When that is impossible it goes to the folder for the
// user's state.
func (d *Draft) saveAnswers(answers *rules.Draft) error {
	var buf bytes.Buffer
	if d.Err = packfile.WriteDraft(&buf, answers, d.pack); d.Err != nil {
		return d.Err
	}
	if d.Name != "" {
		if d.Err = files.WriteAtomic(d.Name, buf.Bytes()); d.Err == nil {
			d.Saved = true
			return nil
		}
	}
	folder, err := stateFolder()
	if err == nil {
		err = d.saveIn(folder, buf.Bytes())
	}
	if err == nil {
		d.Err = nil
	}
	d.Err = cmp.Or(d.Err, err)
	return err
}

// saveIn moves the draft to a new file of the folder, or leaves nothing there.
func (d *Draft) saveIn(folder string, data []byte) error {
	file, err := os.CreateTemp(folder, "draft-"+d.now.Format("20060102-150405")+"-*.yaml")
	if err != nil {
		return err
	}
	if err := errors.Join(file.Close(), files.WriteAtomic(file.Name(), data)); err != nil {
		_ = os.Remove(file.Name())
		return err
	}
	d.removeEmpty()
	unlock, _ := files.Lock(file.Name())
	d.unlocks = append(d.unlocks, unlock)
	if d.Saved && d.ours {
		d.stale = d.Name
	}
	d.Name, d.ours, d.Saved, d.unconfirmed = file.Name(), true, true, nil
	return nil
}

// Close gives all locks up and removes the file if it was made for answers and never got any.
func (d *Draft) Close() {
	d.removeEmpty()
	d.unlock()
}

func (d *Draft) unlock() {
	for _, unlock := range d.unlocks {
		if unlock != nil { // where a lock was to be had
			unlock()
		}
	}
	d.unlocks = nil
}

// removeEmpty removes the file that was made for answers and never got any.
func (d *Draft) removeEmpty() {
	if !d.Saved && d.Name != "" {
		_ = os.Remove(d.Name)
	}
}

// Remove deletes a draft whose answers are safe in the file keep or not wanted, and what
// was not confirmed.
func (d *Draft) Remove(keep string) {
	for _, name := range []string{d.Name, d.stale} {
		if name == "" {
			continue
		}
		if d.ours && !SameName(name, keep) {
			_ = os.Remove(name)
		}
		_ = os.Remove(name + UnconfirmedSuffix)
	}
}

// WriteIntake writes an intake to a file, whole or not at all.
func WriteIntake(name string, in *rules.Intake, p *rules.Pack) error {
	var buf bytes.Buffer
	if err := packfile.WriteIntake(&buf, in, p); err != nil {
		return err
	}
	return files.WriteAtomic(name, buf.Bytes())
}

// errNoPlace is why there is no folder for drafts.
var errNoPlace = errors.New("there is no folder that only you can read")

// stateFolder makes the folder for drafts, which only the user can read.
func stateFolder() (string, error) {
	folder, err := stateName()
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil && !isPrivate(folder) {
		_ = os.Chmod(folder, 0o700)
	}
	if err != nil || !isPrivate(folder) {
		return "", errNoPlace
	}
	probe, err := os.CreateTemp(folder, ".knead-*")
	if err != nil {
		return "", errNoPlace
	}
	defer os.Remove(probe.Name())
	if probe.Close() != nil || !isPrivate(probe.Name()) {
		return "", errNoPlace
	}
	return folder, nil
}

func stateName() (string, error) {
	base := os.Getenv("XDG_STATE_HOME")
	if base == "" || !filepath.IsAbs(base) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		base = filepath.Join(home, ".local", "state")
		if runtime.GOOS == "windows" {
			if base, err = os.UserCacheDir(); err != nil {
				return "", err
			}
		}
	}
	return filepath.Join(base, "knead"), nil
}

// SameName reports whether two names mean the same file, whether it exists or not.
func SameName(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	one, err := filepath.Abs(a)
	other, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && one == other || files.Same(a, b)
}

// OtherFormat reports whether a file's name promises something that is no YAML.
func OtherFormat(name string) bool {
	return slices.Contains([]string{".json", ".jsonl", ".ndjson", ".csv"}, strings.ToLower(filepath.Ext(name)))
}
