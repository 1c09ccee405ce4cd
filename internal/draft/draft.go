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
// A file that cannot be made is no error: the answers then go elsewhere.
func (d *Draft) Claim() error {
	if d.Name == "" {
		return nil
	}
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
	return file.Close()
}

// Save replaces the draft on disk, then the file with what is not confirmed. No answer
// depends on the second one.
func (d *Draft) Save(answers *rules.Draft, values questionnaire.Unconfirmed) error {
	if err := d.saveAnswers(answers); err != nil {
		return err
	}
	d.unconfirmed, d.UnconfirmedErr = writeUnconfirmed(d.Name, values, d.pack, d.unconfirmed)
	return nil
}

// saveAnswers replaces the draft. When that is impossible it goes to the folder for the
// user's state, or to that for temporary files.
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
	for _, place := range []func() (string, error){stateFolder, func() (string, error) { return os.TempDir(), nil }} {
		folder, err := place()
		if err == nil {
			err = d.saveIn(folder, buf.Bytes())
		}
		if err == nil {
			d.Err = nil
			return nil
		}
		d.Err = cmp.Or(d.Err, err)
	}
	return d.Err
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

// stateFolder makes the folder for drafts, which only the user can read.
func stateFolder() (string, error) {
	folder, err := stateName()
	if err != nil {
		return "", err
	}
	return folder, os.MkdirAll(folder, 0o700)
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
