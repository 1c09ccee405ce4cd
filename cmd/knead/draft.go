package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"knead/internal/files"
	"knead/rules"
)

// draft keeps the answers of an interview on disk while it lasts.
type draft struct {
	name string // empty until something was answered
	ours bool   // we chose the name, so it goes once the interview is done
	pack *rules.Pack
	now  time.Time
}

// newDraft returns the draft of an interview that goes on from the file resume, or whose
// answers go to the file output; without either it has a name of its own in the folder
// for the user's state.
func newDraft(p *rules.Pack, now time.Time, resume, output string) *draft {
	d := &draft{pack: p, now: now, name: resume}
	switch folder, err := stateName(); {
	case resume == "" && output != "":
		d.name, d.ours = output+".draft", true
	case resume != "":
		d.ours = resume == output+".draft" || err == nil && filepath.Dir(resume) == folder
	}
	return d
}

// save replaces the draft on disk.
func (d *draft) save(answers *rules.Draft) error {
	if d.name == "" {
		folder, err := stateFolder()
		if err != nil {
			return err
		}
		file, err := os.CreateTemp(folder, "draft-"+d.now.Format("20060102-150405")+"-*.yaml")
		if err != nil {
			return err
		}
		d.name, d.ours = file.Name(), true
		if err := file.Close(); err != nil {
			return err
		}
	}
	var buf bytes.Buffer
	if err := rules.WriteDraft(&buf, answers, d.pack); err != nil {
		return err
	}
	return files.WriteAtomic(d.name, buf.Bytes())
}

// remove deletes a draft whose answers are safe elsewhere or not wanted.
func (d *draft) remove() {
	if d.ours && d.name != "" {
		_ = os.Remove(d.name)
	}
}

// kept reports whether there is a draft on disk.
func (d *draft) kept() bool {
	if d.name == "" {
		return false
	}
	_, err := os.Stat(d.name)
	return err == nil
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
