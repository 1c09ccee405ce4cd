package batch

import (
	"context"
	"os"
	"path/filepath"
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
