package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// checkNames refuses outputs that would overwrite an input or one another.
func (r *run) checkNames() error {
	names := map[string]string{}
	for flag, name := range map[string]string{"output": r.Output, "rejects": r.Rejects, "manifest": r.Manifest, "summary": r.Summary} {
		if name == "" || name == "-" {
			continue
		}
		if other, taken := names[name]; taken {
			return fmt.Errorf("%q cannot be the file for %s and for %s", name, min(flag, other), max(flag, other))
		}
		names[name] = flag
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("cannot write %q: %w", name, cause(err))
		}
		if info.IsDir() {
			return fmt.Errorf("cannot write %q: it is a folder", name)
		}
		for _, in := range r.inputs {
			if in.info != nil && os.SameFile(in.info, info) {
				return fmt.Errorf("%q is an input and cannot be the file for %s too", name, flag)
			}
		}
	}
	return nil
}

// openOutputs opens the outputs, at their beginning or where an earlier run stopped.
func (r *run) openOutputs() (err error) {
	s := r.sink
	if err := r.openJournal(); err != nil {
		return err
	}
	if s.Complete {
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
	if err != nil || !ok {
		return err
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
// was done nothing is left.
func (r *run) abandon() {
	s := r.sink
	if s == nil {
		return
	}
	done := s.Records > 0
	if r.journal != nil {
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
		if !done {
			os.Remove(t.part())
		}
	}
}
