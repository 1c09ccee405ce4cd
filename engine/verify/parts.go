package verify

import (
	"runtime"
	"sync"
	"sync/atomic"

	"knead/rules"
)

// partsOf is how many parts the questions about a pack are dealt into, each of which is decided with
// a model of its own. It depends on nothing but the pack, and so do findings.
func partsOf(p *rules.Pack) int { return min(8, 1+len(p.Rules)/50) }

// sideBySide calls part with every number below n, on all processors.
func sideBySide(n int, part func(k int)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
				part(k)
			}
		})
	}
	workers.Wait()
}
