package batch

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
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
