package batch

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestRefusalsTouchNothing holds that a run that is refused leaves what an interrupted run
// left, so that the right command still goes on.
func TestRefusalsTouchNothing(t *testing.T) {
	p := backcare(t)
	var data []byte
	for name, form := range written(t, p, people(p, 9, 1500)) {
		if filepath.Ext(name) == ".jsonl" {
			data = form
		}
	}
	o := Options{Program: p, Inputs: []string{save(t, "in.jsonl", data)}, Checkpoint: time.Nanosecond, Jobs: 1}
	o.Output = filepath.Join(t.TempDir(), "out")
	o.Rejects = o.Output + ".rejects"
	if report, err := interrupt(o, 1); err == nil || report.Read == 0 {
		t.Fatalf("not interrupted: %v", err)
	}
	left := []string{o.Output + partSuffix, o.Rejects + partSuffix, o.Output + checkpointSuffix}
	before := contents(t, left)
	for what, change := range map[string]func(*Options){
		"begin again":        func(o *Options) {},
		"other settings":     func(o *Options) { o.Resume, o.Full = true, true },
		"another shard":      func(o *Options) { o.Resume, o.Shard = true, Shard{1, 2} },
		"rejects elsewhere":  func(o *Options) { o.Rejects = o.Output + checkpointSuffix },
		"the same file":      func(o *Options) { o.Rejects = filepath.Join(filepath.Dir(o.Output), ".", "out") },
		"its own input":      func(o *Options) { o.Inputs = []string{o.Output + partSuffix} },
		"resume, input gone": func(o *Options) { o.Resume, o.Inputs = true, []string{o.Output + ".none"} },
	} {
		refused := o
		change(&refused)
		if _, err := Run(context.Background(), refused); err == nil {
			t.Errorf("%s: was not refused", what)
		}
		for i, now := range contents(t, left) {
			if now != before[i] {
				t.Errorf("%s: %s has changed", what, filepath.Base(left[i]))
			}
		}
	}
}

func contents(t *testing.T, names []string) []string {
	var all []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(data))
	}
	return all
}

// TestAnotherRunOnTheSameOutput holds that of two runs that write one file the first does
// not take the other's half for its own.
func TestAnotherRunOnTheSameOutput(t *testing.T) {
	p := backcare(t)
	data := written(t, p, people(p, 9, 1500))["in.jsonl"]
	o := Options{Program: p, Inputs: []string{"-"}, Output: filepath.Join(t.TempDir(), "out")}
	second := o
	o.Stdin, second.Stdin = bytes.NewReader(data), bytes.NewReader(data)
	var once sync.Once
	o.told = func() {
		once.Do(func() {
			if _, err := Run(context.Background(), second); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "was removed or replaced while it was written") {
		t.Errorf("got %v", err)
	}
	if whole, err := os.ReadFile(o.Output); err != nil || bytes.Count(whole, []byte("\n")) != 1500 {
		t.Errorf("the second run's output has %d lines, %v", bytes.Count(whole, []byte("\n")), err)
	}
}
