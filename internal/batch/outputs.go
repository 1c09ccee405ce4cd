package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"knead/internal/files"
	"knead/internal/records"
)

// writtenFile is a file a run writes, and which option asks for it.
type writtenFile struct{ option, name string }

// files lists every file the run writes, the ones it needs on the way included.
func (r *run) files() (written []writtenFile) {
	for _, w := range []writtenFile{{"output", r.Output}, {"rejects", r.Rejects}, {"manifest", r.Manifest}, {"summary", r.Summary}} {
		if w.name != "" && w.name != "-" {
			written = append(written, w, writtenFile{w.option, w.name + partSuffix})
			if w.option == "rejects" {
				written = append(written, writtenFile{w.option, w.name + newSuffix})
			}
		}
	}
	if r.Output != "" {
		name := r.Output + checkpointSuffix
		written = append(written, writtenFile{"output", name}, writtenFile{"output", name + newSuffix})
	}
	return written
}

// checkNames refuses outputs that would overwrite an input or one another, or that are no text.
func (r *run) checkNames() error {
	taken := map[string]string{}
	for _, w := range r.files() {
		place := canonical(w.name)
		if other, used := taken[place]; used && other != w.option {
			return fmt.Errorf("%q cannot be the file for %s and for %s", w.name, min(w.option, other), max(w.option, other))
		}
		taken[place] = w.option
		if strings.EqualFold(filepath.Ext(w.name), ".xlsx") {
			return fmt.Errorf("%q cannot be the file for %s: spreadsheets are read and not written, but open .csv", w.name, w.option)
		}
		info, err := os.Stat(w.name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("cannot write %q: %w", w.name, files.Cause(err))
		}
		if info.IsDir() {
			return fmt.Errorf("cannot write %q: it is a folder", w.name)
		}
		if r.Seen.Has(info) {
			return fmt.Errorf("%q is an input and cannot be the file for %s too", w.name, w.option)
		}
	}
	if out, ok := r.Stdout.(*os.File); ok && r.Output == "" {
		if info, err := out.Stat(); err == nil && info.Mode().IsRegular() && r.Seen.Has(info) {
			return errors.New("standard output is an input: it would be read while it is written")
		}
	}
	return nil
}

// reserve locks the files that the run writes, so that no other run writes them, until the
// run ends.
func (r *run) reserve() error {
	for _, name := range []string{r.Output, r.Rejects, r.Manifest, r.Summary} {
		if name == "" || name == "-" {
			continue
		}
		if err := replaceable(name); err != nil {
			return err
		}
		unlock, err := files.Lock(name)
		if errors.Is(err, files.ErrLocked) {
			return fmt.Errorf("%q is being written by another run: %w; nothing was changed", name, err)
		}
		if err != nil {
			return fmt.Errorf("cannot write %q: %w", name, err)
		}
		if unlock != nil {
			r.unlock = append(r.unlock, unlock)
		}
	}
	return nil
}

// release gives up what [run.reserve] has locked.
func (r *run) release() {
	for _, unlock := range r.unlock {
		unlock()
	}
}

// checkWritable tries whether what is written last can be written at all.
func (r *run) checkWritable() error {
	for _, name := range []string{r.Manifest, r.Summary} {
		if name == "" || name == "-" {
			continue
		}
		file, err := files.CreateNew(name + partSuffix)
		if err != nil {
			return fmt.Errorf("cannot write %q: %w", name, files.Cause(err))
		}
		file.Close()
		os.Remove(file.Name())
	}
	return nil
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
		if s.out, err = finishedTarget(r.Output, progress{s.OutBytes, s.OutSum}, s.OutSum); err == nil {
			s.rejects, err = finishedTarget(r.Rejects, progress{s.RejectBytes, s.RejectSum}, s.OrderedSum)
		}
		if err != nil {
			return fmt.Errorf("cannot resume: %w; delete %q to begin again", err, s.journal.name)
		}
		return r.addHash()
	}
	fresh := !r.Resume
	if fresh {
		if err := r.refuseUnfinished(); err != nil {
			return err
		}
	}
	if r.Output == "" {
		records.EnlargePipe(r.Stdout)
		s.out = &target{to: r.Stdout}
	} else if s.out, err = openTarget(r.Output, progress{s.OutBytes, s.OutSum}, fresh); err != nil {
		return err
	}
	if r.Rejects != "" {
		if s.rejects, err = openTarget(r.Rejects, progress{s.RejectBytes, s.RejectSum}, fresh); err != nil {
			return err
		}
	}
	s.ahead, s.rejected = s.position, s.RejectBytes > 0
	if err := r.addHash(); err != nil {
		return err
	}
	if r.sink.journal != nil {
		if err := r.sink.journal.save(&s.state); err != nil {
			return err
		}
	}
	if header := r.results.Header(); header != nil && r.Resources == nil && s.out.written == 0 && r.Shard.I <= 1 {
		_, err = s.out.Write(header)
	}
	r.opened = err == nil
	return err
}

// refuseUnfinished refuses to begin where an interrupted run can go on. What one has left
// that cannot is replaced.
func (r *run) refuseUnfinished() error {
	if r.Output == "" {
		return nil
	}
	part := (&target{name: r.Output}).part()
	for _, name := range []string{part, r.Output + checkpointSuffix} {
		if _, err := os.Stat(name); err != nil {
			return nil
		}
	}
	remedy := "add --resume to go on"
	if r.sink.journal == nil {
		remedy = "repeat its command with --resume to go on"
	}
	return fmt.Errorf("%q holds the results of a run that was interrupted: %s, or delete it to begin again", part, remedy)
}

// addHash hashes the output when there is to be a manifest.
func (r *run) addHash() error {
	if r.Manifest == "" {
		return nil
	}
	return r.sink.out.addHash(r.sink.OutHash)
}

// openJournal opens the journal, if the run can be resumed, and reads the state of an
// earlier run, if that is wanted and there is one.
func (r *run) openJournal() error {
	for _, in := range r.inputs {
		if in.IsFile() {
			continue
		}
		if r.Resume {
			return fmt.Errorf("%s cannot be resumed: it cannot be read again from where it stopped", in.Shown())
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
	s.journal = j
	if !r.Resume {
		return nil
	}
	state, ok, err := j.load()
	if err != nil {
		return err
	}
	if !ok {
		// A run that is killed as it begins has written nothing and leaves an empty file.
		if info, err := os.Stat(r.Output + partSuffix); err == nil && info.Size() > 0 {
			return fmt.Errorf("%q cannot be continued, since there is no %q: delete it to begin again", r.Output+partSuffix, j.name)
		}
		return nil
	}
	s.state = state
	j.resumed = state.Records
	for i, in := range r.inputs {
		switch {
		case i < state.Input:
			in.Window = records.Window{}
		case i == state.Input:
			in.Window.From = max(in.Window.From, state.Offset)
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
	for _, t := range []*target{s.out, s.rejects} {
		if t == nil || t.file == nil {
			continue
		}
		if !done && mine {
			os.Remove(t.part())
		} else if r.opened {
			_ = t.file.Truncate(t.written) // as resuming does
		}
		defer t.file.Close()
	}
	if r.sink.journal == nil || !r.opened {
		return
	}
	if done {
		_ = r.sink.journal.save(&s.state)
	} else {
		_ = r.sink.journal.remove()
	}
}
