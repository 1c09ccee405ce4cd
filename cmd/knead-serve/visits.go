package main

import (
	"sync"
	"time"

	"knead/internal/web"
)

// visits are the interviews under way, by the word in the cookie of each browser. They are
// in memory only, and no more of them, and none for longer, than the bounds allow.
type visits struct {
	mu       sync.Mutex
	byCookie map[string]*visit
	max      int
	idle     time.Duration
}

// visit is an interview and what its browser has done lately.
type visit struct {
	mu    sync.Mutex // held by whoever reads or changes the interview
	of    *web.Visit
	begun time.Time

	last  time.Time     // guarded by visits.mu
	quiet time.Duration // how long it may be without a request; guarded by visits.mu
}

func newVisits(max int, idle time.Duration) *visits {
	return &visits{byCookie: map[string]*visit{}, max: max, idle: idle}
}

// find returns the interview of a cookie, or nil. Unless somebody clicked, it does not last any longer for it.
func (all *visits) find(cookie string, now time.Time, clicked bool) *visit {
	all.mu.Lock()
	defer all.mu.Unlock()
	v := all.byCookie[cookie]
	if v == nil || v.ended(now) {
		delete(all.byCookie, cookie)
		return nil
	}
	if clicked {
		v.last = now
	}
	return v
}

func (v *visit) ended(now time.Time) bool {
	return now.Sub(v.last) > v.quiet || now.Sub(v.begun) > longest
}

// add keeps a new interview under a cookie; ok is false when there are too many.
func (all *visits) add(cookie string, of *web.Visit, now time.Time) (ok bool) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if len(all.byCookie) >= all.max {
		all.forget(now)
	}
	if len(all.byCookie) >= all.max {
		return false
	}
	all.byCookie[cookie] = &visit{of: of, begun: now, last: now, quiet: all.idle}
	return true
}

// touch says how long an interview may be without a request: one that ends with an emergency
// is kept longer, so that what to do can be read again.
func (all *visits) touch(v *visit, emergency bool) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if v.quiet = all.idle; emergency {
		v.quiet = max(idle, all.idle)
	}
}

func (all *visits) remove(cookie string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	delete(all.byCookie, cookie)
}

// sweep forgets every interview whose time is over.
func (all *visits) sweep(now time.Time) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.forget(now)
}

func (all *visits) forget(now time.Time) {
	for cookie, v := range all.byCookie {
		if v.ended(now) {
			delete(all.byCookie, cookie)
		}
	}
}
