//go:build full && linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestManyAtOnce has 200 people answer a question every three seconds, each of them with a word of
// their own. It says how long pages took, and wants nobody to get the word of another and the server to take no more than 100 MiB.
func TestManyAtOnce(t *testing.T) {
	const people, pause, lasts = 200, 3 * time.Second, 45 * time.Second
	server, address := running(t, built(t))
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()

	var mu sync.Mutex
	var took []time.Duration
	var wait sync.WaitGroup
	end := time.Now().Add(lasts)
	for i := range people {
		wait.Go(func() {
			time.Sleep(rand.N(pause))
			p := newPerson(t, address)
			word := fmt.Sprintf("planted-%03d-", i)
			p.begin(map[string]string{"kind": "rest"}, []byte("answers:\n  notes: "+word+"\n"))
			for time.Now().Before(end) {
				began := time.Now()
				if strings.HasPrefix(p.path, "/q/") {
					p.post(p.path, likely(p.page, "20"))
				} else {
					p.get("/answers.yaml")
					if !strings.Contains(p.page, word) || strings.Count(p.page, "planted-") != 1 {
						t.Errorf("%s: %s", word, p.page)
					}
					p.begin(map[string]string{"kind": "rest"}, []byte("answers:\n  notes: "+word+"\n"))
				}
				one := time.Since(began)
				if p.status != 200 {
					t.Errorf("%s: %d", p.path, p.status)
				}
				mu.Lock()
				took = append(took, one)
				mu.Unlock()
				time.Sleep(pause - one + rand.N(200*time.Millisecond) - 100*time.Millisecond)
			}
		})
	}
	wait.Wait()
	if len(took) == 0 {
		t.Fatal("nobody has answered")
	}
	slices.Sort(took)
	at := func(share float64) time.Duration { return took[int(share*float64(len(took)-1))] }
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", server.Process.Pid))
	memory := regexp.MustCompile(`VmHWM:\s*(\d+) kB`).FindSubmatch(status)
	t.Logf("%d answers; half took %v, 99 of 100 %v, the longest %v; memory at most %s KiB", len(took), at(0.5), at(0.99), at(1), memory[1])
	if len(memory[1]) > 5 && string(memory[1]) > "102400" || len(memory[1]) > 6 {
		t.Errorf("the server took %s KiB", memory[1])
	}
}
