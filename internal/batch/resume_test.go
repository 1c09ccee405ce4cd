package batch

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"knead/internal/fastread"
)

func TestResumeEndsTheSame(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	for name, data := range written(t, p, randomIntakes(p, 9, 1500)) {
		if filepath.Ext(name) == ".jsonl" {
			data = spoil(data, 2)
		}
		o := Options{Program: p, Inputs: []string{save(t, name, data)}, Checkpoint: time.Nanosecond}
		want, wantRejects, wantManifest := sharded(t, o)
		o.Output = filepath.Join(t.TempDir(), "out")
		o.Rejects, o.Manifest = o.Output+".rejects", o.Output+".manifest"
		random := rand.New(rand.NewPCG(3, 3))
		interrupted := 0
		for try := 0; ; try++ {
			if try > 50 {
				t.Fatalf("%s: never ends", name)
			}
			report, err := interrupt(o, int64(random.IntN(3)))
			if err == nil {
				break
			}
			interrupted++
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s: %v", name, err)
			}
			o.Resume = report.Read > 0 // a run that did nothing leaves nothing
			if random.IntN(2) == 0 && o.Resume {
				garble(t, o.Output+partSuffix, o.Rejects+partSuffix)
			}
		}
		got, err := os.ReadFile(o.Output)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s after %d interruptions: %v, %s", name, interrupted, err, firstDifference(got, want))
		}
		got, err = os.ReadFile(o.Rejects)
		if err != nil || !bytes.Equal(got, wantRejects) {
			t.Errorf("%s after %d interruptions, rejects: %v, %s", name, interrupted, err, firstDifference(got, wantRejects))
		}
		if got, err = os.ReadFile(o.Manifest); err != nil || !bytes.Contains(got, []byte(wantManifest.Output.SHA256)) {
			t.Errorf("%s: the manifest has another digest: %v, %s", name, err, got)
		}
	}
}

