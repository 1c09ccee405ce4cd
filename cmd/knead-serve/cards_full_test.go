//go:build full && linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"knead/engine"
	"knead/internal/fhir"
	"knead/rules"
	"knead/rules/packfile"
)

// TestCardsUnderLoad calls for the cards of all examples 50 times a second, of a server that has two processors, whether or
// not it has answered those before, and says how long that took. It wants the cards of the command.
func TestCardsUnderLoad(t *testing.T) {
	const each, calls = time.Second / 50, 1500
	t.Setenv("GOMAXPROCS", "2")
	server, address := running(t, built(t))
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()

	program := backcare().programs[0]
	cards := fhir.Cards{Importer: fhir.NewImporter(program), Page: address + "/"}
	var requests, wanted [][]byte
	names, _ := filepath.Glob("../../examples/*.yaml")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		intakes, problems := packfile.ParseIntakes(data, name, packfile.YAML, program.Pack())
		if problems.Errors() != nil || len(intakes) == 0 {
			t.Fatal(name, problems)
		}
		in := intakes[0]
		in.Context.Subject = "Patient/123"
		request, err := json.Marshal(map[string]any{
			"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": map[string]string{"userId": "Practitioner/7", "patientId": "123"},
			"prefetch": map[string]any{"response": fhir.NewResponse(program, in, fhir.Wording{})},
		})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := cards.Answer(request, "", program, engine.Voice{Audience: rules.Practitioner}, time.Now())
		if err != nil {
			t.Fatal(name, err)
		}
		var want bytes.Buffer
		if err := fhir.Write(&want, answer); err != nil {
			t.Fatal(err)
		}
		requests, wanted = append(requests, request), append(wanted, want.Bytes())
	}
	if len(requests) == 0 {
		t.Fatal("no examples")
	}

	took, before := make([]time.Duration, calls), processorTime(t, server.Process.Pid)
	atOnce := make(chan struct{}, 8) // on a busy machine calls wait here, and not for the server's time limits
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: cap(atOnce)}}
	var wait sync.WaitGroup
	for i, due := 0, time.Now(); i < calls; i, due = i+1, due.Add(each) {
		time.Sleep(time.Until(due))
		atOnce <- struct{}{}
		wait.Go(func() {
			defer func() { <-atOnce }()
			r, err := client.Post(address+"/cds-services/knead-backcare", "application/json", bytes.NewReader(requests[i%len(requests)]))
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			got, err := io.ReadAll(r.Body)
			took[i] = time.Since(due)
			if err != nil || r.StatusCode != http.StatusOK || !bytes.Equal(got, wanted[i%len(wanted)]) {
				t.Errorf("call %d: %d %v\n%s", i, r.StatusCode, err, got)
			}
		})
	}
	wait.Wait()
	slices.Sort(took)
	at := func(share float64) time.Duration { return took[int(share*float64(calls-1))] }
	t.Logf("%d calls of CDS Hooks, 50 a second: half took %v, 99 of 100 %v, the longest %v; each took %v of the server's processors",
		calls, at(0.5), at(0.99), at(1), (processorTime(t, server.Process.Pid)-before)/calls)
}

// processorTime is how long the system's processors have worked for a program, which does not depend on what else they do.
func processorTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.Atoi(fields[11]) // in hundredths of a second
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
