package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"knead/internal/files"
	"knead/internal/records"
)

// journal keeps on disk how far a run has come, so that another can go on from there. What
// it says is on disk, is: outputs are synced before it is written, and it is replaced as a
// whole.
type journal struct {
	name    string
	head    checkpointHead
	every   time.Duration
	sync    func() error // of the outputs
	resumed int64

	last    time.Time
	writing sync.Mutex // held by the one checkpoint under way
}

// checkpointHead says which run a checkpoint belongs to.
type checkpointHead struct {
	Format   string   `json:"format"`
	Program  string   `json:"program"`
	Pack     string   `json:"pack"`     // its digest
	Inputs   string   `json:"inputs"`   // a digest of names, sizes and times
	Settings []string `json:"settings"` // whatever else the output depends on, each as name=value
}

type checkpoint struct {
	checkpointHead
	State state `json:"state"`
}

const (
	checkpointFormat = "knead/checkpoint/v2"
	checkpointFamily = "knead/checkpoint/"
	checkpointSuffix = ".checkpoint"
	newSuffix        = ".new" // of a checkpoint that is being written
	defaultInterval  = 2 * time.Second
)

// head describes the run.
func (r *run) head() checkpointHead {
	return checkpointHead{
		Format: checkpointFormat, Program: r.Version, Pack: r.Program.Pack().Digest, Inputs: identify(r.inputs),
		Settings: r.settings(),
	}
}

// settings lists what the outputs depend on beside pack and inputs.
func (r *run) settings() []string {
	pack := r.Program.Pack()
	region := ""
	if len(pack.Regions) > 0 {
		region = pack.Regions[r.Voice.Region].ID
	}
	s := []string{
		"language=" + pack.Language, "audience=" + r.Voice.Audience.String(), "region=" + region,
		fmt.Sprintf("table=%t", r.Table), fmt.Sprintf("full=%t", r.Full),
		fmt.Sprintf("shard=%d/%d", r.Shard.I, r.Shard.N),
		"rejects=" + r.Rejects, fmt.Sprintf("manifest=%t", r.Manifest != ""), fmt.Sprintf("counts=%t", r.tally),
	}
	s = append(s, r.Tables.Settings()...)
	if r.Encoding != records.AnyEncoding {
		s = append(s, "encoding="+r.Encoding.String())
	}
	if r.Sheet != "" {
		s = append(s, fmt.Sprintf("sheet=%q", r.Sheet))
	}
	if r.Lenient {
		s = append(s, "lenient=true")
	}
	if r.Resources != nil {
		s = append(s, "fhir=true")
	}
	if r.Foreign != "" {
		s = append(s, "addresses="+r.Foreign)
	}
	for _, in := range r.inputs {
		s = append(s, "input-format="+in.Format.String())
	}
	return slices.Compact(s)
}

// identify returns a digest that changes when an input does.
func identify(inputs []*records.Input) string {
	h := sha256.New()
	for _, in := range inputs {
		fmt.Fprintf(h, "%q %d %d\n", in.Name, in.Size, in.Modified.UnixNano())
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// load reads the checkpoint of an earlier run; ok is false when there is none. It is an
// error when it belongs to another run.
func (j *journal) load() (s state, ok bool, err error) {
	data, err := os.ReadFile(j.name)
	if errors.Is(err, fs.ErrNotExist) {
		return s, false, nil
	}
	if err != nil {
		return s, false, fmt.Errorf("cannot read %q: %w", j.name, files.Cause(err))
	}
	var c checkpoint
	err = json.Unmarshal(data, &c)
	switch older := strings.HasPrefix(c.Format, checkpointFamily); {
	case err == nil && older && c.Format != checkpointFormat:
		return s, false, fmt.Errorf("cannot resume: %q is of another version of the program and does not say all that results depend on, such as their language; delete it and begin again", j.name)
	case err != nil || !older:
		return s, false, fmt.Errorf("%q is not a checkpoint: delete it, and begin again without --resume", j.name)
	}
	for _, part := range []struct{ what, now, then string }{
		{"the program is another version", j.head.Program, c.Program},
		{"the pack is another", j.head.Pack, c.Pack},
		{"the input is another, or has changed", j.head.Inputs, c.Inputs},
		{"the settings are others (" + otherSettings(j.head.Settings, c.Settings) + ")", fmt.Sprint(j.head.Settings), fmt.Sprint(c.Settings)},
	} {
		if part.now != part.then {
			return s, false, fmt.Errorf("cannot resume: %s than when %q was written; repeat the earlier command, or delete that file and begin again", part.what, j.name)
		}
	}
	return c.State, true, nil
}

// otherSettings says where two lists of settings differ.
func otherSettings(now, then []string) string {
	only := func(some, others []string) string {
		rest := slices.DeleteFunc(slices.Clone(some), func(s string) bool { return slices.Contains(others, s) })
		return cmp.Or(strings.Join(rest, ", "), "none")
	}
	return only(now, then) + " in place of " + only(then, now)
}

// offer takes a state; when the last checkpoint is old enough, the outputs are synced and
// a new one is written, both in the background.
func (j *journal) offer(s *state) {
	if time.Since(j.last) < j.every || !j.writing.TryLock() {
		return
	}
	j.last = time.Now()
	data, err := j.encode(s)
	go func() {
		defer j.writing.Unlock()
		if err == nil {
			_ = j.write(data) // the last one, which is not written here, must succeed
		}
	}()
}

// complete writes the state of a run whose outputs lack nothing but their names.
func (j *journal) complete(s *state) error {
	complete := *s
	complete.Complete = true
	return j.save(&complete)
}

// save writes a state.
func (j *journal) save(s *state) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	data, err := j.encode(s)
	if err != nil {
		return err
	}
	return j.write(data)
}

func (j *journal) encode(s *state) ([]byte, error) {
	data, err := json.Marshal(checkpoint{j.head, *s})
	return append(data, '\n'), err
}

// write makes the outputs safe and then says so.
func (j *journal) write(data []byte) error {
	if err := j.sync(); err != nil {
		return err
	}
	return files.Replace(j.name, j.name+newSuffix, data)
}

// remove removes the checkpoint of a run that is complete.
func (j *journal) remove() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := os.Remove(j.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove %q: %w", j.name, files.Cause(err))
	}
	files.SyncFolder(filepath.Dir(j.name))
	return nil
}
