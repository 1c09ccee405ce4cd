package verify

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"knead/engine"
	"knead/rules"
	"knead/rules/packs"
)

// calls are the entrances that search.
func calls(t *testing.T, p *engine.Program) map[string]func(context.Context, Options) error {
	changed := weakened(t, p)
	return map[string]func(context.Context, Options) error{
		"Prove":      func(ctx context.Context, o Options) error { _, err := Prove(ctx, p, o); return err },
		"Audit":      func(ctx context.Context, o Options) error { _, err := Audit(ctx, p, o); return err },
		"Diff":       func(ctx context.Context, o Options) error { _, _, err := Diff(ctx, p, changed, nil, o); return err },
		"Equivalent": func(ctx context.Context, o Options) error { _, err := Equivalent(ctx, p, changed, o); return err },
		"Find": func(ctx context.Context, _ Options) error {
			_, _, err := NewExamples(p).Find(ctx, p.Pack().Rules[0].When, true)
			return err
		},
	}
}

// weakened returns a program without the first rule's condition.
func weakened(t *testing.T, p *engine.Program) *engine.Program {
	pack := *p.Pack()
	pack.Rules = append([]rules.Rule(nil), pack.Rules...)
	pack.Rules[0].When = &rules.Condition{Op: rules.Always, Derived: -1}
	changed, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// TestNothingOutlivesACall leaves questions undecided, and counts goroutines.
func TestNothingOutlivesACall(t *testing.T) {
	before := runtime.NumGoroutine()
	all := calls(t, load(t, "starter"))
	all["Prove"] = calls(t, load(t, packs.Default))["Prove"] // the other pack is too easy
	for name, call := range all {
		if err := call(t.Context(), Options{Budget: 1, Quick: true}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		sameGoroutines(t, before, name)
	}
}

// sameGoroutines waits for goroutines that are about to end, and counts the others.
func sameGoroutines(t *testing.T, before int, after string) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after %s", before, runtime.NumGoroutine(), after)
}

// TestCancelled ends the context before a call and in its midst.
func TestCancelled(t *testing.T) {
	before := runtime.NumGoroutine()
	for name, call := range calls(t, load(t, packs.Default)) {
		for _, wait := range []time.Duration{0, time.Millisecond, 30 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			if err := call(ctx, Options{}); ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
				t.Errorf("%s, ended after %v: %v", name, wait, err)
			}
			cancel()
		}
		sameGoroutines(t, before, name)
	}
}

// TestCancelledSoon ends the context when something is decided: nothing but what is being decided
// beside it is decided then.
func TestCancelledSoon(t *testing.T) {
	all := calls(t, load(t, packs.Default))
	for _, name := range []string{"Prove", "Audit"} {
		ctx, cancel := context.WithCancel(t.Context())
		var decided atomic.Int64
		err := all[name](ctx, Options{Decided: func() {
			if decided.Add(1) == 3 {
				cancel()
			}
		}})
		if n := decided.Load(); !errors.Is(err, context.Canceled) || n < 3 || n > int64(3+runtime.GOMAXPROCS(0)) {
			t.Errorf("%s: %v, %d decided", name, err, n)
		}
	}
}

// TestBesideEachOther proves a pack several times at once.
func TestBesideEachOther(t *testing.T) {
	p := load(t, "starter")
	want := proved(t, p, Options{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if got, err := Prove(t.Context(), p, Options{}); err != nil || !slices.EqualFunc(got, want, func(a, b Finding) bool { return a.Status == b.Status && a.How == b.How }) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	group.Wait()
}
