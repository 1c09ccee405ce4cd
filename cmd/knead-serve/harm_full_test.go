//go:build full && linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"knead/internal/web"
	"knead/rules/packfile"
)

// built is the program, in a folder of the test's.
func built(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "knead-serve")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// running starts the program and returns where it listens.
func running(t *testing.T, program string, args ...string) (server *exec.Cmd, address string) {
	t.Helper()
	server = exec.Command(program, append([]string{"--listen", "127.0.0.1:0"}, args...)...)
	log, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(log).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, log) //nolint:errcheck // it ends with the server
	return server, regexp.MustCompile(`http://[\d.:]+`).FindString(said)
}

// hurried sends an interview that is finished as far as the server lives, and reports whether it said that the practice has it.
func hurried(address string, answers []byte) (confirmed bool) {
	jar, _ := cookiejar.New(nil)
	client := http.Client{Jar: jar, Timeout: 10 * time.Second}
	took := func(r *http.Response, err error) string {
		if err != nil {
			return ""
		}
		defer r.Body.Close()
		page, err := io.ReadAll(r.Body)
		if err != nil {
			return ""
		}
		return string(page)
	}
	body, kind := multipartForm(map[string]string{"kind": "rest", "agree": "yes", "lang": "en"}, answers)
	page := took(client.Post(address+"/begin", kind, body))
	m := visitWord.FindStringSubmatch(page)
	if m == nil {
		return false
	}
	return strings.Contains(took(client.PostForm(address+"/finish", url.Values{"visit": {m[1]}})), "has your answers")
}

// TestKills ends a server again and again, at any moment, while people finish their interviews. Whatever is in the inbox is
// whole, and what the page said that the practice has is there.
func TestKills(t *testing.T) {
	program, folder, pack := built(t), filepath.Join(t.TempDir(), "inbox"), backcare().programs[0].Pack()
	example, err := os.ReadFile("../../examples/desk-worker.yaml")
	if err != nil {
		t.Fatal(err)
	}
	confirmed := map[string]bool{}
	whole := "" // what a file holds, but for the id
	parts, unsaid := 0, 0
	for round := range 60 {
		server, address := running(t, program, "--inbox", folder, "--practice", "Sandhill")
		var mu sync.Mutex
		var wait sync.WaitGroup
		for who := range 4 {
			wait.Go(func() {
				for n := 0; ; n++ {
					id := fmt.Sprintf("kill-%d-%d-%d", round, who, n)
					if !hurried(address, bytes.Replace(example, []byte("id: desk-worker"), []byte("id: "+id), 1)) {
						return
					}
					mu.Lock()
					confirmed[id] = true
					mu.Unlock()
				}
			})
		}
		time.Sleep(rand.N(150 * time.Millisecond))
		_ = server.Process.Kill()
		_ = server.Wait()
		wait.Wait()
		found := map[string]bool{}
		entries, _ := os.ReadDir(folder)
		for _, entry := range entries {
			name := entry.Name()
			if strings.HasPrefix(name, partName) {
				parts++
			}
			if !strings.HasSuffix(name, ".yaml") || strings.HasPrefix(name, partName) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			in, problems := packfile.ParseIntakes(data, name, packfile.YAML, pack)
			if len(in) != 1 || problems.Errors() != nil || in[0].ID == nil {
				t.Fatalf("round %d: %s is not whole: %v\n%s", round, name, problems, data)
			}
			found[*in[0].ID] = true
			if text := strings.ReplaceAll(string(data), *in[0].ID, "ID"); whole == "" {
				whole = text
			} else if text != whole {
				t.Fatalf("round %d: %s is not whole:\n%s", round, name, data)
			}
		}
		for id := range confirmed {
			if !found[id] {
				t.Fatalf("round %d: %s was confirmed and is not in the inbox", round, id)
			}
		}
		unsaid = len(found) - len(confirmed)
	}
	if len(confirmed) < 60 {
		t.Errorf("only %d interviews were finished", len(confirmed))
	}
	t.Logf("%d interviews confirmed, %d more in the inbox; %d unfinished files met", len(confirmed), unsaid, parts)
}