// TestWritingOutOfOrder holds up one chunk until one behind it is written. A run that is killed then
// leaves a hole that no checkpoint counts, and one whose write fails leaves none; both are resumed.
func TestWritingOutOfOrder(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	data := spoil(written(t, p, randomIntakes(p, 9, 1500))["in.jsonl"], 2)
	o := Options{Program: p, Inputs: []string{save(t, "in.jsonl", data)}, Checkpoint: time.Nanosecond, Jobs: 4}
	want, wantRejects, wantManifest := sharded(t, o)
	o.Output = filepath.Join(t.TempDir(), "out")
	o.Rejects, o.Manifest = o.Output+".rejects", o.Output+".manifest"
	parts := []string{o.Output + partSuffix, o.Rejects + partSuffix, o.Output + checkpointSuffix}
	const held = 3
	var chunks, before atomic.Int64
	var killed []string
	o.writing = func(at, n int64) error {
		if chunks.Add(1) != held {
			return nil
		}
		before.Store(at)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
			if info, err := os.Stat(parts[0]); err == nil && info.Size() > at+n {
				break
			}
			if time.Now().After(deadline) {
				return errors.New("nothing was written behind the chunk that is held up")
			}
		}
		killed = contents(t, parts)
		return errors.New("the disk is full")
	}
	report, err := Run(context.Background(), o)
	if err == nil || err.Error() != "the disk is full" {
		t.Fatal(err)
	}
	failed := contents(t, parts)
	if int64(len(failed[0])) != before.Load() || report.Read == 0 || strings.Contains(failed[0], "\x00") {
		t.Errorf("after %d records %d bytes are left, of which %d are counted", report.Read, len(failed[0]), before.Load())
	}
	if hole := killed[0][before.Load():]; hole[0] != 0 {
		t.Error("what is killed leaves no hole")
	}
	o.writing, o.Resume = nil, true
	for what, left := range map[string][]string{"killed": killed, "failed": failed} {
		for i, name := range parts {
			if err := os.WriteFile(name, []byte(left[i]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Run(context.Background(), o); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		got := contents(t, []string{o.Output, o.Rejects, o.Manifest})
		if got[0] != string(want) || got[1] != string(wantRejects) || !strings.Contains(got[2], wantManifest.Output.SHA256) {
			t.Errorf("%s: ends otherwise: %s", what, firstDifference([]byte(got[0]), want))
		}
	}
}

// interrupt runs and interrupts after some chunks were written.
func interrupt(o Options, chunks int64) (Report, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var count atomic.Int64
	o.wrote = func() {
		if count.Add(1) > chunks {
			cancel()
		}
	}
	return Run(ctx, o)
}

// garble appends to incomplete outputs what no checkpoint knows of.
func garble(t *testing.T, names ...string) {
	for _, name := range names {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("{\"half a li")
		f.Close()
	}
}

// TestResumeOfAChangedFile holds that a run does not go on behind results or rejections that are
// not those it has written, or after other settings.
func TestResumeOfAChangedFile(t *testing.T) {
	p := backcare(t)
	o := Options{Program: p, Inputs: []string{save(t, "in.jsonl", spoil(written(t, p, randomIntakes(p, 9, 1500))["in.jsonl"], 2))}}
	o.Output = filepath.Join(t.TempDir(), "out")
	o.Rejects = o.Output + ".rejects"
	if _, err := interrupt(o, 0); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	o.Resume = true
	parts := []string{o.Output + partSuffix, o.Rejects + partSuffix}
	for i, before := range contents(t, parts) {
		for what, c := range map[string]string{
			"changed": strings.Replace(before, "format", "formax", 1), "cut off": before[:len(before)-1],
		} {
			if err := os.WriteFile(parts[i], []byte(c), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), parts[i]+`": its beginning is not what was written`) {
				t.Errorf("%s %s: %v", filepath.Base(parts[i]), what, err)
			}
		}
		if err := os.WriteFile(parts[i], []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := o
	other.Foreign, other.Tables.Dates = "https://a.example", fastread.DayMonthYear
	if _, err := Run(context.Background(), other); err == nil || !strings.Contains(err.Error(), "(date=dmy, addresses=https://a.example in place of none)") {
		t.Errorf("other settings: %v", err)
	}
	if _, err := Run(context.Background(), o); err != nil {
		t.Error(err)
	}
}

// TestResumeOfACompleteRun holds that a run whose results were complete and are gone, or are
// others, is not taken to be done.
func TestResumeOfACompleteRun(t *testing.T) {
	p := backcare(t)
	o := Options{Program: p, Inputs: []string{save(t, "in.jsonl", spoil(written(t, p, randomIntakes(p, 9, 60))["in.jsonl"], 2))}}
	o.Output = filepath.Join(t.TempDir(), "out")
	o.Rejects, o.Summary = o.Output+".rejects", o.Output+".summary"
	o.wrote = func() { _ = os.Mkdir(o.Summary, 0o700) } // so that the summary cannot be written
	if _, err := Run(context.Background(), o); err == nil {
		t.Fatal("the summary was written")
	}
	if err := os.Remove(o.Summary); err != nil {
		t.Fatal(err)
	}
	o.Resume, o.wrote = true, nil
	written := contents(t, []string{o.Output, o.Rejects, o.Output + checkpointSuffix})
	for what, c := range map[string]struct {
		output, rejects, want string // "" for no file, and for success
	}{
		"as written":      {written[0], written[1], ""},
		"gone":            {"", written[1], `out" is not there, although the checkpoint says that it was written whole; delete`},
		"shorter":         {written[0][1:], written[1], `out" is not what was written`},
		"changed":         {strings.Replace(written[0], "format", "formax", 1), written[1], `out" is not what was written`},
		"rejects changed": {written[0], strings.Replace(written[1], "format", "formax", 1), `out.rejects" is not what was written`},
	} {
		for i, name := range []string{o.Output, o.Rejects, o.Output + checkpointSuffix} {
			_ = os.Remove(name)
			if data := []string{c.output, c.rejects, written[2]}[i]; data != "" {
				if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := Run(context.Background(), o); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	older := bytes.Replace([]byte(written[2]), []byte(checkpointFormat), []byte("knead/checkpoint/v1"), 1)
	if err := os.WriteFile(o.Output+checkpointSuffix, older, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "such as their language") {
		t.Errorf("an older checkpoint: %v", err)
	}
}
