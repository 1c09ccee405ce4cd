package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// writtenFile is a file a run writes, and which option asks for it.
type writtenFile struct{ option, name string }

// files lists every file the run writes, the ones it needs on the way included.
func (r *run) files() (files []writtenFile) {
	for _, w := range []writtenFile{{"output", r.Output}, {"rejects", r.Rejects}, {"manifest", r.Manifest}, {"summary", r.Summary}} {
		if w.name != "" && w.name != "-" {
			files = append(files, w, writtenFile{w.option, w.name + partSuffix})
		}
	}
	if r.Output != "" {
		name := r.Output + checkpointSuffix
		files = append(files, writtenFile{"output", name}, writtenFile{"output", name + newSuffix})
	}
	return files
}

// checkNames refuses outputs that would overwrite an input or one another.
func (r *run) checkNames() error {
	taken := map[string]string{}
	for _, w := range r.files() {
		place := canonical(w.name)
		if other, used := taken[place]; used && other != w.option {
			return fmt.Errorf("%q cannot be the file for %s and for %s", w.name, min(w.option, other), max(w.option, other))
		}
		taken[place] = w.option
		info, err := os.Stat(w.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("cannot write %q: %w", w.name, cause(err))
		}
		if info.IsDir() {
			return fmt.Errorf("cannot write %q: it is a folder", w.name)
		}
		if r.reads(info) {
			return fmt.Errorf("%q is an input and cannot be the file for %s too", w.name, w.option)
		}
	}
	if out, ok := r.Stdout.(*os.File); ok && r.Output == "" {
		if info, err := out.Stat(); err == nil && info.Mode().IsRegular() && r.reads(info) {
			return errors.New("standard output is an input: it would be read while it is written")
		}
	}
	return nil
}

// reads reports whether a file is one of the inputs.
func (r *run) reads(info fs.FileInfo) bool {
	for _, in := range r.inputs {
		if in.info != nil && os.SameFile(in.info, info) {
			return true
		}
	}
	return false
}

// canonical returns the one spelling of a name that may not exist yet.
func canonical(name string) string {
	if path, err := filepath.Abs(name); err == nil {
		name = path
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		name = filepath.Join(folder, filepath.Base(name))
	}
	return name
}

// openOutputs opens the outputs, at their beginning or where an earlier run stopped.
func (r *run) openOutputs() (err error) {
	s := r.sink
	if err := r.openJournal(); err != nil {
		return err
	}
	if s.Complete {
		r.opened = true
		s.out, s.rejects = finished(r.Output, s.OutBytes), finished(r.Rejects, s.RejectBytes)
		return r.addHashes()
	}
	fresh := !r.Resume && r.journal != nil
	if r.Output == "" {
		enlargePipe(r.Stdout)
		s.out = &target{to: r.Stdout}
	} else if s.out, err = openTarget(r.Output, s.OutBytes, fresh); err != nil {
		return err
	}
	if r.Rejects != "" {
		if s.rejects, err = openTarget(r.Rejects, s.RejectBytes, fresh); err != nil {
			return err
		}
	}
	if err := r.addHashes(); err != nil {
		return err
	}
	if r.journal != nil {
		if err := r.journal.write(s.state); err != nil {
			return err
		}
	}
	if header := r.render.header(); header != nil && s.out.written == 0 && r.Shard.I <= 1 {
		_, err = s.out.Write(header)
	}
	r.opened = err == nil
	return err
}

// addHashes hashes the outputs when there is to be a manifest.
func (r *run) addHashes() error {
	if r.Manifest == "" {
		return nil
	}
	if err := r.sink.out.addHash(r.sink.OutHash); err != nil || r.sink.rejects == nil {
		return err
	}
	return r.sink.rejects.addHash(r.sink.RejectHash)
}

// openJournal opens the journal, if the run can be resumed, and reads the state of an
// earlier run, if that is wanted and there is one.
func (r *run) openJournal() error {
	for _, in := range r.inputs {
		if in.info != nil && in.info.Mode().IsRegular() {
			continue
		}
		if r.Resume {
			return fmt.Errorf("%s cannot be resumed: it cannot be read again from where it stopped", in.shown())
		}
		return nil
	}
	if r.Output == "" {
		if r.Resume {
			return errors.New("only a run that writes to a file can be resumed: add -o FILE")
		}
		return nil
	}
	j := &journal{name: r.Output + checkpointSuffix, head: r.head(), every: r.Checkpoint, last: time.Now()}
	if j.every == 0 {
		j.every = defaultInterval
	}
	s := r.sink
	j.sync = func() error { return errors.Join(s.out.sync(), s.rejects.sync()) }
	s.save = j.offer
	r.journal = j
	if !r.Resume {
		return nil
	}
	state, ok, err := j.load()
	if err != nil {
		return err
	}
	if !ok {
		if _, err := os.Stat(r.Output + partSuffix); err == nil {
			return fmt.Errorf("%q cannot be continued, since there is no %q: delete it to begin again", r.Output+partSuffix, j.name)
		}
		return nil
	}
	s.state = state
	j.resumed = state.Records
	for i, in := range r.inputs {
		switch {
		case i < state.Input:
			in.window = window{}
		case i == state.Input:
			in.window.from = max(in.window.from, state.Offset)
		}
	}
	return nil
}

// abandon leaves the outputs of a run that failed so that it can be resumed. When nothing
// was done nothing of this run is left; what an earlier run left is not touched.
func (r *run) abandon() {
	s := r.sink
	if s == nil {
		return
	}
	done := s.Records > 0
	mine := r.opened || !r.Resume
	if r.journal != nil && r.opened {
		r.journal.writing.Lock()
		if done {
			_ = r.journal.write(s.state.copy())
		} else {
			_ = r.journal.remove()
		}
	}
	for _, t := range []*target{s.out, s.rejects} {
		if t == nil || t.file == nil {
			continue
		}
		t.file.Close()
		if !done && mine {
			os.Remove(t.part())
		}
	}
}
