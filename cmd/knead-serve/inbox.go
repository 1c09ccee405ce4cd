package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"knead/internal/files"
	"knead/rules"
	"knead/rules/packfile"
)

// maxInbox bounds how many interviews an inbox holds. Each has at most the size of an intake.
const maxInbox = 5000

// inbox is the folder that finished interviews are written to. One server uses it at a time.
type inbox struct {
	mu     sync.Mutex
	folder string
	pack   *rules.Pack
	unlock func()
}

// inboxType ends the names of interviews.
const inboxType = ".yaml"

// partName begins the names of files that are being written.
const partName = ".part-"

// openInbox makes the folder if there is none, refuses one that others can read, and removes
// what a server that was killed had not finished writing.
func openInbox(folder string, p *rules.Pack) (*inbox, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("--inbox %q: %w", folder, files.Cause(err))
	}
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--inbox %q: %w", folder, files.Cause(err))
	case !info.IsDir():
		return nil, fmt.Errorf("--inbox %q: it is no folder", folder)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("--inbox %q: others can read this folder: run chmod 700 on it, or name another", folder)
	}
	unlock, err := files.Lock(filepath.Join(folder, "inbox"))
	if err != nil {
		return nil, fmt.Errorf("--inbox %q: %w", folder, err)
	}
	box := &inbox{folder: folder, pack: p, unlock: unlock}
	parts, _ := filepath.Glob(filepath.Join(folder, partName+"*"))
	for _, part := range parts {
		_ = os.Remove(part)
	}
	probe, err := os.CreateTemp(folder, partName+"*")
	if err != nil {
		box.close()
		return nil, fmt.Errorf("--inbox %q: no file can be made in it", folder)
	}
	return box, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

func (box *inbox) close() {
	if box.unlock != nil {
		box.unlock()
	}
}

// keep writes an interview under a name of its own, whole or not at all. Nothing of the name comes from the answers.
func (box *inbox) keep(in *rules.Intake) error {
	var b bytes.Buffer
	if err := packfile.WriteIntake(&b, in, box.pack); err != nil {
		return err
	}
	box.mu.Lock()
	defer box.mu.Unlock()
	entries, err := os.ReadDir(box.folder)
	if err != nil {
		return files.Cause(err)
	}
	held := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), inboxType) {
			held++
		}
	}
	if held >= maxInbox {
		return errors.New("the inbox is full")
	}
	word := strings.ToLower(rand.Text())
	name := filepath.Join(box.folder, time.Now().Format(time.DateOnly)+"-"+word+inboxType)
	if _, err := os.Lstat(name); err == nil {
		return errors.New("the name is taken")
	}
	return files.Replace(name, filepath.Join(box.folder, partName+word), b.Bytes())
}