// TestSlowClients holds many connections as slowly as the server lets it, and wants others to be served meanwhile, and the
// slow ones to be let go.
func TestSlowClients(t *testing.T) {
	s := *backcare()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { _ = s.run(ctx, listener) }()
	address := listener.Addr().String()
	interviews := func() (longest time.Duration) {
		for range 10 {
			began := time.Now()
			p := newPerson(t, "http://"+address)
			p.client.Transport = &http.Transport{DisableKeepAlives: true}
			p.finished("desk-worker.yaml", "no")
			longest = max(longest, time.Since(began))
		}
		return longest
	}
	alone := interviews()
	const each = 120
	held := make(chan time.Duration, 2*each) // how long the server held a connection
	dribble := func(begin string) {
		began := time.Now()
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		for _, err = io.WriteString(conn, begin); err == nil; _, err = conn.Write([]byte("x")) {
			time.Sleep(200 * time.Millisecond)
		}
		held <- time.Since(began)
	}
	unread := strings.Repeat("GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n", 1000) // more than the buffers hold
	var deaf []net.Conn
	for range each {
		go dribble("GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
		go dribble("POST /begin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50000\r\n\r\nlang=")
		if len(deaf) < each/4 {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
			go io.WriteString(conn, unread) //nolint:errcheck // the server closes it
			deaf = append(deaf, conn)
		}
	}
	time.Sleep(time.Second) // until all of them are there
	among := interviews()
	if t.Logf("the slowest of ten interviews took %v alone and %v among slow clients", alone, among); among > 3*alone+time.Second {
		t.Errorf("slow clients make an interview take %v, which takes %v without", among, alone)
	}
	var last time.Duration
	for i := range 2 * each {
		select {
		case one := <-held:
			last = max(last, one)
		case <-time.After(45 * time.Second):
			t.Fatalf("only %d of %d slow senders are let go", i, 2*each)
		}
	}
	t.Logf("the last slow sender was held for %v", last)
	time.Sleep(35*time.Second - last) // the time for writing
	for _, conn := range deaf {
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		if n, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) || int(n) > 900*len(web.Style) {
			t.Errorf("who reads nothing was held and got %d bytes: %v", n, err)
		}
	}
}

// TestFullDisk fills the disk beneath the inbox while somebody finishes.
func TestFullDisk(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "inbox")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=64k,mode=700"); err != nil {
		t.Skip("no small disk can be mounted: ", err)
	}
	defer syscall.Unmount(folder, 0) //nolint:errcheck // the folder is temporary
	server, address := running(t, built(t), "--inbox", folder, "--practice", "Sandhill")
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	filler := filepath.Join(folder, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal("the disk is not full: ", err)
	}
	p := newPerson(t, address)
	p.finished("desk-worker.yaml", "yes")
	if !strings.Contains(p.page, "could not be given to Sandhill") || !strings.Contains(p.page, `action="/finish"`) || !strings.Contains(p.page, "<article") {
		t.Errorf("the page does not say what to do:\n%s", p.page)
	}
	if entries, _ := filepath.Glob(filepath.Join(folder, "*.yaml")); len(entries) != 0 {
		t.Errorf("the inbox holds %v", entries)
	}
	if parts, _ := filepath.Glob(filepath.Join(folder, partName+"*")); len(parts) != 0 {
		t.Errorf("the inbox holds %v", parts)
	}
	p.get("/answers.yaml")
	saved := p.page
	if !strings.Contains(saved, "id: desk-worker") {
		t.Errorf("the answers are gone:\n%s", saved)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	p.get("/result")
	if p.post("/finish", url.Values{}); !strings.Contains(p.page, "Sandhill has your answers") {
		t.Errorf("with space again:\n%s", p.page)
	}
	entries, _ := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if len(entries) != 1 {
		t.Fatalf("the inbox holds %v", entries)
	}
	if data, err := os.ReadFile(entries[0]); err != nil || string(data) != saved {
		t.Errorf("the inbox holds %s (%v)", data, err)
	}
}
