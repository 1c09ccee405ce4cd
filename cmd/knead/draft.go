package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"knead/internal/files"
	"knead/questionnaire"
	"knead/rules"
)

// draft keeps the answers of an interview on disk while it lasts.
type draft struct {
	name     string // empty until something was answered
	ours     bool   // we chose the name, so it goes once the interview is done
	keep     string // the resumed file, when the answers stay in it
	held     bool   // name holds answers, those of the last save or earlier ones
	stale    string // an earlier draft of ours that could not be written any more
	err      error  // why the last save failed, or nil
	aside    []byte // what stands in the file beside it
	asideErr error  // why what is not confirmed could not be saved, or nil
	unlocks  []func()
	pack     *rules.Pack
	now      time.Time
}

// newDraft returns the draft of an interview that goes on from the file resume, or whose
// answers go to the file output; without either it has a name of its own in the folder
// for the user's state. A resumed file that is no YAML is only read.
func newDraft(p *rules.Pack, now time.Time, resume, output string) *draft {
	d := &draft{pack: p, now: now}
	switch folder, err := stateName(); {
	case resume != "" && !otherFormat(resume):
		d.name, d.held = resume, true
		d.ours = resume == output+".draft" || err == nil && filepath.Dir(resume) == folder
		if !d.ours {
			d.keep = resume
		}
	case output != "":
		d.name, d.ours = output+".draft", true
	}
	return d
}

// claim makes the draft's file and locks it, so that no other interview uses it. It returns
// files.ErrLocked when one does, and an error that is fs.ErrExist when answers are there already.
// A file that cannot be made is no error: the answers then go elsewhere.
func (d *draft) claim() error {
	if d.name == "" {
		return nil
	}
	unlock, err := files.Lock(d.name)
	if err != nil {
		return err
	}
	d.locked(unlock)
	if d.held {
		return nil
	}
	file, err := os.OpenFile(d.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		if info, err := os.Stat(d.name); err == nil && info.Size() == 0 && unlock != nil {
			return nil // left by an interview that was killed before the first answer
		}
		d.unlock()
		return err
	case err != nil:
		d.name = ""
		return nil
	}
	return file.Close()
}

// save replaces the draft on disk, then the file with what is not confirmed. No answer
// depends on the second one.
func (d *draft) save(answers *rules.Draft, aside questionnaire.Aside) error {
	if err := d.saveAnswers(answers); err != nil {
		return err
	}
	d.aside, d.asideErr = writeUnconfirmed(d.name, aside, d.pack, d.aside)
	return nil
}

// saveAnswers replaces the draft. When that is impossible it goes to the folder for the
// user's state, or to that for temporary files.
func (d *draft) saveAnswers(answers *rules.Draft) error {
	var buf bytes.Buffer
	if d.err = rules.WriteDraft(&buf, answers, d.pack); d.err != nil {
		return d.err
	}
	if d.name != "" {
		if d.err = files.WriteAtomic(d.name, buf.Bytes()); d.err == nil {
			d.held = true
			return nil
		}
	}
	for _, place := range []func() (string, error){stateFolder, func() (string, error) { return os.TempDir(), nil }} {
		folder, err := place()
		if err == nil {
			err = d.saveIn(folder, buf.Bytes())
		}
		if err == nil {
			d.err = nil
			return nil
		}
		if d.err == nil {
			d.err = err
		}
	}
	return d.err
}

// saveIn moves the draft to a new file of the folder, or leaves nothing there.
func (d *draft) saveIn(folder string, data []byte) error {
	file, err := os.CreateTemp(folder, "draft-"+d.now.Format("20060102-150405")+"-*.yaml")
	if err != nil {
		return err
	}
	if err := errors.Join(file.Close(), files.WriteAtomic(file.Name(), data)); err != nil {
		_ = os.Remove(file.Name())
		return err
	}
	d.release()
	if unlock, err := files.Lock(file.Name()); err == nil {
		d.locked(unlock)
	}
	if d.held && d.ours {
		d.stale = d.name
	}
	d.name, d.ours, d.held, d.aside = file.Name(), true, true, nil
	return nil
}

// locked takes note of a lock, which is nil where none was to be had.
func (d *draft) locked(unlock func()) {
	if unlock != nil {
		d.unlocks = append(d.unlocks, unlock)
	}
}

// unlock gives all locks up.
func (d *draft) unlock() {
	for _, unlock := range d.unlocks {
		unlock()
	}
	d.unlocks = nil
}

// release removes the file that was made for answers and never got any.
func (d *draft) release() {
	if !d.held && d.name != "" {
		_ = os.Remove(d.name)
	}
}

// remove deletes a draft whose answers are safe in the file keep or not wanted, and what
// was not confirmed.
func (d *draft) remove(keep string) {
	for _, name := range []string{d.name, d.stale} {
		if name == "" {
			continue
		}
		if d.ours && !sameName(name, keep) {
			_ = os.Remove(name)
		}
		_ = os.Remove(name + unconfirmedSuffix)
	}
}

func saveIntake(name string, in *rules.Intake, p *rules.Pack) error {
	var buf bytes.Buffer
	if err := rules.WriteIntake(&buf, in, p); err != nil {
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
