package batch

import (
	"sync"
	"sync/atomic"
	"time"
)

// progress calls Options.Progress now and then, from a goroutine of its own.
type progress struct {
	records, rejects atomic.Int64
	quit             chan struct{}
	running          sync.WaitGroup
}

func startProgress(r *run) *progress {
	p := &progress{quit: make(chan struct{})}
	if r.Progress == nil || r.Every == 0 {
		return p
	}
	p.running.Go(func() {
		ticks := time.NewTicker(r.Every)
		defer ticks.Stop()
		for {
			select {
			case <-p.quit:
				return
			case <-ticks.C:
				r.Progress(Progress{p.records.Load(), p.rejects.Load(), r.done.Load(), r.total})
			}
		}
	})
	return p
}

// tell notes how far the output has come.
func (p *progress) tell(s *state) {
	p.records.Store(s.Records)
	p.rejects.Store(s.Rejected)
}

// stop ends the calls.
func (p *progress) stop() {
	close(p.quit)
	p.running.Wait()
}
